import Database
import JSON
import Testing

@testable import Hanmo

/// Many at once for what there is little of.
@Suite struct CouponConcurrencyTests {
    private static let crowd = 50
    private static let places = 10

    @Test(.timeLimit(.minutes(2)))
    func `of fifty who claim at once exactly ten get one`() async throws {
        try await withTestApp { app in
            let id = try await app.admin().makeCoupon("A", ["max_usage": .int(CouponConcurrencyTests.places)])
            let people = try await app.crowd(CouponConcurrencyTests.crowd)

            let codes = try await atOnce(people) { try await $0.post("/operation/coupons/\(id)/claim").code }

            #expect(codes == [200: CouponConcurrencyTests.places, 40003: 40])
            #expect(try await app.number("SELECT count(*) FROM coupon_claims") == CouponConcurrencyTests.places)
        }
    }

    @Test(.timeLimit(.minutes(2)))
    func `of fifty who order at once with a code that nobody has claimed exactly ten get it`() async throws {
        try await withTestApp { app in
            try await app.admin().makeCoupon("A", ["max_usage": .int(CouponConcurrencyTests.places)])
            let people = try await app.crowd(CouponConcurrencyTests.crowd)

            let codes = try await atOnce(people) { try await $0.tryOrder(with: "A").code }

            #expect(codes == [200: CouponConcurrencyTests.places, 40003: 40])
            #expect(try await app.number("SELECT count(*) FROM orders") == CouponConcurrencyTests.places)
            #expect(
                try await app.number("SELECT count(*) FROM coupon_claims WHERE held_until IS NOT NULL")
                    == CouponConcurrencyTests.places
            )
        }
    }

    @Test(.timeLimit(.minutes(2)), arguments: [true, false])
    func `of fifty orders of one user with one coupon exactly one is opened`(isClaimed: Bool) async throws {
        try await withTestApp { app in
            let id = try await app.admin().makeCoupon("A", ["max_usage": 10])
            let lin = try await app.signUp("lin")
            if isClaimed { try await lin.post("/operation/coupons/\(id)/claim") }

            let codes = try await atOnce(Array(repeating: lin, count: CouponConcurrencyTests.crowd)) {
                try await $0.tryOrder(with: "A").code
            }

            #expect(codes == [200: 1, 40003: 49])
            #expect(try await app.number("SELECT count(*) FROM orders") == 1)
            #expect(try await app.number("SELECT claim_count FROM coupons") == 1)
        }
    }

    /// Everything that holds a row of a coupon, an order or a user, in every order in which requests may come.
    @Test(.timeLimit(.minutes(2)))
    func `orders, payments, ends, claims and changes of one coupon at once wait for one another and not in a circle`()
        async throws
    {
        try await withTestApp { app in
            let admin = try await app.admin()
            let id = try await admin.makeCoupon("A")
            let people = try await app.crowd(12)

            let codes = try await withThrowingTaskGroup(of: [Int?].self) { group in
                for (index, person) in people.enumerated() {
                    group.addTask {
                        var codes: [Int?] = []
                        for status in ["failed", "closed", "success"] {
                            let reply = try await person.tryOrder(with: "A")
                            codes.append(reply.code)
                            guard let number = reply.data["order_id"]?.string else { continue }
                            let both = try await atOnce([status, status, "success"]) { status in
                                try await app.report(number, status, transaction: "\(number) \(status)").code
                            }
                            codes += both.keys
                        }
                        return codes
                    }
                    group.addTask {
                        [
                            try await person.post("/operation/coupons/\(id)/claim").code,
                            try await person.tryOrder(with: "A").code,
                            try await person.get("/operation/my-coupons").code,
                            try await admin.put("/operation/coupons/\(id)", ["max_usage": .int(1000 + index)]).code,
                        ]
                    }
                }
                return try await group.reduce(into: Set<Int?>()) { $0.formUnion($1) }
            }

            #expect(codes.isSubset(of: [200, 40003]), "\(codes)")
            // Everybody's coupon is used, or held by the last order that they opened.
            #expect(
                try await app.number("SELECT count(*) FROM coupon_claims WHERE order_number IS NOT NULL")
                    == people.count
            )
        }
    }
}

/// Does the same for each at the same moment, and counts what was answered.
private func atOnce<Item: Sendable>(
    _ items: [Item],
    _ act: @escaping @Sendable (Item) async throws -> Int?
) async throws -> [Int?: Int] {
    try await withThrowingTaskGroup(of: Int?.self) { group in
        for item in items { group.addTask { try await act(item) } }
        return try await group.reduce(into: [:]) { $0[$1, default: 0] += 1 }
    }
}

extension TestApp {
    fileprivate func crowd(_ count: Int) async throws -> [Person] {
        var people: [Person] = []
        for number in 1...count { people.append(try await signUp("user\(number)")) }
        return people
    }
}
