import Database
import JSON
import Providers
import Testing

@testable import Hanmo

@Suite struct IdempotencyTests {
    @Test func `a repeat answers the first reply again and does nothing twice`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin", credits: 30)

            let first = try await lin.generate(key: "order-1")
            let repeated = try await lin.generate(key: "order-1")

            #expect(first.code == 200)
            #expect(repeated.bytes == first.bytes)
            #expect(repeated.status == first.status)
            #expect(try await lin.ledger() == ["consume -10"])
            #expect(app.provider.requests.count == 1)
        }
    }

    @Test func `a repeat is answered, whatever has become of the model`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin", credits: 30)
            let admin = try await app.admin()
            let first = try await lin.generate(key: "order-1")
            #expect(try await admin.put("/models/1", ["is_active": false]).code == 200)

            let repeated = try await lin.generate(key: "order-1")

            #expect(first.code == 200)
            #expect(repeated.bytes == first.bytes)
            #expect(try await lin.generate(key: "order-2").code == 400)
        }
    }

    @Test func `the same key with another request is refused`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin", credits: 30)
            try await lin.generate("wechat_article", title: "春天", key: "order-1")

            let otherBody = try await lin.generate("wechat_article", title: "夏天", key: "order-1")
            let otherTool = try await lin.generate("resume", title: "春天", key: "order-1")

            for reply in [otherBody, otherTool] {
                #expect(reply.code == 400)
                #expect(reply.faultyFields == ["Idempotency-Key"])
            }
            #expect(try await lin.ledger() == ["consume -10"])
        }
    }

    @Test func `two people may use the same key`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin", credits: 30)
            let mei = try await app.signUp("mei", credits: 30)

            let first = try await lin.generate(key: "order-1")
            let other = try await mei.generate(key: "order-1")

            #expect(first.data["creation_id"] == 1)
            #expect(other.data["creation_id"] == 2)
            #expect(try await mei.ledger() == ["consume -10"])
        }
    }

    @Test func `of many repeats at once one is done, and all get its reply`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin", credits: 100)
            let work = app.provider.holdNext()

            let replies = try await withThrowingTaskGroup(of: Answer.self) { group in
                for _ in 0..<8 { group.addTask { try await lin.generate(key: "order-1") } }
                await work.hasBegun()
                work.say("只写一次")
                work.finish()
                return try await group.reduce(into: []) { $0.append($1) }
            }

            #expect(Set(replies.map(\.text)).count == 1)
            #expect(replies.first?.data["content"] == "只写一次")
            #expect(try await lin.ledger() == ["consume -10"])
            #expect(app.provider.requests.count == 1)
        }
    }

    @Test func `only so many repeats of one user wait, and others are told to come back`() async throws {
        try await withTestApp(limits: .on) { app in
            let lin = try await app.signUp("lin", credits: 100)
            let work = app.provider.holdNext()
            let first = Task { try await lin.generate(key: "order-1") }
            await work.hasBegun()

            let replies = try await withThrowingTaskGroup(of: Answer.self) { group in
                for _ in 0...Generations.defaultRunningLimit {
                    group.addTask { try await lin.generate(key: "order-1") }
                }
                // All others wait for what is said only now.
                let refused = try await group.next()
                work.say("只写一次")
                work.finish()
                return try await group.reduce(into: [try #require(refused)]) { $0.append($1) }
            }

            #expect(replies.map(\.status) == [429] + Array(repeating: 200, count: Generations.defaultRunningLimit))
            #expect(replies[0].header("Retry-After") == "1")
            #expect(try await first.value.code == 200)
            #expect(try await lin.generate(key: "order-1").code == 200)
            #expect(try await lin.ledger() == ["consume -10"])
        }
    }

    @Test func `a repeat of what failed answers the failure again`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin", credits: 30)
            app.provider.failNext(.timedOut)

            let first = try await lin.generate(key: "order-1")
            let repeated = try await lin.generate(key: "order-1")

            #expect(first.code == 40006)
            #expect(repeated.text == first.text)
            #expect(repeated.status == 400)
            #expect(try await lin.ledger() == ["consume -10", "refund +10"])
            #expect(app.provider.requests.count == 1)
        }
    }

    @Test func `a request that never began is not remembered`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin", credits: 5)

            let poor = try await lin.generate(key: "order-1")
            try await app.give(5, to: lin.id)
            let rich = try await lin.generate(key: "order-1")

            #expect([poor.code, rich.code] == [40001, 200])
        }
    }

    @Test func `a key is forgotten after a day`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin", credits: 30)
            let first = try await lin.generate(key: "order-1")

            app.clock.advance(days: 1)
            let today = try await app.login("lin", password: lin.password)
            let lastMoment = try await today.generate(key: "order-1")
            app.clock.advance(milliseconds: 1)
            let anew = try await today.generate(key: "order-1")

            #expect(lastMoment.text == first.text)
            #expect(anew.data["creation_id"] == 2)
            #expect(try await today.ledger() == ["consume -10", "consume -10"])
        }
    }

    @Test func `what is older than a day is swept`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin", credits: 30)
            try await lin.generate(key: "order-1")
            app.clock.advance(hours: 12)
            try await app.login("lin", password: lin.password).generate(key: "order-2")
            app.clock.advance(hours: 12, milliseconds: 1)

            try await IdempotencySweep.run(in: app.services.database)

            #expect(try await app.number("SELECT count(*) FROM idempotent_requests") == 1)
            #expect(try await app.text("SELECT idempotency_key FROM idempotent_requests") == "order-2")
        }
    }

    @Test func `an order that is sent twice is one order`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin")
            let order: JSON = ["amount": 10, "payment_method": "alipay"]

            let first = try await lin.post("/credit/recharge", order, headers: ["Idempotency-Key": "order-1"])
            let repeated = try await lin.post("/credit/recharge", order, headers: ["Idempotency-Key": "order-1"])
            let another = try await lin.post("/credit/recharge", order, headers: ["Idempotency-Key": "order-2"])

            #expect(first.code == 200)
            #expect(repeated.text == first.text)
            #expect(another.data["order_id"] != first.data["order_id"])
            #expect(try await lin.get("/credit/recharge/orders").data["total"] == 2)
        }
    }

    @Test func `credits that an administrator gives twice by mistake are given once`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin")
            let admin = try await app.admin()
            let path = "/admin/users/\(lin.id)/credits"
            let key = ["Idempotency-Key": "thanks"]

            let tooMuch = try await admin.post(path, ["amount": -5, "reason": "更正"], headers: key)
            let first = try await admin.post(path, ["amount": 5, "reason": "奖励"], headers: key)
            let repeated = try await admin.post(path, ["amount": 5, "reason": "奖励"], headers: key)

            #expect(tooMuch.code == 40001, "what failed has not happened, so its key is free")
            #expect(first.code == 200)
            #expect(repeated.text == first.text)
            #expect(try await lin.balance() == 5)
        }
    }

    @Test(arguments: ["", " ", "钥匙", "a\tb", String(repeating: "k", count: 256)])
    func `what cannot be a key is refused`(key: String) async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin", credits: 30)

            let reply = try await lin.generate(key: key)

            #expect(reply.code == 400)
            #expect(reply.faultyFields == ["Idempotency-Key"])
            #expect(try await lin.ledger() == [])
        }
    }
}
