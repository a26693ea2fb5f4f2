import Database
import Gateways
import GatewaysForTests
import JSON
import Logging
import Testing

@testable import Hanmo

extension Person {
    /// Has an order paid back, as an administrator may.
    @discardableResult
    func refund(_ order: String, _ more: JSON = [:], headers: [String: String] = [:]) async throws -> Answer {
        try await post("/admin/orders/\(order)/refund", (["reason": "买错了"] as JSON).with(more), headers: headers)
    }
}

extension Shop {
    /// The number of an order of 10 yuan that is paid and credited.
    func paidOrder(by person: Person, with method: String) async throws -> String {
        let number = try await order(by: person, with: method)
        pay(number, with: method)
        #expect(isAccepted(try await notify(method, report(of: number, with: method)), by: method))
        return number
    }

    func failNext(_ mishap: Mishap, with method: String) {
        if method == "alipay" { alipay.failNext(mishap) } else { wechat.failNext(mishap) }
    }

    /// What the gateway has paid back of an order, in fen by the refund's number.
    func refunds(of number: String, with method: String) -> [String: Int]? {
        method == "alipay" ? alipay.trade(number)?.refunds : wechat.order(number)?.refunds
    }
}

extension TestApp {
    /// The state of every refund, from the first to the last.
    func refunds() async throws -> [String] {
        try await services.database.read { connection in
            try connection.all("SELECT state FROM payment_refunds ORDER BY id") { $0.string(0) }
        }
    }

    /// Lets the jobs run that wait for a moment not far away.
    func runJobs(after seconds: Int) async throws {
        clock.advance(seconds: seconds)
        try await runJobs()
    }
}
