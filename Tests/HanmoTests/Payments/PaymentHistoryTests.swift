import Database
import JSON
import Providers
import Testing

@testable import Hanmo

/// What has to hold whatever happens, in whatever order and at once.
@Suite struct PaymentHistoryTests {
    @Test(.timeLimit(.minutes(2)), arguments: ["recharge", "membership"])
    func `200 copies of a callback, amid questions and the order's end, hand over once`(kind: String) async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin")
            let bought = try await kind == "recharge" ? lin.order() : lin.buyLater("monthly")
            app.clock.advance(minutes: 30)

            let codes = try await withThrowingTaskGroup(of: Int?.self) { group in
                for number in 0..<200 {
                    group.addTask { try await app.report(bought).code }
                    if number.isMultiple(of: 4) {
                        group.addTask { try await lin.get("/credit/orders/\(bought)").code }
                        group.addTask { try await lin.get("/credit/\(kind)/orders?status=closed").code }
                    }
                    if number.isMultiple(of: 20) {
                        group.addTask {
                            try await app.services.payments.expire(bought)
                            return 200
                        }
                    }
                    if number == 100 {
                        group.addTask {
                            try await app.runJobs()
                            return 200
                        }
                    }
                }
                return try await group.reduce(into: Set<Int?>()) { $0.insert($1) }
            }
            try await app.runJobs()

            #expect(codes == [200])
            #expect(try await lin.get("/credit/orders/\(bought)").data["status"] == "paid")
            #expect(try await app.told(lin).filter { $0 == "payment.completed" }.count == 1)
            #expect(try await app.attempts() == ["paid 2026012212345678"])
            #expect(try await app.number("SELECT sum(seen) FROM payment_notices") == 200)
            #expect(try await app.number("SELECT seen FROM payment_notices WHERE outcome = 'credited'") == 1)
            if kind == "recharge" {
                #expect(try await lin.ledger() == ["recharge +100"])
            } else {
                #expect(try await lin.membership() == "monthly until 2026-02-22T10:30:00")
            }
        }
    }

    @Test(.timeLimit(.minutes(2)), arguments: 1...12)
    func `whatever is ordered, reported, spent and paid back, the books agree with a simple count`(
        seed: UInt64
    ) async throws {
        try await withTestApp { app in
            var history = History(app: app, lin: try await app.signUp("lin"), dice: Dice(state: seed))
            for _ in 0..<80 {
                try await history.goOn()
                let balance = try await history.lin.balance()
                #expect(balance == history.credits)
                #expect(history.credits >= 0)
            }
            try await app.runJobs()

            let paidFen = try await app.number(
                "SELECT coalesce(sum(amount_fen), 0) FROM payment_attempts WHERE state = 'paid' AND gateway = 'sandbox'"
            )
            #expect(paidFen == history.paidFen)
            func sum(ofOrders status: Order.Status) async throws -> Int {
                try await app.number(
                    "SELECT coalesce(sum(amount_fen), 0) FROM orders WHERE status = \(status) AND method <> 'balance'"
                ) ?? 0
            }
            let (kept, returned) = (try await sum(ofOrders: .paid), try await sum(ofOrders: .refunded))
            #expect(kept + returned == history.paidFen)
            #expect(returned == history.refundedFen)
            #expect(
                try await app.number("SELECT coalesce(sum(amount), 0) FROM credit_entries WHERE type = 'recharge'")
                    == history.boughtCredits
            )
            #expect(
                try await app.number("SELECT coalesce(sum(use_count), 0) FROM coupons")
                    == history.coupons.filter(\.isUsed).count
            )
            #expect(
                try await app.number("SELECT count(*) FROM orders WHERE kind = 'membership' AND status = 'paid'")
                    == history.memberships
            )
        }
    }
}

/// A life of orders by chance, and what it should have come to.
private struct History {
    struct Bought {
        let number: String
        let method: String
        /// What is to be paid.
        let fen: Int
        /// Nil for a membership.
        var credits: Int?
        /// The place of its coupon, if it has one.
        var coupon: Int?
        /// When it closes; nil where it has ended, or was paid at once.
        var openUntil: Int?
        var isPaid = false
        var isRefunded = false
        var isFromOutside: Bool { method != "balance" }
    }

