import NIOHTTP1
import HTTPTypes
import JSON
import Testing

@testable import Hanmo

/// Every route there is, as a stranger, as a user and as an administrator.
///
/// The list is the route table itself, so no route can be missing.
@Suite struct AccessTests {
    enum Caller: CaseIterable {
        case stranger
        case user
        case admin
    }

    @Test func `every route lets in exactly those it is for`() async throws {
        try await withTestApp { app in
            for route in routes(app.services) {
                for caller in Caller.allCases {
                    let status = try await app.status(of: route, for: caller)
                    let place = "\(route.method.rawValue) \(route.pattern) as \(caller)"
                    switch (route.access, caller) {
                    case _ where AccessTests.judgesCallersItself.contains(route.pattern):
                        #expect(status == 401, "\(place)")
                    case (.user, .stranger), (.admin, .stranger):
                        #expect(status == 401, "\(place)")
                    case (.admin, .user):
                        #expect(status == 403, "\(place)")
                    default:
                        #expect(![401, 403, 405, 500].contains(status), "\(place)")
                    }
                }
            }
        }
    }

    /// The table by hand, so that a change of who may do what is seen here.
    @Test
    func `administrators alone keep models, accounts, jobs, refunds, coupons, activities, other people's credits`()
        async throws
    {
        try await withTestApp { app in
            let table = Dictionary(grouping: routes(app.services), by: \.access).mapValues { routes in
                Set(routes.map { "\($0.method.rawValue) \($0.pattern)" })
            }

            #expect(
                table[.admin] == [
                    "POST /api/v1/admin/users", "PUT /api/v1/admin/users/{id}",
                    "POST /api/v1/admin/users/{id}/credits", "POST /api/v1/models", "PUT /api/v1/models/{id}",
                    "DELETE /api/v1/models/{id}", "POST /api/v1/models/{id}/test", "GET /api/v1/admin/jobs",
                    "POST /api/v1/admin/jobs/{id}/retry", "POST /api/v1/admin/jobs/{id}/cancel",
                    "POST /api/v1/admin/orders/{order_id}/refund", "GET /api/v1/admin/reconciliation",
                    "POST /api/v1/admin/reconciliation/{id}/resolve", "GET /api/v1/admin/refunds",
                    "POST /api/v1/admin/refunds/{refund_id}/settle",
                    "GET /api/v1/admin/payment-notices",
                    "GET /api/v1/admin/audit", "GET /api/v1/admin/users", "GET /api/v1/admin/users/{id}",
                    "GET /api/v1/admin/users/{id}/transactions", "GET /api/v1/admin/users/{id}/orders",
                    "GET /api/v1/admin/users/{id}/generations", "POST /api/v1/admin/users/{id}/disable",
                    "POST /api/v1/admin/users/{id}/enable",
                    "GET /api/v1/operation/statistics", "GET /api/v1/operation/statistics/daily",
                    "GET /api/v1/operation/statistics/tools", "GET /api/v1/operation/statistics/models",
                    "GET /api/v1/admin/redemption-batches", "POST /api/v1/admin/redemption-batches",
                    "GET /api/v1/admin/redemption-batches/{id}", "POST /api/v1/admin/redemption-batches/{id}/revoke",
                    "GET /api/v1/admin/redemption-batches/{id}/codes", "POST /api/v1/admin/redemption-codes/find",
                    "GET /api/v1/admin/orders", "GET /api/v1/admin/orders/{order_id}",
                    "GET /api/v1/operation/coupons/{coupon_id}/claims",
                    "POST /api/v1/operation/coupons", "PUT /api/v1/operation/coupons/{coupon_id}",
                    "POST /api/v1/operation/coupons/{coupon_id}/disable",
                    "POST /api/v1/operation/coupons/{coupon_id}/enable",
                    "POST /api/v1/operation/activities", "PUT /api/v1/operation/activities/{id}",
                    "POST /api/v1/operation/activities/{id}/end",
                    "GET /api/v1/operation/activities/{id}/participants", "GET /api/v1/admin/referrals",
                    "POST /api/v1/admin/referrals/{id}/approve", "POST /api/v1/admin/referrals/{id}/reject",
                ]
            )
            #expect(
                table[.anyone] == [
                    "GET /health", "GET /ready", "GET /metrics", "GET /openapi.json", "GET /docs", "GET /register",
                    "GET /docs/{file}", "GET /", "POST /api/v1/auth/register", "POST /api/v1/auth/login",
                    "POST /api/v1/auth/refresh", "GET /api/v1/writing/tools", "POST /api/v1/credit/payment/callback",
                    "POST /api/v1/credit/payment/notify/alipay", "POST /api/v1/credit/payment/notify/wechat",
                    "GET /cashier/{order_id}", "GET /files/{kind}/{shard}/{name}", "POST /cashier/{order_id}/{outcome}",
                ]
            )
        }
    }

    /// Open to whoever brings a refresh token or a bridge's signature, which nobody here does.
    private static let judgesCallersItself: Set<String> = [
        "/api/v1/auth/refresh", "/api/v1/credit/payment/callback",
    ]
}

extension TestApp {
    /// What a route answers somebody who sends an empty form about a thing that does not exist.
    fileprivate func status(of route: Route, for caller: AccessTests.Caller) async throws -> Int {
        let path = route.path(id: "999999")
        let body = [.POST, .PUT].contains(route.method) ? Array("{}".utf8) : nil
        // The stream of events would have no end; so it refuses whoever is let in.
        let headers = ["Last-Event-ID": "none"]
        let method = HTTPRequest.Method(route.method.rawValue)!
        switch caller {
        case .stranger:
            return try await send(method, path, body, headers: headers).status
        case .user:
            let name = "user\(requests.recorded.count)"
            return try await signUp(name).send(method, path, body, headers: headers).status
        case .admin:
            return try await admin().send(method, path, body, headers: headers).status
        }
    }
}
