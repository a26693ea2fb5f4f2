import Crypto
import Foundation
import NIOCore
import Testing
import Wire

@testable import Storage

@Suite struct FileTests {
    @Test func `what was put is read again, with its size, type, time and hash`() async throws {
        try await withFiles { storage, folder in
            let key: ObjectKey = "images/4f/4f0.png"

            let put = try await storage.put("春天来了", at: key)
            let object = try await storage.open(key)

            #expect(try await storage.info(of: key) == put)
            #expect(object.info == put)
            #expect(object.range == 0..<12)
            #expect(try await object.body.collect(limitBytes: 12) == ByteBuffer(string: "春天来了"))
            #expect(put.sizeBytes == 12)
            #expect(put.contentType == "image/png")
            #expect(abs(put.modifiedAt - Int(Date().timeIntervalSince1970 * 1000)) < 86_400_000)
            #expect(put.etag == "\"\(String(hex: SHA256.hash(data: Data("春天来了".utf8))))\"")
            #expect(try folder.files() == ["images/4f/4f0.png"])
        }
    }

    @Test func `nobody but the service reads the files`() async throws {
        try await withFolder { outer in
            let storage = try Storage("file:\(outer.path("files"))")

            try await storage.put("x", at: "images/4f/4f0.png")

            #expect(try outer.mode("files/images/4f/4f0.png") == 0o600)
            for folder in ["files", "files/.incoming", "files/images", "files/images/4f"] {
                #expect(try outer.mode(folder) == 0o700)
            }
        }
    }

    @Test(arguments: [1, 3, 4, 5, 100])
    func `a stream is kept whole, however it and the chunks are cut`(_ chunkBytes: Int) async throws {
        var options = Storage.Options()
        options.limits.chunkBytes = chunkBytes
        try await withFiles(options) { storage, _ in
            let info = try await storage.put(Chunks(.chunk("ab"), .chunk(""), .chunk("cdefg"), .chunk("h")), at: "a")

            #expect(info.sizeBytes == 8)
            #expect(try await storage.text("a") == "abcdefgh")
            #expect(info.etag == "\"\(String(hex: SHA256.hash(data: Data("abcdefgh".utf8))))\"")
        }
    }

    @Test func `an object is read in chunks, never whole`() async throws {
        var options = Storage.Options()
        options.limits.chunkBytes = 4
        try await withFiles(options) { storage, _ in
            try await storage.put("abcdefghij", at: "a")

            var chunks: [String] = []
            for try await chunk in try await storage.open("a").body { chunks.append(String(buffer: chunk)) }

            #expect(chunks == ["abcd", "efgh", "ij"])
        }
    }

