import HTTPTypes
import NIOCore
import NIOHTTP1
import Testing

@testable import Hanmo

/// The figures tell how a business goes, so not everybody reads them.
@Suite struct MetricsAccessTests {
    private static let token = "metrics-token-0123456789-0123456789"

    @Test func `without a token only programs on this machine read them`() async throws {
        try await withTestApp { app in
            for address in ["127.0.0.1", "127.8.9.1", "::1", "::ffff:127.0.0.1"] {
                #expect(await app.statusOfFigures(from: address) == 200, "\(address)")
            }
            for address in ["203.0.113.7", "10.0.0.1", "128.0.0.1", "::2", "2001:db8::1", "::ffff:10.0.0.1", ""] {
                #expect(await app.statusOfFigures(from: address) == 404, "\(address)")
            }
        }
    }

    @Test(
        arguments: [
            ("X-Forwarded-For", "203.0.113.7"), ("x-forwarded-for", "127.0.0.1"), ("Forwarded", "for=203.0.113.7"),
            ("X-Real-IP", "203.0.113.7"), ("Via", "1.1 proxy"), ("Origin", "https://evil.example"),
        ]
    )
    func `what a proxy hands on, or a web page asks for, comes from elsewhere`(name: String, value: String) async throws
    {
        try await withTestApp { app in
            let reply = try await app.send(.get, "/metrics", headers: [name: value])

            #expect(reply.status == 404)
            #expect(reply.text == #"{"code":404,"message":"资源不存在","data":null}"#)
        }
    }

    @Test func `where a token is set, who brings it reads them from anywhere, and nobody else does`() async throws {
        try await withTestApp(adjusting: { settings, _ in settings.metricsToken = MetricsAccessTests.token }) { app in
            let right = ["Authorization": "Bearer \(MetricsAccessTests.token)"]
            #expect(await app.statusOfFigures(from: "203.0.113.7", right) == 200)
            #expect(await app.statusOfFigures(from: "203.0.113.7", right.merging(["Via": "x"]) { $1 }) == 200)
            for wrong in ["", "x", String(MetricsAccessTests.token.dropLast()), MetricsAccessTests.token + "x"] {
                let headers = ["Authorization": "Bearer \(wrong)"]
                #expect(await app.statusOfFigures(from: "127.0.0.1", headers) == 401, "\(wrong)")
            }
            let admin = try await app.admin()
            #expect(try await admin.send(.get, "/metrics").status == 401)
            let nobody = try await app.send(.get, "/metrics")
            #expect(nobody.text == #"{"code":401,"message":"未认证","data":null}"#)
            #expect(nobody.header("WWW-Authenticate") == "Bearer")
        }
    }
}

extension TestApp {
    /// What somebody with that address is answered.
    fileprivate func statusOfFigures(from address: String, _ headers: [String: String] = [:]) async -> Int {
        let request = Request(
            id: "1",
            method: .GET,
            uri: "/metrics",
            headers: HTTPHeaders(headers.map { ($0.key, $0.value) }),
            body: ByteBuffer(),
            address: address
        )
        return await buildServer(services).dispatcher.respond(to: request).status
    }
}
