import Database
import Gateways
import HTTPTypes
import JSON
import NIOHTTP1
import PostgresForTests
import Providers
import Testing

@testable import Hanmo

extension TestApp {
    /// A day on which everything that can be done is done, also what fails.
    func touchEveryRoute() async throws {
        for path in ["/health", "/ready", "/metrics", "/openapi.json", "/docs", "/docs/docs.css", "/", "/register"] {
            try await send(.get, path)
        }
        try await send(.get, "/api/v1/writing/tools")
        let lin = try await signUp("lin", credits: 100)
        try await register("lin")
        try await send(
            .post,
            "/api/v1/auth/register",
            json: [
                "username": "mei", "email": "mei@example.com", "password": "a fine password",
                "referral_code": try await lin.get("/auth/me").data["referral_code"]!,
            ]
        )
        try await tryLogin("nobody", password: "a fine password")
        let mei = try await login("mei@example.com", password: "a fine password")
        try await refresh(mei.refreshToken)
        try await mei.put("/auth/me", ["username": "meimei"])
        try await followEvents(as: mei)
        try await lin.get("/credit/balance")
        try await operate(lin)
        try await pay(as: lin)
        try await keepCoupons(as: lin)
        try await write(as: lin)
        try await readCreations(of: lin)
        for query in ["", "?type=consume", "?type=refund&page=2"] { try await lin.get("/credit/transactions\(query)") }
        try await lin.post("/auth/password", ["old_password": .string(lin.password), "new_password": "a new password"])
        try await administrate(lin)
    }

    /// Until the person signs out, which ends it.
    private func followEvents(as person: Person) async throws {
        let handshake = ["Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13"]
        try await person.send(
            .get,
            "/api/v1/ws",
            headers: handshake.merging(["Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ=="]) { $1 }
        )
        let following = Task { try await person.get("/events?last_event_id=1") }
        try await untilFollowed(by: 1)
        await services.events.beat()
        try await person.post("/auth/logout")
        #expect(try await following.value.text.contains("event: token.expired"))
        try await services.events.sweep()
    }

    /// Activities of every type and whoever was brought, before anybody pays.
    private func operate(_ person: Person) async throws {
        let admin = try await admin()
        let gift = try await admin.offer("credit_gift", ["credits": 5, "max_participants": 3])
        try await admin.offer("credit_gift", ["credits": 5, "trigger": "register"])
        try await admin.offer("membership_discount", ["percent_off": 1])
        try await admin.offer("first_purchase", ["credits": 5])
        try await admin.offer(
            "referral_bonus",
            ["referrer_credits": 5, "referred_credits": 5, "trigger": "first_purchase"]
        )
        try await person.participate(in: gift)
        try await person.participate(in: gift)
        try await admin.put("/operation/activities/\(gift)", ["name": "新名字"])
        try await admin.put("/operation/activities/\(gift)", ["is_active": false])
        try await admin.post("/operation/activities/\(gift)/end")
        _ = try await admin.activity(gift)
        for query in [
            "", "?status=active", "?status=scheduled&type=credit_gift", "?status=ended", "?status=disabled&page=2",
            "?type=first_purchase",
        ] {
            for caller in [admin, person] { try await caller.get("/operation/activities\(query)") }
        }
        try await admin.get("/operation/activities/\(gift)/participants")
        try await admin.get("/operation/activities/5/participants")
        try await bring(as: person, admin)
    }

    private func bring(as person: Person, _ admin: Person) async throws {
        let headers = ["X-Forwarded-For": "203.0.113.7"]
        try await person.send(.post, "/api/v1/operation/referral/generate", headers: headers)
        let brought = try await signUp("qian", broughtBy: person, from: "203.0.113.8")
        _ = try await signUp("sun", broughtBy: person, from: "203.0.113.8")
        _ = try await signUp("liu", broughtBy: person, from: "203.0.113.7")
        let order = try await brought.recharge()
        try await admin.post("/admin/referrals/2/approve")
        try await admin.post("/admin/referrals/3/reject")
        try await signUp("zhou", broughtBy: person).recharge()
        try await admin.refund(order)
        try await admin.refund("R202601221000002")
        for query in ["", "?review=open", "?review=approved&page=2"] {
            try await admin.get("/admin/referrals\(query)")
        }
        try await person.get("/operation/referral/records")
        try await services.referrals.payOut()
    }