    struct Promise {
        let code: String
        let type: String
        /// Hundredths of a percent, fen or credits.
        let value: Int
        let leastFen: Int
        /// The place of the order that holds it or has used it.
        var order: Int?
        var isUsed = false

        /// What is to be paid of a price, by another way than the product goes.
        func left(of fen: Int) -> Int {
            switch type {
            case "discount": max(1, Int((Double(fen * (10_000 - value)) / 10_000 + 0.5).rounded(.down)))
            case "deduction": max(1, fen - value)
            default: fen
            }
        }
    }

    let app: TestApp
    var lin: Person
    var dice: Dice
    var orders: [Bought] = []
    var coupons: [Promise] = []
    var credits = 0
    var boughtCredits = 0
    var paidFen = 0
    /// Of what came from outside.
    var refundedFen = 0
    var memberships = 0

    mutating func goOn() async throws {
        switch Int.random(in: 0..<10, using: &dice) {
        case 0, 1: try await recharge()
        case 2: try await buy()
        case 3, 4, 5: try await report()
        case 6: try await wrongReport()
        case 7: try await write()
        case 8: try await refund()
        default:
            app.clock.advance(minutes: Int.random(in: 1...20, using: &dice))
            if Int.random(in: 0..<3, using: &dice) == 0 { app.clock.advance(days: 20) }
            try await app.runJobs()
            for index in orders.indices where orders[index].openUntil.map({ $0 <= app.clock.now }) ?? false {
                end(index)
            }
            lin = try await lin.comeBack()
        }
    }

    /// An order that was open has ended without a payment, and lets go of its coupon.
    private mutating func end(_ index: Int) {
        orders[index].openUntil = nil
        guard let coupon = orders[index].coupon, coupons[coupon].order == index, !coupons[coupon].isUsed else { return }
        coupons[coupon].order = nil
    }

