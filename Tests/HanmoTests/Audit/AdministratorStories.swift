import Database
import JSON
import Testing

@testable import Hanmo

/// For each route by which an administrator changes something, how it comes to that.
enum AdministratorStories {
    struct Act: Sendable {
        let path: String
        var form: JSON? = nil
    }

    /// By method and pattern; each arranges what the call needs, and returns the call.
    static let all: [String: @Sendable (TestApp, Person) async throws -> Act] = [
        "POST /api/v1/admin/users": { _, _ in
            Act(
                path: "/admin/users",
                form: ["username": "zhao", "email": "zhao@example.com", "password": "a fine password", "credits": 5]
            )
        },
        "PUT /api/v1/admin/users/{id}": { app, _ in
            Act(path: "/admin/users/\(try await app.signUp("changed").id)", form: ["role": "admin"])
        },
        "POST /api/v1/admin/users/{id}/disable": { app, _ in
            Act(path: "/admin/users/\(try await app.signUp("disabled").id)/disable", form: ["reason": "滥用"])
        },
        "POST /api/v1/admin/users/{id}/enable": { app, admin in
            let user = try await app.signUp("enabled").id
            try await admin.post("/admin/users/\(user)/disable", ["reason": "滥用"])
            return Act(path: "/admin/users/\(user)/enable", form: ["reason": "误会"])
        },
        "POST /api/v1/admin/users/{id}/credits": { app, _ in
            Act(
                path: "/admin/users/\(try await app.signUp("gifted").id)/credits",
                form: ["amount": 5, "reason": "奖励"]
            )
        },
        "POST /api/v1/admin/orders/{order_id}/refund": { app, _ in
            let order = try await app.signUp("buyer").order()
            try await app.report(order)
            return Act(path: "/admin/orders/\(order)/refund", form: ["reason": "买错了"])
        },
        "POST /api/v1/admin/redemption-batches": { _, _ in
            Act(
                path: "/admin/redemption-batches",
                form: ["name": "新年礼", "credits": 1, "count": 2, "expires_at": "2026-12-31T23:59:59"]
            )
        },
        "POST /api/v1/admin/redemption-batches/{id}/revoke": { app, _ in
            _ = try await app.makeCodes(1, ["name": "废", "credits": 1])
            let batch = try await app.number("SELECT max(id) FROM redemption_batches") ?? 0
            return Act(path: "/admin/redemption-batches/\(batch)/revoke", form: ["reason": "印错了"])
        },
        "POST /api/v1/admin/redemption-codes/find": { app, _ in
            let code = try #require(try await app.makeCodes(1, ["name": "查", "credits": 1]).first)
            return Act(path: "/admin/redemption-codes/find", form: ["code": .string(code)])
        },
        "POST /api/v1/admin/refunds/{refund_id}/settle": { app, admin in
            let order = try await app.signUp("refunded").order()
            try await app.report(order)
            try await admin.refund(order)
            // As if a gateway outside had not made it.
            try await app.arrange("UPDATE payment_refunds SET state = 'begun' WHERE number = \("\(order)F1")")
            try await app.arrange("UPDATE orders SET status = 'paid' WHERE number = \(order)")
            return Act(
                path: "/admin/refunds/\(order)F1/settle",
                form: ["settlement": "paid_back", "reason": "已在商户平台退款"]
            )
        },
        "POST /api/v1/admin/reconciliation/{id}/resolve": { app, admin in
            let order = try await app.signUp("payer").order()
            try await app.report(order, transaction: "T1")
            try await app.report(order, transaction: "T2")
            let difference = try #require(try await admin.get("/admin/reconciliation").items.first?["id"]?.int)
            return Act(path: "/admin/reconciliation/\(difference)/resolve", form: ["reason": "已退回"])
        },
        "POST /api/v1/models": { _, _ in
            Act(
                path: "/models",
                form: ["name": "大模型", "provider": "openai", "model_name": "x", "credits_cost": 1]
            )
        },
        "PUT /api/v1/models/{id}": { _, _ in Act(path: "/models/1", form: ["name": "新名"]) },
        "DELETE /api/v1/models/{id}": { _, _ in Act(path: "/models/4") },
        "POST /api/v1/models/{id}/test": { _, _ in Act(path: "/models/1/test") },
        "POST /api/v1/operation/coupons": { _, _ in Act(path: "/operation/coupons", form: Coupon.form("NEW")) },
        "PUT /api/v1/operation/coupons/{coupon_id}": { _, admin in
            Act(path: "/operation/coupons/\(try await admin.makeCoupon("CHANGED"))", form: ["name": "春节"])
        },
        "POST /api/v1/operation/coupons/{coupon_id}/disable": { _, admin in
            Act(path: "/operation/coupons/\(try await admin.makeCoupon("OFF"))/disable")
        },
        "POST /api/v1/operation/coupons/{coupon_id}/enable": { _, admin in
            let coupon = try await admin.makeCoupon("ON")
            try await admin.post("/operation/coupons/\(coupon)/disable")
            return Act(path: "/operation/coupons/\(coupon)/enable")
        },
        "POST /api/v1/operation/activities": { _, _ in
            Act(
                path: "/operation/activities",
                form: [
                    "name": "迎新", "type": "credit_gift", "config": ["credits": 1],
                    "start_time": "2026-01-22T00:00:00", "end_time": "2026-02-22T23:59:59",
                ]
            )
        },
        "PUT /api/v1/operation/activities/{id}": { _, admin in
            let id = try await admin.offer("credit_gift", ["credits": 1])
            return Act(path: "/operation/activities/\(id)", form: ["name": "新名"])
        },
        "POST /api/v1/operation/activities/{id}/end": { _, admin in
            Act(path: "/operation/activities/\(try await admin.offer("credit_gift", ["credits": 1]))/end")
        },
        "POST /api/v1/admin/referrals/{id}/approve": { app, _ in
            Act(path: "/admin/referrals/\(try await doubtfulReferral(in: app, named: "approved"))/approve")
        },
        "POST /api/v1/admin/referrals/{id}/reject": { app, _ in
            Act(path: "/admin/referrals/\(try await doubtfulReferral(in: app, named: "rejected"))/reject")
        },
        "POST /api/v1/admin/jobs/{id}/retry": { app, _ in
            let job = try await waitingJob(in: app, named: "retried")
            try await app.services.jobs.cancel(job, by: .command)
            return Act(path: "/admin/jobs/\(job)/retry")
        },
        "POST /api/v1/admin/jobs/{id}/cancel": { app, _ in
            Act(path: "/admin/jobs/\(try await waitingJob(in: app, named: "cancelled"))/cancel")
        },
    ]

    private static func doubtfulReferral(in app: TestApp, named name: String) async throws -> Int {
        _ = try await app.signUp(name, broughtBy: try await app.signUp("\(name)-by"))
        try await app.arrange("UPDATE referrals SET flag = 'ring', review = 'open' WHERE review IS NULL")
        return try #require(try await app.number("SELECT max(id) FROM referrals"))
    }

    private static func waitingJob(in app: TestApp, named name: String) async throws -> Int {
        try #require(try await app.enqueue(Note(text: name), at: app.clock.now + 1000, key: name))
    }
}
