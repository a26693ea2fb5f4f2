import Foundation
import Testing

@testable import Database

@Suite struct NotificationTests {
    /// The next `count` payloads of a stream.
    private func payloads(_ count: Int, of stream: AsyncStream<Database.Notification>) async -> [String] {
        var payloads: [String] = []
        for await case .payload(let payload) in stream {
            payloads.append(payload)
            if payloads.count == count { break }
        }
        return payloads
    }

    /// Listens, and returns once everything that is told from then on will be heard.
    private func listen(to database: Database, on channel: StaticString) async -> AsyncStream<Database.Notification> {
        let stream = database.notifications(on: channel)
        if database.isShared {
            for await case .missed in stream { break }
        }
        return stream
    }

    @Test func `what a committed write tells is heard on its channel, in order`() async throws {
        try await withDatabase { database in
            let news = await listen(to: database, on: "news")
            let others = await listen(to: database, on: "others")

            try await database.write { connection in
                try connection.notify("news", "one")
                try connection.notify("others", "apart")
                try connection.notify("news", "翰墨 🖌️")
            }

            #expect(await payloads(2, of: news) == ["one", "翰墨 🖌️"])
            #expect(await payloads(1, of: others) == ["apart"])
        }
    }

    @Test func `what a write that failed would have told is never heard`() async throws {
        try await withDatabase { database in
            let news = await listen(to: database, on: "news")

            await #expect(throws: Mishap()) {
                try await database.write { connection in
                    try connection.notify("news", "lost")
                    throw Mishap()
                }
            }
            try await database.write { try $0.notify("news", "kept") }

            #expect(await payloads(1, of: news) == ["kept"])
        }
    }

    @Test func `a write of one statement is committed with what it tells, or neither is`() async throws {
        try await withDatabase { database in
            let arrivals = await listen(to: database, on: "arrivals")
            let arrive = { @Sendable (name: String) in
                let arrival = SingleWrite("INSERT INTO people (name) VALUES (\(name))")
                try await database.writeOne(arrival.telling("arrivals", name))
            }

            try await arrive("lin")
            await #expect(throws: DatabaseError.unique(columns: ["people.name"])) { try await arrive("lin") }
            try await arrive("mei")

            #expect(await payloads(2, of: arrivals) == ["lin", "mei"])
            let names = try await database.read { try $0.all("SELECT name FROM people ORDER BY id") { $0.string(0) } }
            #expect(names == ["lin", "mei"])
        }
    }

    @Test func `writes that share a commit tell what they did, and one that is undone tells nothing`() async throws {
        try await withDatabase { database in
            let news = await listen(to: database, on: "news")
            let isHeld = DispatchSemaphore(value: 0)
            let mayGoOn = DispatchSemaphore(value: 0)
            let holder = onThread {
                try await database.write { _ in
                    isHeld.signal()
                    mayGoOn.wait()
                }
            }
            await until { isHeld.wait(timeout: .now()) == .success }
            let writes = (1...9).map { number in
                Task {
                    try await database.write { connection in
                        try connection.notify("news", "\(number)")
                        if number == 5 { throw Mishap() }
                    }
                }
            }

            mayGoOn.signal()
            try await holder.value
            for write in writes { _ = await write.result }

            #expect(await payloads(8, of: news).sorted() == ["1", "2", "3", "4", "6", "7", "8", "9"])
        }
    }

    @Test func `a listener that was too slow is told that it missed something`() async throws {
        try await withDatabase { database in
            let news = await listen(to: database, on: "news")
            let end = await listen(to: database, on: "end")

            try await database.write { connection in
                for number in 1...3_000 { try connection.notify("news", "\(number)") }
            }
            // What is told later comes later, so once this is heard everything has been.
            try await database.write { try $0.notify("end", "all told") }
            #expect(await payloads(1, of: end) == ["all told"])
            try await database.close()

            var heard: [Database.Notification] = []
            for await notification in news { heard.append(notification) }
            #expect(heard.last == .missed)
            #expect(heard.count <= 1_000)
        }
    }

    @Test func `listening ends when the database closes, and begins no more after that`() async throws {
        try await withDatabase { database in
            let news = await listen(to: database, on: "news")
            try await database.close()

            var heard = 0
            for await _ in news { heard += 1 }
            for await _ in database.notifications(on: "news") { heard += 1 }
            #expect(heard == 0)
        }
    }

    @Test func `a payload that is too long is refused, and a read tells nothing`() async throws {
        try await withDatabase { database in
            let long = String(repeating: "x", count: Database.Notification.payloadBytes + 1)

            await #expect(throws: DatabaseError.self) { try await database.write { try $0.notify("news", long) } }
            await #expect(throws: DatabaseError.readOnly) { try await database.read { try $0.notify("news", "x") } }
            #expect(throws: DatabaseError.self) { try SingleWrite("DELETE FROM people").telling("news", long) }
        }
    }
}