    private mutating func recharge() async throws {
        let fen = Int.random(in: 1...3000, using: &dice)
        let method = Bool.random(using: &dice) ? "alipay" : "wechat"
        let place: Int? = if Bool.random(using: &dice) { try await coupon() } else { nil }
        let coupon = place.map { coupons[$0] }
        var form: JSON = ["amount": .double(Double(fen) / 100), "payment_method": .string(method)]
        if let coupon { form = form.with(["coupon_code": .string(coupon.code)]) }
        let reply = try await lin.post("/credit/recharge", form)
        if let coupon, coupon.order != nil || fen < coupon.leastFen { return #expect(reply.code == 40003) }
        let bonus = coupon?.type == "credit_bonus" ? coupon?.value ?? 0 : 0
        let bought = Bought(
            number: try #require(reply.data["order_id"]?.string, "\(reply.text)"),
            method: method,
            fen: coupon?.left(of: fen) ?? fen,
            credits: fen / 10 + bonus,
            coupon: place,
            openUntil: app.clock.now + Order.lifetimeMilliseconds
        )
        #expect(reply.data["credits"]?.int == bought.credits)
        #expect(reply.data["amount"]?.double == Double(bought.fen) / 100)
        if let place { coupons[place].order = orders.count }
        orders.append(bought)
    }

    /// A coupon that there is, or a new one.
    private mutating func coupon() async throws -> Int {
        if let place = coupons.indices.randomElement(using: &dice), Int.random(in: 0..<3, using: &dice) > 0 {
            return place
        }
        let type = ["discount", "deduction", "credit_bonus"].randomElement(using: &dice)!
        let coupon = Promise(
            code: "C\(coupons.count)",
            type: type,
            value: Int.random(in: 1...9_999, using: &dice),
            leastFen: Int.random(in: 0...1000, using: &dice)
        )
        try await app.admin().makeCoupon(
            coupon.code,
            [
                "type": .string(type),
                "value": type == "credit_bonus" ? .int(coupon.value) : .double(Double(coupon.value) / 100),
                "min_amount": .double(Double(coupon.leastFen) / 100), "valid_until": "2036-01-01T00:00:00",
            ]
        )
        coupons.append(coupon)
        return coupons.count - 1
    }

    private mutating func buy() async throws {
        let (type, fen) = [("monthly", 990), ("quarterly", 2500), ("yearly", 9900)].randomElement(using: &dice)!
        let method = ["alipay", "balance"].randomElement(using: &dice)!
        let reply = try await lin.buy(type, with: method)
        if method == "balance" {
            // Whoever had a membership is told that it has run out.
            #expect((credits >= fen / 10 ? [200] : [40001, 40002]).contains(reply.code))
            if reply.code == 200 {
                credits -= fen / 10
                memberships += 1
                let number = try #require(reply.data["order_id"]?.string)
                orders.append(Bought(number: number, method: method, fen: fen, credits: nil, isPaid: true))
            }
        } else {
            let number = try #require(reply.data["order_id"]?.string)
            let end = app.clock.now + Order.lifetimeMilliseconds
            orders.append(Bought(number: number, method: method, fen: fen, credits: nil, openUntil: end))
        }
    }

    private mutating func report() async throws {
        guard let index = orders.indices.filter({ orders[$0].isFromOutside }).randomElement(using: &dice) else {
            return
        }
        let order = orders[index]
        let status = ["success", "success", "failed", "closed"].randomElement(using: &dice)!
        let transaction = "T\(Int.random(in: 0..<3, using: &dice))"
        let reply = try await app.report(order.number, status, method: order.method, transaction: transaction)
        #expect(reply.code == 200)
        guard status == "success", !order.isPaid else {
            if order.openUntil != nil { end(index) }
            return
        }
        orders[index].isPaid = true
        orders[index].openUntil = nil
        paidFen += order.fen
        if let coupon = order.coupon {
            if coupons[coupon].order ?? index == index {
                coupons[coupon].order = index
                coupons[coupon].isUsed = true
            } else {
                orders[index].credits = order.fen / 10
            }
        }
        credits += orders[index].credits ?? 0
        boughtCredits += orders[index].credits ?? 0
        memberships += order.credits == nil ? 1 : 0
    }

    private mutating func wrongReport() async throws {
        guard let order = orders.filter(\.isFromOutside).randomElement(using: &dice) else { return }
        let amount = JSON.double(Double(order.fen + 1) / 100)
        let other = order.method == "alipay" ? "wechat" : "alipay"
        #expect(try await app.report(order.number, method: order.method, more: ["amount": amount]).code == 40005)
        #expect(try await app.report(order.number, method: other).code == 40005)
    }

    private mutating func refund() async throws {
        guard let index = orders.indices.randomElement(using: &dice) else { return }
        let order = orders[index]
        let isForced = Bool.random(using: &dice)
        let reply = try await app.admin().refund(order.number, ["force": .bool(isForced)])
        guard order.isPaid else { return #expect(reply.code == 400) }
        let brought = order.credits ?? 0
        guard order.isRefunded || isForced || brought <= credits else { return #expect(reply.code == 40001) }
        #expect(reply.data["status"] == "done")
        guard !order.isRefunded else { return }
        orders[index].isRefunded = true
        if order.isFromOutside {
            refundedFen += order.fen
            credits -= min(brought, credits)
        } else {
            credits += order.fen / 10
        }
        memberships -= order.credits == nil ? 1 : 0
    }

    private mutating func write() async throws {
        let fails = Int.random(in: 0..<4, using: &dice) == 0
        let canPay = credits >= 10
        let isMember = try await lin.membership() != nil
        if fails, canPay || isMember { app.provider.failNext(.timedOut) }
        let reply = try await lin.generate()
        if isMember || canPay {
            #expect(reply.code == (fails ? 40006 : 200))
            if !fails, !isMember { credits -= 10 }
        } else {
            #expect([40001, 40002].contains(reply.code))
        }
    }
}

/// Chance that comes again with its seed (SplitMix64).
struct Dice: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }
}

extension Person {
    /// The number of a new membership order that is still to be paid.
    fileprivate func buyLater(_ type: String) async throws -> String {
        try #require(await buy(type, with: "alipay").data["order_id"]?.string)
    }
}
