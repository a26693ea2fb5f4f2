import JSON
import Testing

@testable import Hanmo

extension Person {
    /// Makes a coupon, 10 % off unless told otherwise, that runs from yesterday until tomorrow; answers its id.
    @discardableResult
    func makeCoupon(_ code: String, _ more: JSON = [:]) async throws -> Int {
        let reply = try await post("/operation/coupons", Coupon.form(code).with(more))
        return try #require(reply.data["id"]?.int, "\(reply.text)")
    }

    /// Orders 10 yuan's worth of credits, or of another amount.
    @discardableResult
    func tryOrder(_ yuan: JSON = 10, with code: String, headers: [String: String] = [:]) async throws -> Answer {
        try await post(
            "/credit/recharge",
            ["amount": yuan, "payment_method": "alipay", "coupon_code": .string(code)],
            headers: headers
        )
    }

    /// The number of a new order with a coupon that is still to be paid.
    func order(_ yuan: JSON = 10, with code: String) async throws -> String {
        let reply = try await tryOrder(yuan, with: code)
        return try #require(reply.data["order_id"]?.string, "\(reply.text)")
    }

    /// What one has claimed, as `CODE status`, with the number of the order where one has it.
    func coupons(_ query: String = "") async throws -> [String] {
        try await get("/operation/my-coupons\(query)").items.map { claim in
            [claim["code"]?.string, claim["status"]?.string, claim["order_id"]?.string].compactMap { $0 }
                .joined(separator: " ")
        }
    }
}

extension Coupon {
    static func form(_ code: String) -> JSON {
        [
            "code": .string(code), "name": "充值优惠券", "type": "discount", "value": 10.0, "max_usage": 1000,
            "valid_from": "2026-01-21T10:00:00", "valid_until": "2026-01-23T10:00:00",
        ]
    }
}
