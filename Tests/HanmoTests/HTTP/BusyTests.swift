import Database
import Foundation
import PostgresForTests
import Testing

@testable import Hanmo

/// More requests than the database has connections.
@Suite(.enabled(if: TestServer.isPostgres)) struct BusyTests {
    @Test func `whoever finds every connection taken is told to come back, and is served when one is free`()
        async throws
    {
        try await withTestApp(adjusting: { _, parts in parts.connectionPatience = .milliseconds(50) }) { app in
            let lin = try await app.signUp("lin", credits: 10)
            let isHeld = DispatchSemaphore(value: 0)
            let mayGoOn = DispatchSemaphore(value: 0)
            let holders = (0..<TestServer.connections).map { _ in
                Task {
                    try await app.services.database.write { connection in
                        isHeld.signal()
                        mayGoOn.wait()
                    }
                }
            }
            for _ in holders {
                while isHeld.wait(timeout: .now()) != .success { await Task.yield() }
            }

            let refused = try await lin.get("/credit/balance")
            for _ in holders { mayGoOn.signal() }
            for holder in holders { try await holder.value }
            let served = try await lin.get("/credit/balance")

            #expect(refused.text == #"{"code":500,"message":"服务器繁忙，请稍后再试","data":null}"#)
            #expect(refused.status == 500)
            #expect(refused.header("Retry-After") == "1")
            #expect(served.code == 200)
        }
    }
}
