import Database
import Gateways
import GatewaysForTests
import JSON
import Testing

@testable import Hanmo

/// What has to hold whatever gateways do: answer late, never, or with a refusal, and forget nothing.
@Suite struct GatewayHistoryTests {
    @Test(.timeLimit(.minutes(2)), arguments: 1...8)
    func `whatever is ordered, paid, lost, refused and paid back, both books agree in the end`(
        seed: UInt64
    ) async throws {
        try await withShop { shop in
            var history = History(shop: shop, lin: try await shop.app.signUp("lin"), dice: Dice(state: seed))
            for _ in 0..<40 {
                try await history.goOn()
                #expect(try await history.balance() >= 0)
            }
            try await history.settle()

            var (paidFen, creditedFen, refundedFen) = (0, 0, 0)
            for order in history.orders {
                let status = try await shop.app.text("SELECT status FROM orders WHERE number = \(order.number)")
                let (paid, back) = history.there(order)
                paidFen += paid
                refundedFen += back
                if status == "paid" { creditedFen += order.fen }
                let expected = paid == 0 ? ["closed"] : back == 0 ? ["paid"] : ["refunded"]
                #expect(expected.contains(status ?? "-"), "\(order.number) by \(order.method): \(paid), \(back) back")
            }
            #expect(paidFen == creditedFen + refundedFen)
            #expect(try await history.balance() == creditedFen / 10)
            #expect(try await shop.app.openDifferences() == [])
            #expect(try await shop.app.number("SELECT count(*) FROM jobs WHERE state = 'parked'") == 0)
        }
    }
}

/// A life of orders at gateways that fail by chance.
private struct History {
    struct Bought {
        let number: String
        let method: String
        let fen: Int
    }

    let shop: Shop
    var lin: Person
    var dice: Dice
    var orders: [Bought] = []

    mutating func goOn() async throws {
        switch Int.random(in: 0..<10, using: &dice) {
        case 0, 1: try await order()
        case 2, 3: pay()
        case 4: try await report()
        case 5, 6: try await refund()
        case 7: shop.alipay.finishSlowRefunds()
        default:
            // Alipay asks for ten seconds before a refund is believed to be unknown; ours has to wait longer.
            try await shop.app.runJobs(after: Int.random(in: 1...25, using: &dice))
            shop.alipay.finishSlowRefunds()
            finishRefundsAtWeChat()
            try await shop.app.runJobs(after: 30 * Int.random(in: 1...40, using: &dice))
            lin = try await lin.comeBack()
        }
    }

    private mutating func order() async throws {
        let method = Bool.random(using: &dice) ? "alipay" : "wechat"
        orders.append(Bought(number: try await shop.order(by: lin, with: method), method: method, fen: 1000))
    }

    private mutating func pay() {
        guard let order = orders.randomElement(using: &dice), there(order) == (0, 0) else { return }
        let state = shop.alipay.trade(order.number)?.status ?? shop.wechat.order(order.number)?.state
        guard ["WAIT_BUYER_PAY", "NOTPAY"].contains(state) else { return }
        shop.pay(order.number, with: order.method)
    }

    private mutating func report() async throws {
        guard let order = orders.filter({ there($0).paid > 0 }).randomElement(using: &dice) else { return }
        try await shop.notify(order.method, shop.report(of: order.number, with: order.method))
    }

    private mutating func refund() async throws {
        guard let order = orders.randomElement(using: &dice) else { return }
        let refusal: Mishap =
            order.method == "alipay"
            ? .refusal(code: ["ACQ.SELLER_BALANCE_NOT_ENOUGH", "ACQ.SOMETHING_NEW"].randomElement(using: &dice)!)
            : .refusal(status: 403, code: "NOT_ENOUGH")
        let plans: [[Mishap]] = [
            [], [.lost], [.lost, refusal], [.reset, refusal], [refusal], [.lost, .lost, .lost], [.slow], [.slow],
        ]
        for mishap in plans.randomElement(using: &dice)! where mishap != .slow || order.method == "alipay" {
            shop.failNext(mishap, with: order.method)
        }
        _ = try await shop.app.admin().refund(order.number, ["force": false])
        // What was planned and not met must not hit another request.
        shop.alipay.forgetMishaps()
        shop.wechat.forgetMishaps()
    }

    private func finishRefundsAtWeChat() {
        for order in orders where order.method == "wechat" {
            for refund in (shop.wechat.order(order.number)?.refunds ?? [:]).keys {
                shop.wechat.setRefund(refund, to: "SUCCESS")
            }
        }
    }

    /// Lets everything come to its end.
    mutating func settle() async throws {
        for minutes in [1, 1, 10, 30, 30, 30, 30] {
            shop.alipay.finishSlowRefunds()
            finishRefundsAtWeChat()
            shop.app.clock.advance(minutes: minutes)
            try await shop.app.runJobs()
        }
        try await shop.app.services.payments.compare()
        try await shop.app.runJobs()
    }

    /// However long ago they signed in.
    func balance() async throws -> Int {
        try await shop.app.number("SELECT credit_balance FROM users WHERE id = \(lin.id)") ?? -1
    }

    /// What was paid at the gateway, and what of it went back, in fen.
    func there(_ order: Bought) -> (paid: Int, back: Int) {
        let (trade, known) = (shop.alipay.trade(order.number), shop.wechat.order(order.number))
        let state = trade?.status ?? known?.state
        let back = trade?.refundedFen ?? known?.refunds.values.reduce(0, +) ?? 0
        return (back > 0 || ["TRADE_SUCCESS", "SUCCESS"].contains(state) ? order.fen : 0, back)
    }
}
