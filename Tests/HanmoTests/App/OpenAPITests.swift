import NIOHTTP1
import HTTPTypes
import JSON
import Testing

@testable import Hanmo

/// The description of the API and the route table are one and the same.
@Suite struct OpenAPITests {
    @Test func `the description has exactly the routes that there are, with their access and rate class`() async throws
    {
        try await withTestApp { app in
            let description = try await app.send(.get, "/openapi.json").json
            var described: Set<String> = []
            for path in description["paths"]?.members ?? [] {
                for operation in path.value.members ?? [] where OpenAPITests.methods.contains(operation.name) {
                    let access = operation.value["x-access"]?.string ?? "none"
                    let rate = operation.value["x-rate-class"]?.string ?? "none given"
                    described.insert("\(operation.name.uppercased()) \(path.name) \(access) \(rate)")
                }
            }
            let served = Set(
                routes(app.services).map {
                    "\($0.method.rawValue) \($0.pattern) \($0.access.rawValue) \($0.rate.rawValue)"
                }
            )

            #expect(described.subtracting(served).sorted() == [], "described, but not served")
            #expect(served.subtracting(described).sorted() == [], "served, but not described")
        }
    }

    @Test func `every operation tells its errors, and asks for a token exactly where one is needed`() async throws {
        try await withTestApp { app in
            let description = try await app.send(.get, "/openapi.json").json
            #expect(description["openapi"]?.string?.hasPrefix("3.1") ?? false)
            for path in description["paths"]?.members ?? [] {
                for operation in path.value.members ?? [] where OpenAPITests.methods.contains(operation.name) {
                    let place = "\(operation.name) \(path.name)"
                    let statuses = Set(operation.value["responses"]?.members?.map(\.name) ?? [])
                    let access = operation.value["x-access"]?.string
                    #expect(!statuses.isDisjoint(with: ["101", "200", "204", "302", "303"]), "\(place)")
                    if access != "public" { #expect(statuses.contains("401"), "\(place)") }
                    if access == "admin" { #expect(statuses.contains("403"), "\(place)") }
                    if operation.value["x-rate-class"] != "none" { #expect(statuses.contains("429"), "\(place)") }
                    if operation.value["requestBody"] != nil { #expect(statuses.contains("400"), "\(place)") }
                    // Orders have a code of their own for it, 40004, which travels with 400.
                    if path.name.contains("{"), !path.name.contains("/orders/{order_id}") {
                        #expect(statuses.contains("404"), "\(place)")
                    }
                    #expect(operation.value["operationId"]?.string?.isEmpty == false, "\(place)")
                }
            }
        }
    }

    @Test func `every status of a failure is one of the codes, and says what to do`() async throws {
        try await withTestApp { app in
            let description = try await app.send(.get, "/openapi.json").json
            let codes = Set(description["x-error-codes"]?.array?.compactMap { $0["code"]?.int } ?? [])
            // Gateways have words of their own for what they are told.
            let paths = (description["paths"]?.members ?? []).filter { !$0.name.contains("/payment/notify/") }
            let statuses = paths.flatMap { $0.value.members ?? [] }.flatMap { $0.value["responses"]?.members ?? [] }
                .compactMap { Int($0.name) }.filter { $0 >= 400 }

            #expect(!statuses.isEmpty)
            #expect(Set(statuses).subtracting(codes) == [])
        }
    }

    @Test func `every reference leads somewhere`() async throws {
        try await withTestApp { app in
            let description = try await app.send(.get, "/openapi.json").json
            let references = OpenAPITests.references(in: description)

            #expect(references.count > 20)
            for reference in references {
                var place: JSON? = description
                for name in reference.dropFirst(2).split(separator: "/") { place = place?[String(name)] }
                #expect(reference.hasPrefix("#/") && place != nil, "\(reference)")
            }
        }
    }

    private static let methods: Set<String> = ["get", "put", "post", "delete", "patch", "head", "options"]

    private static func references(in json: JSON) -> Set<String> {
        if let members = json.members {
            return members.reduce(into: []) { found, member in
                if member.name == "$ref", let reference = member.value.string { found.insert(reference) }
                found.formUnion(references(in: member.value))
            }
        }
        return (json.array ?? []).reduce(into: []) { $0.formUnion(references(in: $1)) }
    }
}
