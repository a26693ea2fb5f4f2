import Gateways
import HTTPTypes
import JSON
import NIOHTTP1
import Testing

@testable import Hanmo

@Suite struct PaymentTests {
    @Test func `an order answers what the API document shows, and where to pay`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin")

            let reply = try await lin.post("/credit/recharge", ["amount": 10.00, "payment_method": "alipay"])

            let key = app.services.payments.cashier.key(of: "R202601221000001")
            #expect(
                reply.text == """
                    {"code":200,"message":"订单创建成功","data":{"order_id":"R202601221000001","amount":10.00,\
                    "original_amount":10.00,"credits":100,"payment_method":"alipay","status":"pending",\
                    "payment_url":"http://localhost:8000/cashier/R202601221000001?key=\(key)",\
                    "qr_code":null,"expires_at":"2026-01-22T10:30:00","created_at":"2026-01-22T10:00:00","paid_at":null}}
                    """
            )
            #expect(try await lin.ledger() == [])
        }
    }

    @Test func `orders are numbered anew each day in Beijing`() async throws {
        try await withTestApp(at: "2026-01-22T23:59:59") { app in
            let lin = try await app.signUp("lin")
            let mei = try await app.signUp("mei")

            let today = [try await lin.order(), try await mei.order()]
            app.clock.advance(seconds: 1)
            let tomorrow = try await lin.order()

            #expect(today == ["R202601221000001", "R202601221000002"])
            #expect(tomorrow == "R202601231000001")
        }
    }

    @Test(
        arguments: [(0.01, 0), (0.1, 1), (1.0, 10), (9.99, 99), (19.9, 199), (1234.56, 12_345), (50_000.0, 500_000)]
    )
    func `ten credits come for a yuan`(yuan: Double, credits: Int) async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin")

            let reply = try await lin.post("/credit/recharge", ["amount": .double(yuan), "payment_method": "wechat"])

            #expect(reply.data["credits"] == .int(credits))
            #expect(reply.data["amount"]?.double == yuan)
        }
    }

    @Test(
        arguments: [
            (["amount": 0], "amount"), (["amount": 0.001], "amount"), (["amount": 9.999], "amount"),
            (["amount": -1], "amount"), (["amount": 50_000.01], "amount"), (["amount": "10"], "amount"),
            (["amount": nil], "amount"), (["amount": .double(1e300)], "amount"),
            (["payment_method": "balance"], "payment_method"), (["payment_method": "cash"], "payment_method"),
            (["payment_method": nil], "payment_method"), (["payment_method": 1], "payment_method"),
            (["coupon_code": 5], "coupon_code"),
        ] as [(JSON, String)]
    )
    func `what cannot be an order is refused by the name of the field`(change: JSON, field: String) async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin")
            let good: JSON = ["amount": 10, "payment_method": "alipay"]

            let reply = try await lin.post("/credit/recharge", good.with(change))

            #expect(reply.code == 400)
            #expect(reply.faultyFields == [field])
        }
    }

    @Test func `a coupon that does not exist is told as such`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin")

            let reply = try await lin.post(
                "/credit/recharge",
                ["amount": 10, "payment_method": "alipay", "coupon_code": "DISCOUNT10"]
            )

            #expect(reply.code == 40003)
            #expect(try await lin.get("/credit/recharge/orders").data["total"] == 0)
        }
    }

    @Test func `a paid order brings its credits, and stands in the ledger as the API document shows`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin", credits: 100)
            let order = try await lin.order()
            app.clock.advance(minutes: 3)

            let reply = try await app.report(order)

            #expect(reply.text == #"{"code":200,"message":"success","data":null}"#)
            #expect(try await lin.balance() == 200)
            let entry = try await lin.get("/credit/transactions?type=recharge").items.first
            #expect(entry?["amount"] == 100)
            #expect(entry?["balance_after"] == 200)
            #expect(entry?["description"] == "充值10元")
            let paid = try await lin.get("/credit/recharge/orders").items.first
            #expect(paid?["status"] == "paid")
            #expect(paid?["payment_url"] == .null)
            #expect(paid?["paid_at"] == "2026-01-22T10:03:00")
        }
    }

    @Test func `reports that come again, in any order and at once, credit exactly once`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin")
            let order = try await lin.order()

            let codes = try await withThrowingTaskGroup(of: Int?.self) { group in
                for number in 0..<60 {
                    let status = ["success", "failed", "closed"][number % 3]
                    group.addTask { try await app.report(order, status, transaction: "T\(number)").code }
                }
                return try await group.reduce(into: Set<Int?>()) { $0.insert($1) }
            }
            try await app.report(order, "failed")
            try await app.report(order)

            #expect(codes == [200])
            #expect(try await lin.ledger() == ["recharge +100"])
            #expect(try await lin.get("/credit/recharge/orders").items.first?["status"] == "paid")
        }
    }

    @Test func `an order closes after half an hour, and a payment that comes later is credited all the same`()
        async throws
    {
        try await withTestApp { app in
            let lin = try await app.signUp("lin")
            let order = try await lin.order()
            func status() async throws -> JSON? {
                try await lin.get("/credit/recharge/orders").items.first?["status"]
            }

            app.clock.advance(minutes: 30, seconds: -1)
            let lastMoment = try await status()
            app.clock.advance(seconds: 1)
            let tooLate = try await status()
            try await app.report(order)

            #expect([lastMoment, tooLate] == ["pending", "closed"])
            #expect(try await status() == "paid")
            #expect(try await lin.ledger() == ["recharge +100"])
            try await app.runJobs()
        }
    }

    @Test func `orders are listed newest first, by what has become of them, to their buyer alone`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin")
            let mei = try await app.signUp("mei")
            let orders = [try await lin.order(), try await lin.order(), try await lin.order(), try await lin.order()]
            try await app.report(orders[0])
            try await app.report(orders[1], "failed")
            try await app.report(orders[2], "closed")
            func listed(_ status: String) async throws -> [String] {
                let reply = try await lin.get("/credit/recharge/orders?status=\(status)")
                let numbers = reply.items.compactMap { $0["order_id"]?.string }
                #expect(reply.data["total"] == .int(numbers.count))
                return numbers
            }

            #expect(try await listed("") == orders.reversed())
            #expect(try await listed("paid") == [orders[0]])
            #expect(try await listed("failed") == [orders[1]])
            #expect(try await listed("closed") == [orders[2]])
            #expect(try await listed("pending") == [orders[3]])
            app.clock.advance(minutes: 30)
            #expect(try await listed("closed") == [orders[3], orders[2]])
            #expect(try await listed("pending") == [])
            try await app.runJobs()
            #expect(try await listed("closed") == [orders[3], orders[2]])
            #expect(try await mei.get("/credit/recharge/orders").data["total"] == 0)
            #expect(try await lin.get("/credit/recharge/orders?status=lost").faultyFields == ["status"])
        }
    }

    // MARK: Reports

    @Test func `a report that is not signed, or not lately, changes nothing`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin")
            let order = try await lin.order()
            let body = PaymentTests.body(order)
            let now = app.clock.now / 1000
            func sign(_ seconds: Int) -> String { app.services.payments.bridge.sign(body, at: seconds) }
            let foreign = BridgeSignature(secret: "another secret of 32 bytes or more", secrets: Secrets([]))

            let forged: [(timestamp: String?, signature: String?)] = [
                (nil, nil), (String(now), nil), (nil, sign(now)), ("", ""), (String(now), ""),
                (String(now), String(repeating: "0", count: 64)), (String(now), String(sign(now).dropLast())),
                (String(now), String(repeating: "é", count: 64)), (String(now), foreign.sign(body, at: now)),
                (String(now + 1), sign(now)), (String(now - 301), sign(now - 301)),
                (String(now + 301), sign(now + 301)),
                (String(Int.min), sign(Int.min)), (String(Int.max), sign(Int.max)), ("x", sign(now)),
                ("99999999999999999999", sign(now)), ("\(now).0", sign(now)),
            ]
            for (timestamp, signature) in forged {
                var headers: [String: String] = [:]
                headers["X-Hanmo-Timestamp"] = timestamp
                headers["X-Hanmo-Signature"] = signature
                let reply = try await app.send(.post, "/api/v1/credit/payment/callback", body, headers: headers)
                #expect(reply.status == 401, "\(timestamp ?? "-") \(signature ?? "-")")
            }

            #expect(try await lin.ledger() == [])
            #expect(try await lin.get("/credit/recharge/orders").items.first?["status"] == "pending")
        }
    }

    @Test(arguments: [-300, 0, 300])
    func `a bridge's clock may be off by five minutes`(seconds: Int) async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin")
            let order = try await lin.order()

            #expect(try await app.report(order, offBy: seconds).code == 200)
            #expect(try await lin.ledger() == ["recharge +100"])
        }
    }

    @Test func `one changed byte of a signed report is one too many`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin")
            let order = try await lin.order()
            let now = app.clock.now / 1000
            let signature = app.services.payments.bridge.sign(PaymentTests.body(order, "failed"), at: now)

            let reply = try await app.send(
                .post,
                "/api/v1/credit/payment/callback",
                PaymentTests.body(order, "success"),
                headers: ["X-Hanmo-Timestamp": String(now), "X-Hanmo-Signature": signature]
            )

            #expect(reply.code == 401)
            #expect(try await lin.ledger() == [])
        }
    }

    @Test func `a report of another order, method or amount is refused`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin")
            let order = try await lin.order()

            let unknown = try await app.report("R202601221999999")
            let otherMethod = try await app.report(order, method: "wechat")
            let otherAmount = try await app.report(order, more: ["amount": 9.99])
            let noAmount = try await app.report(order, more: ["amount": "ten"])
            let unknownStatus = try await app.report(order, "maybe")
            let nothing = try await lin.ledger()
            let sameAmount = try await app.report(order, more: ["amount": 10])

            #expect([unknown.code, otherMethod.code, otherAmount.code] == [40004, 40005, 40005])
            #expect(noAmount.faultyFields == ["amount"])
            #expect(unknownStatus.faultyFields == ["status"])
            #expect(nothing == [])
            #expect(sameAmount.code == 200)
            #expect(try await lin.ledger() == ["recharge +100"])
        }
    }

    @Test func `the payment secret of the settings signs, where there is one`() async throws {
        let secret = "the payment bridge's own secret, long enough"
        try await withTestApp(adjusting: { settings, _ in settings.paymentSecret = secret }) { app in
            let lin = try await app.signUp("lin")
            let order = try await lin.order()
            let body = PaymentTests.body(order)
            let now = app.clock.now / 1000
            let bridge = BridgeSignature(secret: secret, secrets: Secrets([]))

            let reply = try await app.send(
                .post,
                "/api/v1/credit/payment/callback",
                body,
                headers: ["X-Hanmo-Timestamp": String(now), "X-Hanmo-Signature": bridge.sign(body, at: now)]
            )

            #expect(reply.code == 200)
        }
    }

    @Test func `an empty secret signs nothing`() {
        let bridge = BridgeSignature(secret: "", secrets: Secrets([]))
        let body = Array("{}".utf8)
        let headers: HTTPHeaders = ["x-hanmo-timestamp": "1", "x-hanmo-signature": bridge.sign(body, at: 1)]

        #expect(throws: Refusal.unsigned) { try bridge.check(body, headers, at: 1000) }
    }

    @Test func `the signature is the hexadecimal HMAC-SHA256 of timestamp, dot and body`() {
        let signatures = BridgeSignature(secret: "key", secrets: Secrets([]))

        // By another program: printf '1.{}' | openssl dgst -sha256 -hmac key
        let expected = "1ba6b8171186efc613e8bcc0cbdab2748f24984d7c5a84faa2637afa0e40d224"
        #expect(signatures.sign(Array("{}".utf8), at: 1) == expected)
    }

    fileprivate static func body(
        _ order: String,
        _ status: String = "success",
        method: String = "alipay",
        transaction: String = "2026012212345678",
        more: JSON = [:]
    ) -> [UInt8] {
        let report: JSON = [
            "order_id": .string(order), "payment_method": .string(method), "transaction_id": .string(transaction),
            "status": .string(status),
        ]
        return report.with(more).bytes
    }
}

