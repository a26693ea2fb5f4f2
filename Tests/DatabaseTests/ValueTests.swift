import Database
import Testing

@Suite struct ValueTests {
    @Test(arguments: ["", "翰墨 🖌️", "x'); DROP TABLE people; --", String(repeating: "长", count: 100_000)])
    func `text comes back as it was given`(text: String) async throws {
        try await withDatabase { database in
            try await database.write { connection in
                try connection.execute("INSERT INTO people (name, email) VALUES ('lin', \(text))")
            }

            let email = try await database.read { try $0.string("SELECT email FROM people WHERE email = \(text)") }
            let bytes = try await database.read { connection in
                try connection.first("SELECT email FROM people") { $0.withUTF8(0) { Array($0) } }
            }

            #expect(email == text)
            #expect(bytes == Array(text.utf8))
        }
    }

    @Test(arguments: [Int.min, -1, 0, 1, Int.max])
    func `a 64-bit number comes back as it was given`(number: Int) async throws {
        try await withDatabase { database in
            let back = try await database.read { try $0.value("SELECT \(number)") }

            #expect(back == number)
        }
    }

    @Test(arguments: [[], [0], [0, 1, 255]] as [[UInt8]])
    func `bytes come back as they were given`(bytes: [UInt8]) async throws {
        try await withDatabase { database in
            try await database.write { connection in
                try connection.execute("INSERT INTO people (name, picture) VALUES (\("lin"), \(bytes))")
            }

            let back = try await database.read { try $0.first("SELECT picture FROM people") { $0.bytesOrNil(0) } }

            #expect(back == .some(bytes))
        }
    }

    @Test func `nil is NULL and nothing else is`() async throws {
        try await withDatabase { database in
            let nothing: String? = nil
            try await database.write { connection in
                try connection.execute("INSERT INTO people (name, email) VALUES ('lin', \(nothing))")
                try connection.execute("INSERT INTO people (name, email) VALUES ('mei', \(""))")
            }

            let emails = try await database.read { connection in
                try connection.all("SELECT email, email IS NULL FROM people ORDER BY id") { row in
                    (row.stringOrNil(0), row.bool(1), row.isNull(0))
                }
            }

            #expect(emails.map(\.0) == [nil, ""])
            #expect(emails.map(\.1) == [true, false])
            #expect(emails.map(\.2) == [true, false])
        }
    }

    @Test func `a list finds the rows it names and an empty one finds none`() async throws {
        try await withDatabase { database in
            try await database.write { connection in
                for name in ["lin", "mei", "tao"] {
                    try connection.execute("INSERT INTO people (name) VALUES (\(name))")
                }
            }

            let found = try await database.read { connection in
                try connection.all("SELECT name FROM people WHERE name IN \(list: ["tao", "lin"]) ORDER BY id") {
                    $0.string(0)
                }
            }
            let none = try await database.read { connection in
                try connection.value("SELECT count(*) FROM people WHERE name IN \(list: [String]())")
            }

            #expect(found == ["lin", "tao"])
            #expect(none == 0)
        }
    }
}
