import JSON
import NIOHTTP1
import Testing

@testable import Hanmo

@Suite struct RouteTableTests {
    private static let table = RouteTable(
        [
            ("/", .GET), ("/things", .GET), ("/things", .POST), ("/things/{id}", .GET), ("/things/{id}", .DELETE),
            ("/things/{id}/parts/{part}", .GET), ("/things/all", .GET), ("/things/all/{name}", .GET),
        ].map { path, method in
            .open(method, path, .none) { $0.success(Nothing()) }
        }
    )

    @Test(
        arguments: [
            ("/", "/", []), ("/things", "/things", []), ("/things/7", "/things/{id}", ["7"]),
            ("/things/all", "/things/all", []), ("/things/%2F", "/things/{id}", ["%2F"]),
            ("/things/7/parts/x", "/things/{id}/parts/{part}", ["7", "x"]),
            ("/things/all/x", "/things/all/{name}", ["x"]),
            ("/things/all/parts/x", "/things/{id}/parts/{part}", ["all", "x"]),
        ]
    )
    func `a path finds its route and what its braces stand for`(path: String, pattern: String, values: [String]) {
        guard case .found(let route, let parameters) = RouteTableTests.table.match(.GET, path[...]) else {
            Issue.record("\(path) finds nothing")
            return
        }
        #expect(route.pattern == pattern)
        #expect(parameters.map(String.init) == values)
    }

    @Test(arguments: [
        "", "things", "/Things", "/things/", "//", "/things/7/", "/things//parts/x", "/things/7/parts", "/x",
    ])
    func `what is not in the table is found nowhere`(path: String) {
        guard case .nothing = RouteTableTests.table.match(.GET, path[...]) else {
            Issue.record("\(path) finds something")
            return
        }
    }

    @Test(
        arguments: [
            ("/things", HTTPMethod.PUT, ["GET", "POST"]), ("/things/7", .POST, ["DELETE", "GET"]),
            ("/things/all", .DELETE, ["GET"]),
        ]
    )
    func `another method finds the ones that are allowed`(path: String, method: HTTPMethod, allowed: [String]) {
        guard case .wrongMethod(let found) = RouteTableTests.table.match(method, path[...]) else {
            Issue.record("\(path) is not refused")
            return
        }
        #expect(found.map(\.rawValue).sorted() == allowed)
    }

    @Test func `HEAD is answered wherever GET is`() {
        guard case .found(let route, _) = RouteTableTests.table.match(.HEAD, "/things") else {
            Issue.record("HEAD finds nothing")
            return
        }
        #expect(route.method == .GET)
    }

    @Test func `the product's table names every method of a path once`() async throws {
        try await withTestApp { app in
            let names = routes(app.services).map { "\($0.method.rawValue) \($0.pattern)" }

            #expect(Set(names).count == names.count)
            #expect(names.count >= 30)
        }
    }
}
