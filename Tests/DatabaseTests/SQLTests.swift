import Testing

@testable import Database

@Suite struct SQLTests {
    private func render(_ sql: SQL) -> String {
        sql.text(in: .sqlite) { "$\($0)" }
    }

    private func values(_ sql: SQL) -> [SQLValue] {
        sql.parts.compactMap { part in
            if case .value(let value) = part { value } else { nil }
        }
    }

    @Test func `an interpolated value is bound and never spliced`() {
        let name = "x'; DROP TABLE people; --"

        let sql: SQL = "SELECT id FROM people WHERE name = \(name) AND balance > \(7)"

        #expect(render(sql) == "SELECT id FROM people WHERE name = $1 AND balance > $2")
        #expect(values(sql) == [.text(name), .integer(7)])
    }

    @Test func `a literal interpolated as a value is a value too`() {
        let sql: SQL = "SELECT \("name") FROM people"

        #expect(render(sql) == "SELECT $1 FROM people")
        #expect(values(sql) == [.text("name")])
    }

    @Test func `every kind of value is bound as what it is`() {
        let person = PersonID(rawValue: 3)
        let nobody: PersonID? = nil
        let count: Int? = 5
        let small = Int.min
        let nothing: String? = nil
        let bytes: [UInt8] = [0, 255]

        let sql: SQL = "\(person) \(nobody) \(count) \(small) \(nothing) \(bytes) \(true) \(false)"

        let expected: [SQLValue] = [
            .integer(3), .null, .integer(5), .integer(Int.min), .null, .blob([0, 255]), .integer(1), .integer(0),
        ]
        #expect(values(sql) == expected)
    }

    @Test func `a fragment keeps its text and its values in place`() {
        let condition: SQL = "balance >= \(10)"

        let sql: SQL = "SELECT id FROM people WHERE name <> \("lin") AND \(condition) LIMIT \(2)"

        #expect(render(sql) == "SELECT id FROM people WHERE name <> $1 AND balance >= $2 LIMIT $3")
        #expect(values(sql) == [.text("lin"), .integer(10), .integer(2)])
    }

    @Test func `fragments add up and join`() {
        var sql: SQL = "SELECT id FROM people WHERE "
        sql += (["name = \("lin")", "balance = \(1)"] as [SQL]).joined(separator: " AND ")

        let ordered = sql + " ORDER BY id"

        #expect(render(ordered) == "SELECT id FROM people WHERE name = $1 AND balance = $2 ORDER BY id")
        #expect(values(ordered) == [.text("lin"), .integer(1)])
    }

    @Test func `a list becomes one placeholder for each value`() {
        let ids = [PersonID(rawValue: 1), PersonID(rawValue: 2)]

        #expect(render("id IN \(list: [4, 5, 6])") == "id IN ($1, $2, $3)")
        #expect(render("name IN \(list: ["a"])") == "name IN ($1)")
        #expect(values("id IN \(list: ids)") == [.integer(1), .integer(2)])
        #expect(render("id IN \(list: [Int]())") == "id IN (NULL)")
    }

    @Test func `a template tells statements apart by text and by where values stand`() {
        func statement(_ id: Int) -> SQL { "SELECT \(id)" }

        #expect(SQLTemplate(statement(1)) == SQLTemplate(statement(2)))
        #expect(SQLTemplate(statement(1)).hashValue == SQLTemplate(statement(2)).withoutValues.hashValue)
        #expect(SQLTemplate(statement(1)) != SQLTemplate("SELECT * FROM people"))
        #expect(SQLTemplate(statement(1)) != SQLTemplate(statement(1) + statement(1)))
        #expect(SQLTemplate("\(list: [1, 2])") != SQLTemplate("\(list: [1, 2, 3])"))
    }
}
