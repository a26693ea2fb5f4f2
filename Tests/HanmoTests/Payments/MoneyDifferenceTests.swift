import Database
import Gateways
import GatewaysForTests
import JSON
import Testing

@testable import Hanmo

/// Money that has come and fits no order: somebody has to see to it.
@Suite struct MoneyDifferenceTests {
    @Test func `another amount, another way and a second payment are differences at once, until somebody saw to them`()
        async throws
    {
        try await withTestApp { app in
            let lin = try await app.signUp("lin")
            let orders = [try await lin.order(), try await lin.order(), try await lin.order()]
            try await app.report(orders[0], more: ["amount": 9.99])
            try await app.report(orders[1], method: "wechat")
            try await app.report(orders[2], transaction: "T1")
            try await app.report(orders[2], transaction: "T2")
            try await app.report(orders[2], transaction: "T2")
            try await app.report("R1")
            let admin = try await app.admin()

            let found = try await app.openDifferences()
            let surplus = try #require(try await admin.get("/admin/reconciliation").items.first)
            let path = "/admin/reconciliation/\(surplus["id"]?.int ?? 0)/resolve"
            let faulty = try await admin.post(path, [:])
            let resolved = try await admin.post(path, ["reason": "已在商户平台退回"])
            let again = try await admin.post(path, ["reason": "已退回"])

            #expect(
                found == ["\(orders[0]) other_amount", "\(orders[1]) other_method", "\(orders[2]) surplus"]
            )
            #expect(surplus["gateway_transaction"] == "T2")
            #expect(surplus["gateway_status"] == "paid")
            #expect(faulty.faultyFields == ["reason"])
            #expect(resolved.data["resolution"] == "已在商户平台退回")
            #expect(resolved.data["resolved_at"] != .null)
            #expect(again.code == 400)
            #expect(try await admin.post("/admin/reconciliation/99/resolve", ["reason": "无"]).code == 404)
            #expect(try await app.openDifferences() == Array(found.prefix(2)))
            #expect(try await lin.ledger() == ["recharge +100"])
        }
    }

    @Test func `a failure that names another amount is no money`() async throws {
        try await withTestApp { app in
            let order = try await app.signUp("lin").order()
            try await app.report(order, "failed", more: ["amount": 9.99])

            #expect(try await app.openDifferences() == [])
        }
    }
}