    private func pay(as person: Person) async throws {
        let orders = [try await person.order(), try await person.order(), try await person.order()]
        try await report(orders[0])
        try await report(orders[0])
        try await report(orders[1], "failed")
        try await report("R1")
        try await send(.get, cashier(orders[2]))
        try await send(.post, cashier(orders[2], "/success"))
        for query in ["", "?status=pending", "?status=paid", "?status=closed", "?status=failed&page=2"] {
            try await person.get("/credit/recharge/orders\(query)")
        }
        for method in ["alipay", "wechat"] {
            try await send(.post, "/api/v1/credit/payment/notify/\(method)", json: [:])
        }
        // There is no gateway outside here that could be asked.
        _ = try await services.database.write { try PaymentStore($0).takeTurn(toAskAbout: 1, since: 0) }
        try await report(orders[0], transaction: "another")
        try await give(100, to: person.id)
        for method in ["alipay", "balance", "balance"] { try await person.buy("monthly", with: method) }
        try await person.get("/credit/membership/orders?status=refunded")
        try await person.get("/credit/orders/\(orders[0])")
        _ = try await person.order()
        try await refund(orders[0])
        clock.advance(minutes: 30)
        try await runJobs()
        try await services.memberships.end(
            MembershipEnd(user: person.id, endsAt: try TestClock.milliseconds(of: "2026-02-22T10:00:00"))
        )
    }

    /// Coupons that are made, changed, claimed, held, given back and used.
    private func keepCoupons(as person: Person) async throws {
        let admin = try await admin()
        let coupon = try await admin.makeCoupon("A")
        try await admin.makeCoupon("B")
        try await admin.put("/operation/coupons/\(coupon)", ["name": "春节"])
        for verb in ["disable", "enable"] { try await admin.post("/operation/coupons/\(coupon)/\(verb)") }
        for query in ["", "?status=active", "?status=scheduled", "?status=expired", "?status=disabled&type=discount"] {
            try await admin.get("/operation/coupons\(query)")
        }
        try await person.get("/operation/coupons/\(coupon)")
        try await person.post("/operation/coupons/\(coupon)/claim")
        for query in ["", "?status=unused", "?status=used", "?status=expired"] {
            try await person.get("/operation/my-coupons\(query)")
        }
        for query in ["", "?status=unused", "?status=held", "?status=used&page=2"] {
            try await admin.get("/operation/coupons/\(coupon)/claims\(query)")
        }
        try await person.get("/credit/quote?amount=10&coupon_code=A")
        try await person.get("/credit/quote?membership_type=monthly")
        try await report(try await person.order(with: "A"), "failed")
        let late = try await person.order(with: "B")
        try await report(late, "closed")
        try await report(try await person.order(with: "B"))
        try await report(late)
    }

