import Database
import HTTPTypes
import JSON
import NIOCore
import Storage
import Testing

@testable import Hanmo

/// The promise kept here: a creation's files are there as long as it is, and not a moment longer than they have to be.
@Suite struct FileTests {
    @Test(arguments: [TestApp.Carrier.call, .socket])
    func `a file is served whole, with its type and a name for its content`(over carrier: TestApp.Carrier) async throws
    {
        try await withTestApp(over: carrier) { app in
            let lin = try await app.signUp("lin", credits: 10)
            let file = try await app.keepFile("a picture", of: lin)

            let reply = try await app.send(.get, file.path)
            let again = try await app.send(.get, file.path, headers: ["If-None-Match": file.info.etag])
            for known in ["W/\(file.info.etag)", "\"other\", W/\(file.info.etag)", " * "] {
                #expect(try await app.send(.get, file.path, headers: ["If-None-Match": known]).status == 304)
            }
            for known in ["W/\"other\"", "w/\(file.info.etag)", "\"*\""] {
                #expect(try await app.send(.get, file.path, headers: ["If-None-Match": known]).status == 200)
            }

            #expect(reply.status == 200)
            #expect(reply.text == "a picture")
            #expect(reply.header("Content-Type") == "image/png")
            #expect(reply.header("ETag") == file.info.etag)
            #expect(again.status == 304)
            #expect(again.text == "")
        }
    }

    @Test(
        arguments: [
            PartStory("bytes=2-4", 206, "pic", "bytes 2-4/9"),
            PartStory("bytes=0-", 206, "a picture", "bytes 0-8/9"),
            PartStory("bytes=-4", 206, "ture", "bytes 5-8/9"),
            PartStory("bytes=9-", 416, nil, "bytes */9"),
            PartStory("bytes=4-2", 200, "a picture", nil),
            PartStory("furlongs=1-2", 200, "a picture", nil),
        ]
    )
    func `a part of it is served`(story: PartStory) async throws {
        try await withTestApp(over: .socket) { app in
            let lin = try await app.signUp("lin", credits: 10)
            let file = try await app.keepFile("a picture", of: lin)

            let reply = try await app.send(.get, file.path, headers: ["Range": story.range])
            let changed = try await app.send(
                .get,
                file.path,
                headers: ["Range": story.range, "If-Range": "\"another\""]
            )

            #expect(reply.status == story.status)
            if let text = story.text { #expect(reply.text == text) }
            #expect(reply.header("Content-Range") == story.contentRange)
            #expect(story.status == 416 || changed.text == "a picture", "the rest of another file would be no picture")
        }
    }

    @Test func `a large file comes in pieces and whole, and the connection goes on`() async throws {
        try await withTestApp(over: .socket) { app in
            let lin = try await app.signUp("lin", credits: 10)
            let text = String(repeating: "0123456789", count: 300_000)
            let file = try await app.keepFile(text, of: lin)

            let reply = try await app.send(.get, file.path)
            let head = try await app.send(.head, file.path)

            #expect(reply.text == text)
            #expect(head.header("Content-Length") == "3000000")
            #expect(try await app.send(.get, "/health").status == 200)
        }
    }

    @Test(
        arguments: [
            "/files/images/00/00000000000000000000000000000000.png", "/files/../../secret", "/files/a/b/..",
            "/files/images/%2e%2e/secret", "/files/.incoming/a/b",
        ]
    )
    func `nothing else is there`(path: String) async throws {
        try await withTestApp { app in
            let reply = try await app.send(.get, path)
            #expect(reply.status == 404)
        }
    }

    @Test func `whoever deletes a creation deletes its files, as a job of the same act`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin", credits: 20)
            let file = try await app.keepFile("a picture", of: lin)
            let other = try await app.keepFile("another one", of: lin)

            try await lin.delete("/creations/\(file.creation)")
            #expect(try await app.send(.get, file.path).status == 200, "the job has not run yet")
            try await app.runJobs()

            #expect(try await app.send(.get, file.path).status == 404)
            #expect(try await app.send(.get, other.path).status == 200)
        }
    }

    @Test func `nobody deletes another one's files`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin", credits: 10)
            let mei = try await app.signUp("mei")
            let file = try await app.keepFile("a picture", of: lin)

            let reply = try await mei.delete("/creations/\(file.creation)")
            try await app.runJobs()

            #expect(reply.code == 404)
            #expect(try await app.send(.get, file.path).status == 200)
        }
    }
}

/// A range that is asked for, and what is answered.
struct PartStory: Sendable {
    let range: String
    let status: Int
    let text: String?
    let contentRange: String?

    init(_ range: String, _ status: Int, _ text: String?, _ contentRange: String?) {
        self.range = range
        self.status = status
        self.text = text
        self.contentRange = contentRange
    }
}

/// A stored file of a creation.
struct KeptFile: Sendable {
    let creation: Int
    let info: ObjectInfo

    var path: String { "/files/\(info.key.rawValue)" }
}

extension TestApp {
    /// Stores a file and gives it to a new creation, as a generation of pictures does.
    func keepFile(_ text: String, of person: Person) async throws -> KeptFile {
        let made = try await person.generate()
        let creation = try #require(made.data["creation_id"]?.int)
        let key = try services.files.storage.newKey("images", extension: "png")
        let info = try await services.files.storage.put(ByteBuffer(string: text), at: key)
        try await services.database.write { [services] connection in
            try services.files.keep(info, of: creation, by: person.id, in: connection)
        }
        return KeptFile(creation: creation, info: info)
    }
}
