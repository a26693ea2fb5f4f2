import Database
import JSON
import Providers
import Testing

@testable import Hanmo

@Suite struct ModelTests {
    @Test func `a new installation has the built-in engine's models`() async throws {
        try await withTestApp { app in
            let lin = try await app.signUp("lin")

            let models = try await lin.get("/models").items

            #expect(models.map { $0["id"] } == [1, 2, 3, 4])
            #expect(models.map { $0["kind"] } == ["text", "image", "video", "ppt"])
            #expect(models.map { $0["credits_cost"] } == [10, 20, 50, 30])
            #expect(models.map { $0["provider"] } == ["builtin", "builtin", "builtin", "builtin"])
            #expect(models.map { $0["has_api_key"] } == [false, false, false, false])
        }
    }

    @Test func `an installation that starts with a DashScope key has Qwen's models, with the key sealed`() async throws
    {
        let key = "sk-dashscope-1234567890"
        try await withTestApp(adjusting: { settings, _ in settings.dashScopeKey = key }) { app in
            let lin = try await app.signUp("lin")

            let reply = try await lin.get("/models")

            #expect(reply.items.map { $0["provider"] } == ["qwen", "qwen", "qwen", "qwen"])
            #expect(reply.items.map { $0["kind"] } == ["text", "image", "video", "ppt"])
            #expect(reply.items.map { $0["credits_cost"] } == [10, 20, 50, 30])
            #expect(reply.items.first?["model_name"] == "qwen-max")
            #expect(reply.items.map { $0["has_api_key"] } == [true, true, true, true])
            #expect(!reply.text.contains(key))
            try await app.expectNowhere(key, sealedIn: 1)
        }
    }

    @Test func `models are made once: not again after a change, nor after all were deleted`() async throws {
        try await withTestApp { app in
            let admin = try await app.admin()
            try await admin.put("/models/1", ["name": "改名"])
            try await admin.delete("/models/2")
            try await app.services.prepare()
            let changed = try await admin.get("/models").items
            for id in [1, 3, 4] { try await admin.delete("/models/\(id)") }
            try await app.services.prepare()

            #expect(changed.map { $0["id"] } == [1, 3, 4])
            #expect(changed.first?["name"] == "改名")
            #expect(try await admin.get("/models").items.isEmpty)
        }
    }