    /// What gateways outside would be asked has its own statements.
    private func refund(_ order: String) async throws {
        let admin = try await admin()
        try await admin.refund(order)
        try await admin.refund("M202601221000002", ["force": true])
        try await services.payments.lookAtOpenOrders()
        try await services.payments.compare()
        await #expect(throws: SomethingWrong.self) {
            try await services.database.write { [credits = services.credits] connection in
                try credits.giveBack(1, .init(user: 1, refund: 1), in: connection)
                let store = DifferenceStore(connection)
                for kind in [Difference.Kind.notPaid, .notPaid, nil] {
                    _ = try store.record(kind, of: 1, Payment(number: order, state: .open))
                }
                _ = try (store.lastMovement(of: 1), store.payment(of: 1))
                try touchMoments(in: connection)
                try touchDoubts(in: connection)
                throw SomethingWrong()
            }
        }
        for query in ["", "?state=open", "?state=resolved&page=2"] {
            try await admin.get("/admin/reconciliation\(query)")
        }
        try await admin.post("/admin/reconciliation/1/resolve", ["reason": "已退回"])
        for query in ["", "?state=begun", "?state=done&page=2"] { try await admin.get("/admin/refunds\(query)") }
        try await arrange("UPDATE payment_refunds SET state = 'begun' WHERE number = \("\(order)F1")")
        try await admin.post("/admin/refunds/\(order)F1/settle", ["settlement": "paid_back", "reason": "已退回"])
        for query in ["", "?outcome=surplus", "?order_id=R1", "?outcome=surplus&order_id=R1&page=2"] {
            try await admin.get("/admin/payment-notices\(query)")
        }
    }

    private func touchMoments(in connection: Connection) throws {
        let store = PaymentStore(connection)
        _ = try store.listDue(.alipay, limit: 1)
        try store.look(at: 1, on: connection.now)
        _ = try store.listToCompare(.alipay, by: connection.now, after: PaymentStore.Place(), limit: 1)
        try store.compare(1, at: connection.now)
    }

    private func touchDoubts(in connection: Connection) throws {
        let store = RefundStore(connection)
        _ = try store.beginRequest(1)
        for (isAnswered, isRefused) in [(true, true), (false, false), (true, false)] {
            try store.endRequest(1, isAnswered: isAnswered, isRefused: isRefused, problem: "no")
        }
        try store.note(problem: "no", of: 1)
        if let refund = try store.find(of: 1) { try store.forgetRequests(of: refund) }
    }

    private func write(as person: Person) async throws {
        for tool in WritingTests.tools { try await person.generate(tool, title: "春天", ["content": "原文"]) }
        try await person.generate(key: "a")
        try await give(100, to: person.id)
        try await person.generate(key: "a")
        try await person.generate(key: "a")
        provider.failNext(.timedOut)
        try await person.generate("resume", title: "春天", ["stream": true, "model_id": 1], key: "b")
    }

    private func readCreations(of person: Person) async throws {
        for query in [
            "", "?type=writing", "?tool_type=resume", "?type=writing&tool_type=resume", "?keyword=a",
            "?keyword=a&type=writing", "?keyword=a&tool_type=resume", "?keyword=a&type=writing&tool_type=resume",
        ] {
            try await person.get("/creations\(query)")
        }
        try await person.get("/creations/1")
        try await person.get("/creations/1/export?format=html")
        for change: JSON in [["title": "夏天"], ["content": "蝉鸣"], ["title": "秋", "content": "雁"], [:]] {
            try await person.put("/creations/1", change)
        }
        let file = try await keepFile("a picture", of: person)
        try await send(.get, file.path)
        try await person.delete("/creations/\(file.creation)")
        try await runJobs()
        try await person.delete("/creations/1")
    }

    private func administrate(_ person: Person) async throws {
        let admin = try await admin()
        try await admin.post(
            "/admin/users",
            ["username": "zhao", "email": "zhao@example.com", "password": "a fine password", "credits": 5]
        )
        try await admin.put("/admin/users/\(person.id)", ["role": "admin", "password": "set by wang"])
        try await admin.post("/admin/users/\(person.id)/credits", ["amount": 5, "reason": "奖励"])
        try await admin.post("/admin/users/\(person.id)/credits", ["amount": -1_000_000, "reason": "更正"])
        for query in [
            "", "?provider=qwen", "?is_active=true", "?kind=text", "?provider=qwen&is_active=false&kind=text",
            "?kind=text&is_active=true",
        ] {
            try await admin.get("/models\(query)")
        }
        try await admin.post(
            "/models",
            ["name": "大模型", "provider": "openai", "model_name": "x", "credits_cost": 1, "api_key": "sk-1"]
        )
        try await admin.post("/models/1/test")
        try await keepJobs(as: admin)
        try await lookAtStatistics()
        let later = try await self.admin()
        try await later.put("/models/5", ["name": "小模型"])
        try await later.delete("/models/5")
        try await lookAtUsers(as: later, of: person)
        try await lookAtOrders(as: later, of: person)
        try await redeemCodes(as: later)
        for query in [
            "", "?act=user.create", "?actor=1", "?target=user:2", "?act=user.create&actor=1",
            "?act=credits.adjust&actor=1&target=user:2&page=2", "?from=2026-01-22T10:00:00&to=2026-01-23T10:00:00",
        ] {
            try await later.get("/admin/audit\(query)")
        }
    }

    private func redeemCodes(as admin: Person) async throws {
        let codes =
            try await makeCodes(2, ["name": "a", "credits": 1]) + makeCodes(1, ["name": "b", "membership_days": 1])
            + makeCodes(501, ["name": "c", "credits": 1])
        for code in codes.prefix(3) + codes.prefix(1) + [RedemptionCode().text] { try await admin.redeem(code) }
        // Where limits are on.
        try await services.database.write { connection in
            let store = GuessStore(connection)
            _ = try store.blockedUntil("user 1", limit: 1, windowMilliseconds: 1)
            _ = try RedemptionStore(connection).exists([1])
            try store.count("user 1", windowMilliseconds: 1)
            try store.sweep()
        }
        try await admin.get("/operation/redemptions?page=2")
        try await admin.get("/admin/redemption-batches")
        try await admin.get("/admin/redemption-batches/1")
        for query in ["", "?state=unused", "?state=redeemed", "?state=revoked&page=2"] {
            try await admin.get("/admin/redemption-batches/1/codes\(query)")
        }
        try await admin.post("/admin/redemption-codes/find", ["code": .string(codes[0])])
        try await admin.post("/admin/redemption-batches/3/revoke", ["reason": "印错了"])
    }

    /// Every filter alone, each status as it is asked for, and all with one that leads.
    private func lookAtOrders(as admin: Person, of person: Person) async throws {
        let rest = "kind=recharge&payment_method=alipay&from=2026-01-22T10:00:00&to=2026-01-23T10:00:00"
        for query in [
            "", "?kind=membership", "?payment_method=balance", "?user_id=\(person.id)", "?order_id=R20260122",
            "?from=2026-01-22T10:00:00", "?\(rest)&page=2", "?\(rest)&user_id=\(person.id)",
            "?\(rest)&user_id=\(person.id)&order_id=R",
        ] {
            try await admin.get("/admin/orders\(query)")
        }
        for status in Order.Status.allCases {
            for lead in ["", "&user_id=\(person.id)", "&order_id=R", "&kind=recharge"] {
                try await admin.get("/admin/orders?status=\(status)\(lead)")
            }
        }
        for order in ["R202601221000001", "R202601221000002"] { try await admin.get("/admin/orders/\(order)") }
    }

    private func lookAtUsers(as admin: Person, of person: Person) async throws {
        for query in [
            "", "?role=admin", "?role=user", "?membership=active", "?membership=ended", "?membership=none&page=2",
            "?disabled=true", "?disabled=false", "?role=user&membership=active&disabled=false",
            "?role=admin&membership=ended&disabled=true", "?search=1", "?search=li&role=user",
            "?search=li&role=admin&membership=active&disabled=true", "?search=l&membership=none&disabled=false",
            "?search=@example.com", "?search=@example.com&role=user&membership=none&disabled=false&page=2",
        ] {
            try await admin.get("/admin/users\(query)")
        }
        let path = "/admin/users/\(person.id)"
        for query in [
            "", "/transactions", "/transactions?type=gift", "/orders", "/orders?kind=recharge&status=paid",
            "/orders?status=closed", "/generations",
        ] {
            try await admin.get("\(path)\(query)")
        }
        try await admin.post("\(path)/disable", ["reason": "滥用"])
        try await admin.post("\(path)/enable", ["reason": "误会"])
    }

    /// A day of jobs that are done, fail, are cancelled, taken over and swept.
    private func keepJobs(as admin: Person) async throws {
        let notes = NoteDesk()
        notes.failNext(SomethingWrong())
        notes.failNext(JobFailure.permanent("x"))
        for text in ["a", "b", "c"] { try await enqueue(Note(text: text)) }
        let cancelled = try #require(await enqueue(Note(text: "d"), at: clock.now + 1000, key: "k"))
        let runner = runner([notes.handler])
        let hearing = try await runner.begin()
        let other = self.runner([notes.handler])
        try await other.open()
        try await runner.untilQuiet()
        try await admin.post("/admin/jobs/\(cancelled)/cancel")
        let held = notes.holdNext()
        let id = try #require(await enqueue(Note(text: "held")))
        let context = try await held.hasBegun()
        try await context.write { _ in () }
        for _ in 0...RunnerWatch.patience { try await other.beat() }
        try await runner.beat()
        try await services.jobs.cancel(id, by: .command)
        hearing.cancel()
        await runner.stop(finishing: .zero)
        await other.stop(finishing: .zero)
        for query in ["", "?state=parked", "?kind=test.note", "?state=done&kind=test.note&page=2"] {
            try await admin.get("/admin/jobs\(query)")
        }
        try await admin.post("/admin/jobs/\(cancelled)/retry")
        clock.advance(hours: 1)
        try await runJobs()
        try await forgetJobs()
    }

    /// The day as it happens, and as sums once it is over.
    private func lookAtStatistics() async throws {
        for _ in 0..<2 {
            let admin = try await admin()
            for part in ["", "/daily", "/tools", "/models"] {
                try await admin.get("/operation/statistics\(part)?start_date=2026-01-22")
            }
            clock.advance(days: 1)
            try await runJobs()
        }
    }

    func expectEveryRouteWasTouched() throws {
        let table = RouteTable(routes(services))
        var missing = Set(table.routes.map { "\($0.method.rawValue) \($0.pattern)" })
        for request in requests.recorded {
            if case .found(let route, _) = table.match(.init(rawValue: request.method.rawValue), request.path[...]) {
                missing.remove("\(route.method.rawValue) \(route.pattern)")
            }
        }
        #expect(missing.sorted() == [], "the story leaves these routes out")
    }
}