    @Test func `an object of no bytes is one`() async throws {
        try await withFiles { storage, _ in
            let info = try await storage.put(Chunks(), at: "empty.txt")

            #expect(info.sizeBytes == 0)
            #expect(try await storage.text("empty.txt") == "")
            #expect(
                await failure { try await storage.open("empty.txt", range: .from(0)) } == .invalidRange(sizeBytes: 0)
            )
        }
    }

    @Test func `a local file is copied, through a link too`() async throws {
        try await withFiles { storage, folder in
            try await withFolder { elsewhere in
                try elsewhere.write("a film", to: "film.mp4")
                try FileManager.default.createSymbolicLink(
                    atPath: elsewhere.path("link.mp4"),
                    withDestinationPath: "film.mp4"
                )

                try await storage.put(fileAt: elsewhere.path("film.mp4"), at: "videos/a.mp4")
                try await storage.put(fileAt: elsewhere.path("link.mp4"), at: "videos/b.mp4")

                #expect(try await storage.text("videos/a.mp4") == "a film")
                #expect(try await storage.text("videos/b.mp4") == "a film")
                #expect(try elsewhere.files() == ["film.mp4", "link.mp4"])
            }
        }
    }

    @Test func `a local file that is none is refused and nothing is kept`() async throws {
        try await withFiles { storage, folder in
            #expect(kind(await failure { try await storage.put(fileAt: "/nowhere/x", at: "a") }) == "io")
            #expect(kind(await failure { try await storage.put(fileAt: "/tmp", at: "a") }) == "io")
            #expect(kind(await failure { try await storage.put(fileAt: "/dev/zero", at: "a") }) == "io")
            let files = try folder.files()
            #expect(files == [])
        }
    }

    @Test(arguments: [
        (ByteRange.from(7), "hij", "bytes 7-9/10"), (.between(0, 0), "a", "bytes 0-0/10"),
        (.between(2, 99), "cdefghij", "bytes 2-9/10"), (.last(2), "ij", "bytes 8-9/10"),
    ])
    func `a range is read alone`(_ range: ByteRange, _ text: String, _ header: String) async throws {
        var options = Storage.Options()
        options.limits.chunkBytes = 2
        try await withFiles(options) { storage, _ in
            try await storage.put("abcdefghij", at: "a")

            let object = try await storage.open("a", range: range)

            #expect(object.contentRange == header)
            #expect(object.info.sizeBytes == 10)
            #expect(String(buffer: try await object.body.collect(limitBytes: 10)) == text)
        }
    }

    @Test func `a range beyond the end says how long the object is`() async throws {
        try await withFiles { storage, _ in
            try await storage.put("abc", at: "a")

            #expect(await failure { try await storage.open("a", range: .from(3)) } == .invalidRange(sizeBytes: 3))
        }
    }

    @Test func `a new content replaces the old one and has another tag, and who reads the old one reads it to the end`()
        async throws
    {
        var options = Storage.Options()
        options.limits.chunkBytes = 2
        try await withFiles(options) { storage, folder in
            let old = try await storage.put("old!", at: "a")
            let reading = try await storage.open("a").body.makeAsyncIterator()
            var iterator = reading
            #expect(try await iterator.next() == ByteBuffer(string: "ol"))

            let new = try await storage.put("new", at: "a")

            #expect(try await iterator.next() == ByteBuffer(string: "d!"))
            #expect(try await iterator.next() == nil)
            #expect(try await storage.text("a") == "new")
            #expect(old.etag != new.etag)
            #expect(try folder.files() == ["a"])
        }
    }

    @Test func `of writers at the same moment one wins whole`() async throws {
        try await withFiles { storage, folder in
            let texts = (0..<16).map { String(repeating: "\($0),", count: 50_000) }

            try await withThrowingTaskGroup(of: Void.self) { group in
                for text in texts { group.addTask { try await storage.put(text, at: "images/a.png") } }
                try await group.waitForAll()
            }

            #expect(texts.contains(try await storage.text("images/a.png")))
            #expect(try folder.files() == ["images/a.png"])
        }
    }

    @Test func `what is not there is not found, and deleting it is no error`() async throws {
        try await withFiles { storage, _ in
            for key: ObjectKey in ["a", "images/4f/4f0.png"] {
                #expect(await failure { try await storage.info(of: key) } == .notFound(key))
                #expect(await failure { try await storage.open(key) } == .notFound(key))
                #expect(try await storage.exists(key) == false)
                try await storage.delete(key)
            }
        }
    }

    @Test func `a deleted object is gone, twice over, and its neighbours stay`() async throws {
        try await withFiles { storage, folder in
            try await storage.put("a", at: "images/a.png")
            try await storage.put("b", at: "images/b.png")
            #expect(try await storage.exists("images/a.png"))

            try await storage.delete("images/a.png")
            try await storage.delete("images/a.png")

            #expect(try await storage.exists("images/a.png") == false)
            #expect(try folder.files() == ["images/b.png"])
        }
    }

    @Test func `a folder is no object`() async throws {
        try await withFiles { storage, folder in
            try await storage.put("a", at: "images/a.png")

            #expect(await failure { try await storage.open("images") } == .notFound("images"))
            try await storage.delete("images")
            #expect(kind(await failure { try await storage.put("x", at: "images") }) == "io")
            #expect(kind(await failure { try await storage.put("x", at: "images/a.png/b") }) == "denied")
            #expect(try folder.files() == ["images/a.png"])
        }
    }

    @Test func `a file that was changed in place, or whose hash was lost, has another strong tag`() async throws {
        try await withFiles { storage, folder in
            let put = try await storage.put("abc", at: "a")

            let file = try FileHandle(forWritingTo: URL(fileURLWithPath: folder.path("a")))
            try file.write(contentsOf: Data("abcd".utf8))
            try file.close()
            let changed = try await storage.info(of: "a")

            #expect(changed.etag != put.etag)
            #expect(changed.etag.hasPrefix("\""))
            #expect(try await storage.info(of: "a") == changed)
            try folder.write("no hash", to: "images/b.png")
            #expect(try await storage.info(of: "images/b.png").etag.count > 2)
        }
    }

    @Test func `a folder has no links for others, and answers a ping`() async throws {
        try await withFiles { storage, folder in
            #expect(try storage.link(to: "a", validFor: .seconds(60)) == nil)
            #expect(storage.description == "folder \(folder.path)")
            try await storage.ping()
        }
    }
}

@Suite struct FileListTests {
    /// In the order of their bytes: `.` before `/`, `/` before `0`.
    static let keys = ["a", "a.b", "a/b", "a/c/d", "a0", "b/0/1.png", "b/0/2.png", "b/1/1.png", "c"]

    @Test(arguments: [1, 2, 4, 9, 1_000])
    func `objects are listed in the order of their keys, whatever the page`(_ limit: Int) async throws {
        try await withFiles { storage, _ in
            for key in FileListTests.keys.shuffled() where key != "a" { try await storage.put(key, at: ObjectKey(key)) }

            #expect(try await storage.keys(pagesOf: limit) == FileListTests.keys.filter { $0 != "a" })
        }
    }

    @Test func `a prefix chooses, also within a name`() async throws {
        try await withFiles { storage, _ in
            for key in FileListTests.keys where key != "a" { try await storage.put(key, at: ObjectKey(key)) }

            #expect(try await storage.keys("b/", pagesOf: 2) == ["b/0/1.png", "b/0/2.png", "b/1/1.png"])
            #expect(try await storage.keys("b/0/2") == ["b/0/2.png"])
            #expect(try await storage.keys("a0") == ["a0"])
            #expect(try await storage.keys("z") == [])
        }
    }

    @Test func `the last page says so, and entries tell size and time`() async throws {
        try await withFiles { storage, _ in
            let info = try await storage.put("abc", at: "a/b")
            try await storage.put("x", at: "a/c")

            let first = try await storage.list(limit: 1)
            let second = try await storage.list(from: first.next, limit: 1)

            #expect(first.objects == [ListedObject(key: "a/b", sizeBytes: 3, modifiedAt: info.modifiedAt)])
            #expect(first.next == "a/b")
            #expect(second.objects.map(\.key) == ["a/c"])
            #expect(second.next == nil)
        }
    }

    @Test func `what is none of ours is passed over`() async throws {
        try await withFiles { storage, folder in
            try await storage.put("x", at: "a/b.png")
            for name in [".hidden", "a/B.png", "a/春.png", ".incoming/new-stale", "a/with space"] {
                try folder.write("x", to: name)
            }
            try FileManager.default.createSymbolicLink(atPath: folder.path("etc"), withDestinationPath: "/etc")
            try FileManager.default.createSymbolicLink(atPath: folder.path("a/c.png"), withDestinationPath: "b.png")

            #expect(try await storage.keys() == ["a/b.png"])
        }
    }
}
