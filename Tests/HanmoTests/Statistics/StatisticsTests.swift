import Database
import HTTPTypes
import JSON
import Testing

@testable import Hanmo

/// How the site is doing: users, money, members; each number against a history that is counted by hand.
@Suite struct StatisticsTests {
    @Test func `an empty site has its administrator and nothing else`() async throws {
        try await withTestApp { app in
            let admin = try await app.admin()

            let usual = try await admin.get("/operation/statistics")
            let before = try await admin.statistics("", "2020-02-01", "2020-02-29")

            #expect(
                usual.text == """
                    {"code":200,"message":"success","data":{"total_users":1,"new_users":1,"total_revenue":0.00,\
                    "total_credits_sold":0,"active_members":0,"conversion_rate":0.0000,"total_refunded":0.00,\
                    "paying_users":0,"start_date":"2025-12-24","end_date":"2026-01-22","promotions":{\
                    "activity_credits":0,"first_purchase_credits":0,"referral_credits":0,"redemption_credits":0,\
                    "administrator_credits":0,"coupon_credits":0,"coupon_discounts":0.00,"activity_discounts":0.00}}}
                    """
            )
            #expect(before["total_users"] == 0)
            #expect(before["conversion_rate"] == 0.0)
        }
    }

    @Test func `users, money and members are what the orders of these days have brought`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin")
            let mei = try await app.signUp("mei", credits: 100)
            try await app.report(try await lin.order())
            try await app.report(try await lin.buyLater())
            try await mei.buy("monthly", with: "balance")
            // What nobody pays, or nobody believes, is nothing.
            _ = try await mei.order()
            try await app.report(try await mei.order(), "failed")

            let day = try await app.admin().statistics("", "2026-01-22", "2026-01-22")

            #expect(
                day == [
                    "total_users": 3, "new_users": 3, "total_revenue": 19.90, "total_credits_sold": 100,
                    "active_members": 2, "conversion_rate": 0.3333, "total_refunded": 0.0, "paying_users": 1,
                    "start_date": "2026-01-22", "end_date": "2026-01-22",
                    "promotions": JSON.promotions(["redemption_credits": 100]),
                ]
            )
            #expect(try await app.admin().daily("2026-01-22")["credits_spent"] == 99)
            app.clock.advance(minutes: 30)
            try await app.runJobs()
        }
    }

    @Test func `a day of Beijing ends at its midnight, to the millisecond`() async throws {
        try await withTestApp(at: "2026-01-31T23:59:59") { app in
            app.clock.advance(milliseconds: 999)
            let lin = try await app.signUp("lin")
            try await app.report(try await lin.order())
            app.clock.advance(milliseconds: 1)
            let mei = try await app.signUp("mei")
            try await app.report(try await mei.order())
            try await mei.generate()
            let admin = try await app.admin()

            let january = try await admin.statistics("", "2026-01-01", "2026-01-31")
            let february = try await admin.statistics("", "2026-02-01", "2026-02-28")

            #expect(january["total_users"] == 2)
            #expect(january["new_users"] == 2)
            #expect(january["total_revenue"] == 10.00)
            #expect(january["conversion_rate"] == 0.5)
            #expect(february["total_users"] == 3)
            #expect(february["new_users"] == 1)
            #expect(february["total_revenue"] == 10.00)
            #expect(february["conversion_rate"] == 0.6667)
            #expect(try await admin.daily("2026-01-31")["credits_sold"] == 100)
            #expect(try await admin.daily("2026-02-01")["credits_sold"] == 100)
            #expect(try await admin.daily("2026-01-31")["active_users"] == 0)
            #expect(try await admin.daily("2026-02-01")["active_users"] == 1)
        }
    }

    @Test func `a refund counts on the day on which the money is back, and what was told of a day stays true`()
        async throws
    {
        try await withTestApp { app in
            let lin = try await app.signUp("lin")
            let recharge = try await lin.order()
            try await app.report(recharge)
            let membership = try await lin.buyLater()
            try await app.report(membership)
            let mei = try await app.signUp("mei", credits: 99)
            try await mei.buy("monthly", with: "balance")
            let told = try await app.admin().statistics("", "2026-01-01", "2026-01-31")
            app.clock.advance(days: 20)
            let admin = try await app.admin()

            for order in [recharge, membership, "M202601221000002"] {
                #expect(try await admin.refund(order).code == 200)
            }
            let january = try await admin.statistics("", "2026-01-01", "2026-01-31")
            let february = try await admin.statistics("", "2026-02-11", "2026-02-11")
            let both = try await admin.statistics("", "2026-01-01", "2026-02-28")
            let day = try await admin.daily("2026-02-11")

            #expect(january["total_revenue"] == told["total_revenue"])
            #expect(january["total_revenue"] == 19.90)
            #expect(february["total_revenue"] == -19.90)
            #expect(february["total_refunded"] == 19.90)
            #expect(february["total_credits_sold"] == -100)
            // They have paid, whatever came back.
            #expect(february["paying_users"] == 1)
            #expect(both["total_revenue"] == 0.0)
            #expect(both["total_credits_sold"] == 0)
            #expect(day["revenue"] == -19.90)
            #expect(day["refunded"] == 19.90)
            #expect(day["credits_spent"] == -99)
            app.clock.advance(days: 30)
            try await app.runJobs()
        }
    }

    @Test func `members are those whose membership ran at the end of the last day`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin")
            let mei = try await app.signUp("mei")
            try await app.report(try await lin.buyLater())
            let returned = try await mei.buyLater()
            try await app.report(returned)
            app.clock.advance(days: 10)
            let ahead = try await app.admin().statistics("", "2026-01-22", "2026-12-31")
            try await app.admin().refund(returned)
            app.clock.advance(days: 40)
            let admin = try await app.admin()
            func members(_ day: String) async throws -> Int? {
                try await admin.statistics("", day, day)["active_members"]?.int
            }

            // The end of that range is yet to come, so this moment counts.
            #expect(ahead["active_members"] == 2)
            #expect(try await members("2026-01-21") == 0)
            #expect(try await members("2026-01-22") == 2)
            #expect(try await members("2026-01-31") == 2)
            #expect(try await members("2026-02-01") == 1)
            #expect(try await members("2026-02-21") == 1)
            #expect(try await members("2026-02-22") == 0)
            #expect(try await admin.statistics("", "2026-01-01", "2026-12-31")["active_members"] == 0)
            try await app.runJobs()
        }
    }

    // MARK: Dates

    @Test(arguments: ["", "/daily", "/tools", "/models"])
    func `days that are none, the wrong way round or too many are refused by name`(part: String) async throws {
        try await withTestApp { app in
            let admin = try await app.admin()
            let cases: [(query: String, field: String)] = [
                ("start_date=2026-02-30", "start_date"), ("end_date=2027-02-29", "end_date"),
                ("start_date=2026-13-01", "start_date"), ("start_date=2026-00-10", "start_date"),
                ("start_date=2026-01-00", "start_date"), ("start_date=2026-1-1", "start_date"),
                ("start_date=20260101", "start_date"), ("start_date=-026-01-01", "start_date"),
                ("start_date=0000-01-01", "start_date"), ("start_date=yesterday", "start_date"),
                ("start_date=2026-01-01T00:00:00", "start_date"),
                ("start_date=%D9%A2%D9%A0%D9%A2%D9%A6-01-01", "start_date"),
                ("start_date=a\u{0}b".urlEncoded, "start_date"),
                ("start_date=2026-01-02&end_date=2026-01-01", "end_date"),
                ("start_date=2025-01-21&end_date=2026-01-22", "end_date"), ("start_date=0001-01-01", "end_date"),
                ("format=xml", "format"),
            ]
            for (query, field) in cases {
                let reply = try await admin.get("/operation/statistics\(part)?\(query)")
                #expect(reply.code == 400, "\(query)")
                #expect(reply.faultyFields == [field], "\(query)")
            }
            for query in [
                "start_date=2025-01-22&end_date=2026-01-22", "start_date=2028-02-29&end_date=2028-02-29",
                "start_date=2030-01-01", "end_date=2020-02-29", "start_date=&end_date=", "start_date=9999-12-31",
                "end_date=0001-02-01",
            ] {
                #expect(try await admin.get("/operation/statistics\(part)?\(query)").code == 200, "\(query)")
            }
        }
    }

    @Test func `days follow one another without a gap over month ends and leap days`() async throws {
        try await withTestApp { app in
            let admin = try await app.admin()
            func dates(_ first: String, _ last: String) async throws -> [String?] {
                try await admin.statistics("/daily", first, last)["items"]?.array?.map { $0["date"]?.string } ?? []
            }

            #expect(
                try await dates("2028-02-28", "2028-03-01") == ["2028-02-28", "2028-02-29", "2028-03-01"]
            )
            #expect(try await dates("2026-02-28", "2026-03-01") == ["2026-02-28", "2026-03-01"])
            #expect(try await dates("2025-12-31", "2026-01-01") == ["2025-12-31", "2026-01-01"])
            #expect(try await dates("2027-03-01", "2028-02-29").count == 366)
        }
    }

    // MARK: Sheets

    @Test func `a sheet opens in Chinese, and no name in it becomes a formula`() async throws {
        try await withTestApp { app in
            let admin = try await app.admin()
            for name in ["=cmd|'/C calc'!A0", #"甲,"乙""#, "@x", "\t1+1", "-1"] {
                try await admin.post(
                    "/models",
                    ["name": .string(name), "provider": "builtin", "model_name": "x", "credits_cost": 0]
                )
            }
            for model in 5...9 { try await admin.generate("resume", title: "春天", ["model_id": .int(model)]) }

            let models = try await admin.get("/operation/statistics/models?format=csv")
            let tools = try await admin.get("/operation/statistics/tools?format=csv&end_date=2026-01-22")
            let english = try await admin.send(
                .get,
                "/api/v1/operation/statistics?format=csv&start_date=2026-01-22",
                headers: ["Accept-Language": "en"]
            )

            #expect(models.headers[.contentType] == "text/csv; charset=utf-8")
            #expect(
                models.headers[.contentDisposition]
                    == #"attachment; filename="statistics-models-2025-12-24-2026-01-22.csv""#
            )
            #expect(
                models.text
                    == [
                        "\u{FEFF}模型,编号,服务商,类型,完成,消耗积分,失败,失败原因,平均耗时（毫秒）,95% 耗时（毫秒）",
                        "'=cmd|'/C calc'!A0,5,builtin,text,1,0,0,,0,0", #""甲,""乙""",6,builtin,text,1,0,0,,0,0"#,
                        "'@x,7,builtin,text,1,0,0,,0,0", "1+1,8,builtin,text,1,0,0,,0,0",
                        "'-1,9,builtin,text,1,0,0,,0,0", "",
                    ].joined(separator: "\r\n")
            )
            #expect(tools.text == "\u{FEFF}工具,工具代码,类型,完成,失败,消耗积分\r\n简历/求职信,resume,text,5,0,0\r\n")
            #expect(
                english.text == """
                    \u{FEFF}start_date,end_date,total_users,new_users,total_revenue,total_credits_sold,active_members,\
                    conversion_rate,total_refunded,paying_users,activity_credits,first_purchase_credits,referral_credits,\
                    redemption_credits,administrator_credits,coupon_credits,coupon_discounts,activity_discounts\r\n\
                    2026-01-22,2026-01-22,1,1,0.00,0,0,0.0000,0.00,0,0,0,0,0,0,0,0.00,0.00\r\n
                    """
            )
        }
    }

    @Test func `cells are quoted where they have to be, and money may be negative`() {
        #expect(SheetCell.text("a\nb").text == "\"a\nb\"")
        #expect(SheetCell.text("+1,2").text == "\"'+1,2\"")
        #expect(SheetCell.text("\r=1").text == "\"'\r=1\"")
        for sign in "＝＋－＠" { #expect(SheetCell.text("\(sign)1").text == "'\(sign)1") }
        #expect(SheetCell.text("").text == "")
        #expect(SheetCell.yuan(-5).text == "-0.05")
        #expect(SheetCell.yuan(-1999).text == "-19.99")
    }
}

extension String {
    /// With NUL as a query has it.
    fileprivate var urlEncoded: String { replacing("\u{0}", with: "%00") }
}

extension Person {
    /// The data of a report about some days.
    func statistics(_ part: String, _ first: String, _ last: String) async throws -> JSON {
        try await get("/operation/statistics\(part)?start_date=\(first)&end_date=\(last)").data
    }

    /// One day of the daily report.
    func daily(_ day: String) async throws -> JSON {
        try await statistics("/daily", day, day)["items"]?.array?.first ?? .null
    }

    /// The number of a month's membership that is yet to be paid.
    fileprivate func buyLater() async throws -> String {
        try #require(await buy("monthly", with: "alipay").data["order_id"]?.string)
    }
}