extension Person {
    /// The number of a new order of 10 yuan.
    func order() async throws -> String {
        let reply = try await post("/credit/recharge", ["amount": 10, "payment_method": "alipay"])
        return try #require(reply.data["order_id"]?.string)
    }
}

extension Person {
    /// Orders credits for so many yuan and pays them by the bridge.
    func pay(_ yuan: JSON) async throws {
        let reply = try await post("/credit/recharge", ["amount": yuan, "payment_method": "alipay"])
        let order = try #require(reply.data["order_id"]?.string)
        #expect(try await app.report(order, transaction: "T\(order)").code == 200)
    }
}

extension TestApp {
    /// Reports a payment as the trusted bridge does: signed.
    @discardableResult
    func report(
        _ order: String,
        _ status: String = "success",
        method: String = "alipay",
        transaction: String = "2026012212345678",
        more: JSON = [:],
        offBy seconds: Int = 0
    ) async throws -> Answer {
        let body = PaymentTests.body(order, status, method: method, transaction: transaction, more: more)
        let moment = clock.now / 1000 + seconds
        return try await send(
            .post,
            "/api/v1/credit/payment/callback",
            body,
            headers: [
                "X-Hanmo-Timestamp": String(moment),
                "X-Hanmo-Signature": services.payments.bridge.sign(body, at: moment),
            ]
        )
    }
}