    @Test func `a created model answers what the API document shows, without its key`() async throws {
        try await withTestApp { app in
            let admin = try await app.admin()

            let reply = try await admin.post("/models", ModelTests.deepSeek)

            #expect(
                reply.text == """
                    {"code":200,"message":"success","data":{"id":5,"name":"DeepSeek","provider":"deepseek",\
                    "model_name":"deepseek-chat","kind":"text","is_active":true,"credits_cost":8,"has_api_key":true,\
                    "api_base":null,"config":{"temperature":0.7},"created_at":"2026-01-22T10:00:00"}}
                    """
            )
            try await app.expectNowhere(ModelTests.key, sealedIn: 5)
            #expect(app.log.recorded.allSatisfy { !"\($0)".contains(ModelTests.key) })
        }
    }

    @Test func `a changed key is sealed too, and what a change does not name stays`() async throws {
        try await withTestApp { app in
            let admin = try await app.admin()
            try await admin.post("/models", ModelTests.deepSeek)

            let renamed = try await admin.put("/models/5", ["name": "深度求索", "api_key": "sk-another-key-987"])

            #expect(renamed.data["name"] == "深度求索")
            #expect(renamed.data["model_name"] == "deepseek-chat")
            #expect(renamed.data["credits_cost"] == 8)
            #expect(renamed.data["has_api_key"] == true)
            #expect(!renamed.text.contains("sk-another"))
            try await app.expectNowhere("sk-another-key-987", sealedIn: 5)
        }
    }

    @Test func `the list is filtered by provider, state and kind`() async throws {
        try await withTestApp { app in
            let admin = try await app.admin()
            try await admin.post("/models", ModelTests.deepSeek)
            try await admin.put("/models/2", ["is_active": false])
            func ids(_ query: String) async throws -> [JSON?] {
                try await admin.get("/models\(query)").items.map { $0["id"] }
            }

            #expect(try await ids("") == [1, 2, 3, 4, 5])
            #expect(try await ids("?provider=deepseek") == [5])
            #expect(try await ids("?provider=nobody") == [])
            #expect(try await ids("?is_active=true") == [1, 3, 4, 5])
            #expect(try await ids("?is_active=false") == [2])
            #expect(try await ids("?kind=text") == [1, 5])
            #expect(try await ids("?kind=text&provider=builtin&is_active=true") == [1])
            #expect(try await admin.get("/models?kind=song").faultyFields == ["kind"])
            #expect(try await admin.get("/models?is_active=maybe").faultyFields == ["is_active"])
        }
    }

    @Test func `users see active models only, whatever they ask for`() async throws {
        try await withTestApp { app in
            let admin = try await app.admin()
            let lin = try await app.signUp("lin")
            try await admin.put("/models/2", ["is_active": false])

            #expect(try await lin.get("/models").items.map { $0["id"] } == [1, 3, 4])
            #expect(try await lin.get("/models?is_active=false").items.isEmpty)
            #expect(try await lin.get("/models?kind=image").items.isEmpty)
        }
    }

    @Test func `users see what members pay, and nothing of how a model is reached`() async throws {
        try await withTestApp { app in
            let admin = try await app.admin()
            let lin = try await app.signUp("lin")
            let config: JSON = ["temperature": 0.7, "member_price": 3]
            try await admin.post("/models", ModelTests.deepSeek.with(["config": config]))

            let shown = try #require(try await lin.get("/models?provider=deepseek").items.first)

            #expect(shown["config"] == ["member_price": 3])
            #expect(shown["api_base"] == .null)
            #expect(try await admin.get("/models?provider=deepseek").items.first?["config"] == config)
        }
    }

    @Test func `a model that is deleted is gone, and what was made with it stays`() async throws {
        try await withTestApp { app in
            let admin = try await app.admin()
            let lin = try await app.signUp("lin", credits: 100)
            try await admin.post("/models", ModelTests.deepSeek)
            let id = try #require(try await lin.generate(["model_id": 5]).data["creation_id"]?.int)

            let deleted = try await admin.delete("/models/5")

            #expect(deleted.text == #"{"code":200,"message":"success","data":null}"#)
            #expect(try await lin.get("/creations/\(id)").data["model"] == "DeepSeek")
            #expect(try await lin.generate(["model_id": 5]).faultyFields == ["model_id"])
            for again in [try await admin.delete("/models/5"), try await admin.put("/models/5", ["name": "x"])] {
                #expect(again.code == 404)
            }
            #expect(try await app.number("SELECT count(*) FROM ai_models WHERE api_key_sealed IS NOT NULL") == 0)
        }
    }

    @Test(
        arguments: [
            (["name": ""], "name"), (["name": JSON.null], "name"), (["provider": "Deep Seek"], "provider"),
            (["provider": "unheard-of"], "api_base"), (["model_name": 5], "model_name"), (["kind": "song"], "kind"),
            (["credits_cost": -1], "credits_cost"), (["credits_cost": "8"], "credits_cost"),
            (["api_base": "ftp://example.com"], "api_base"), (["api_base": "https://user@example.com"], "api_base"),
            (["api_base": "https://e]x/"], "api_base"), (["api_base": "https://[::1"], "api_base"),
            (["api_base": "https://[::1]x"], "api_base"), (["api_base": "http://127.0.0.1:99999/v1"], "api_base"),
            (["api_base": "http://[::1]:65536"], "api_base"), (["api_base": "http://example.com:0"], "api_base"),
            (["api_base": "http://example.com/\r\nX: y"], "api_base"), (["api_key": "a\r\nb"], "api_key"),
            (["api_key": "钥匙"], "api_key"), (["is_active": "yes"], "is_active"), (["config": []], "config"),
            (["config": ["temperature": 9]], "config.temperature"),
            (["config": ["max_tokens": 0]], "config.max_tokens"),
            (["config": ["member_price": -1]], "config.member_price"), (["config": ["deep": [:]]], "config.deep"),
            (["config": ["n": 2]], "config.n"), (["config": ["stream": true]], "config.stream"),
            (["config": ["thinking": "yes"]], "config.thinking"),
            (["config": ["stop": JSON.string(String(repeating: "x", count: 2001))]], "config.stop"),
        ] as [(JSON, String)]
    )
    func `what cannot be a model is refused by the name of the field`(change: JSON, field: String) async throws {
        try await withTestApp { app in
            let admin = try await app.admin()

            let reply = try await admin.post("/models", ModelTests.deepSeek.with(change))

            #expect(reply.code == 400)
            #expect(reply.faultyFields == [field])
            #expect(try await admin.get("/models").items.count == 4)
        }
    }

    // MARK: The test call

    @Test func `a test call tells how the provider does, in its own words where it fails`() async throws {
        try await withTestApp { app in
            let admin = try await app.admin()
            let work = app.provider.holdNext()
            app.provider.failNext(.unauthorized, saying: "Invalid API-key provided")

            async let tested = admin.post("/models/1/test")
            await work.hasBegun()
            app.clock.advance(milliseconds: 230)
            work.say("好")
            work.finish()
            let good = try await tested
            let bad = try await admin.post("/models/1/test")

            #expect(good.data == ["ok": true, "latency_ms": 230, "model": "fake-1", "error": nil])
            #expect(bad.code == 200)
            #expect(bad.data["ok"] == false)
            #expect(bad.data["error"]?.string?.contains("Invalid API-key provided") ?? false)
            let picture = try await admin.post("/models/2/test")
            #expect(picture.text == #"{"code":400,"message":"目前只能测试文本模型","data":null}"#)
            #expect(try await admin.post("/models/99/test").code == 404)
        }
    }

    @Test(.timeLimit(.minutes(5)))
    func `a test call of an address where nobody answers says so in plain words`() async throws {
        try await withTestApp(adjusting: { _, parts in parts.provider = { _ in nil } }) { app in
            let admin = try await app.admin()
            // Port 1 is for the system's own programs, and none has it.
            let nowhere: JSON = [
                "name": "无", "provider": "openai", "model_name": "x", "credits_cost": 1,
                "api_base": "http://127.0.0.1:1/v1",
            ]
            let model = try await admin.post("/models", nowhere).data["id"]?.int ?? 0

            let chinese = try await admin.post("/models/\(model)/test").data["error"]?.string
            let english = try await admin.post("/models/\(model)/test", headers: ["Accept-Language": "en"])
                .data["error"]?.string

            let details = "no connection to http://127.0.0.1:1/v1/chat/completions: Connection refused"
            #expect(chinese == "连不上服务商，请检查地址和网络（\(details)）")
            #expect(english == "The provider can't be reached; check address and network (\(details))")
        }
    }

    private static let key = "sk-deepseek-0123456789"
    private static let deepSeek: JSON = [
        "name": "DeepSeek", "provider": "deepseek", "model_name": "deepseek-chat", "credits_cost": 8,
        "api_key": .string(key), "config": ["temperature": 0.7],
    ]

    @Test func `a key and an address can be taken away, and another provider or host gets neither`() async throws {
        try await withTestApp { app in
            let admin = try await app.admin()
            let made = try await admin.post(
                "/models",
                [
                    "name": "模型", "provider": "qwen", "model_name": "qwen-plus", "credits_cost": 1, "api_key": "sk-1",
                    "api_base": "https://dashscope.aliyuncs.com/api/v1",
                ]
            )
            let path = "/models/\(try #require(made.data["id"]?.int))"

            let kept = try await admin.put(path, ["name": "另一个"])
            let moved = try await admin.put(path, ["provider": "deepseek"])
            let keyed = try await admin.put(path, ["api_key": "sk-2", "api_base": "https://example.com/v1"])
            let samePlace = try await admin.put(path, ["api_base": "https://example.com/v2"])
            let elsewhere = try await admin.put(path, ["api_base": "https://example.com:8443/v2"])
            let bare = try await admin.put(path, ["api_key": nil, "api_base": nil])

            #expect(samePlace.data["has_api_key"] == true)
            #expect(elsewhere.data["has_api_key"] == false)
            #expect(kept.data["has_api_key"] == true)
            #expect(kept.data["api_base"] == "https://dashscope.aliyuncs.com/api/v1")
            #expect(moved.data["has_api_key"] == false)
            #expect(moved.data["api_base"]?.string != "https://dashscope.aliyuncs.com/api/v1")
            #expect(keyed.data["has_api_key"] == true)
            #expect(bare.data["has_api_key"] == false)
            #expect(bare.data["api_base"]?.string == nil)
        }
    }

    @Test func `a key goes with its host, whether the address is written or the provider's own`() async throws {
        try await withTestApp { app in
            let admin = try await app.admin()
            let made = try await admin.post("/models", ModelTests.deepSeek)
            let path = "/models/\(try #require(made.data["id"]?.int))"

            let written = try await admin.put(path, ["api_base": "https://API.deepseek.com/v1"])
            let unwritten = try await admin.put(path, ["api_base": nil])
            let elsewhere = try await admin.put(path, ["api_base": "https://example.com/v1", "api_key": "sk-2"])
            let back = try await admin.put(path, ["api_base": nil])

            #expect(written.data["has_api_key"] == true)
            #expect(unwritten.data["has_api_key"] == true)
            #expect(elsewhere.data["has_api_key"] == true)
            #expect(back.data["has_api_key"] == false)
        }
    }
}

extension Person {
    fileprivate func generate(_ more: JSON) async throws -> Answer {
        try await generate("wechat_article", title: "春天", more)
    }
}

extension TestApp {
    /// Fails the test where a secret can be read in a model's row, or where that row holds none.
    fileprivate func expectNowhere(_ secret: String, sealedIn model: Int) async throws {
        let row = try await services.database.read { connection in
            try connection.first(
                "SELECT api_key_sealed, name || provider || config FROM ai_models WHERE id = \(model)"
            ) { (sealed: $0.bytesOrNil(0) ?? [], plain: $0.string(1)) }
        }
        let sealed = try #require(row?.sealed)
        #expect(sealed.count >= secret.utf8.count + 28)
        #expect(!String(decoding: sealed, as: UTF8.self).contains(secret))
        #expect(row?.plain.contains(secret) == false)
        #expect(try services.models.secrets.open(sealed, for: "model keys") == secret)
    }
}
