import Database
import Testing

@testable import Hanmo

/// The promise kept here: who comes with another secret is told so, and the secret itself is nowhere.
@Suite struct RecognitionTests {
    private static let one = Array("one secret of 32 bytes or more, really".utf8)
    private static let other = Array("other secret of 32 bytes or more, too".utf8)

    @Test func `the first process to work on an installation decides by which secret it goes`() async throws {
        try await withTestApp { app in
            let database = app.services.database
            try await Recognition.first.recognise(RecognitionTests.one, in: database)

            try await Recognition.first.recognise(RecognitionTests.one, in: database)
            try await Recognition.compare.recognise(RecognitionTests.one, in: database)
            for recognition in [Recognition.first, .compare] {
                let fault = await #expect(throws: Settings.Fault.self) {
                    try await recognition.recognise(RecognitionTests.other, in: database)
                }
                #expect(fault?.variable == "HANMO_SECRET")
            }
            let noted = try #require(try await app.text("SELECT fingerprint FROM installation_secrets"))
            #expect(noted == Secrets(RecognitionTests.one).fingerprint && noted.count == 32)
        }
    }

    @Test func `of many at the same moment one decides`() async throws {
        try await withTestApp { app in
            let database = app.services.database
            let welcome = await withTaskGroup(of: Bool.self) { group in
                for number in 0..<8 {
                    group.addTask {
                        let secret = number % 2 == 0 ? RecognitionTests.one : RecognitionTests.other
                        return (try? await Recognition.first.recognise(secret, in: database)) != nil
                    }
                }
                return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }

            #expect(welcome == 4)
        }
    }

    @Test func `a look notes nothing, and the operator may change it`() async throws {
        try await withTestApp { app in
            let database = app.services.database
            try await Recognition.compare.recognise(RecognitionTests.one, in: database)
            #expect(try await app.number("SELECT count(*) FROM installation_secrets") == 0)

            try await Recognition.first.recognise(RecognitionTests.one, in: database)
            try await Recognition.replace.recognise(RecognitionTests.other, in: database)

            try await Recognition.first.recognise(RecognitionTests.other, in: database)
            await #expect(throws: Settings.Fault.self) {
                try await Recognition.first.recognise(RecognitionTests.one, in: database)
            }
        }
    }
}
