import AsyncHTTPClient
import Crypto
import CryptoExtras
import Gateways
import GatewaysForTests
import NIOCore
import NIOPosix
import Synchronization
import Testing

/// The time of day, which stands still until a test moves it.
final class TestClock: Sendable {
    /// 2026-11-28 19:30:00 in Beijing.
    static let start = 1_795_865_400_000

    private let milliseconds = Mutex(TestClock.start)

    var now: Int { milliseconds.withLock { $0 } }

    func advance(_ by: Int) {
        milliseconds.withLock { $0 += by }
    }
}

/// Remembers what it was given, in order.
final class Recorder<Element: Sendable>: Sendable {
    private let state = Mutex<[Element]>([])

    func record(_ element: Element) {
        state.withLock { $0.append(element) }
    }

    var all: [Element] { state.withLock { $0 } }
}

/// Limits under which silence is soon noticed; nothing that answers is ever cut short by them.
func impatient() -> GatewayHTTP.Limits {
    var limits = GatewayHTTP.Limits()
    limits.attemptTimeout = .milliseconds(50)
    return limits
}

/// A fake Alipay and the gateway that talks to it.
struct AlipayStage {
    let fake: FakeAlipay
    let alipay: Alipay
    let clock: TestClock
    /// The pauses between attempts: recorded instead of waited for.
    let pauses: Recorder<Duration>
}

/// A fake WeChat Pay and the gateway that talks to it.
struct WeChatStage {
    let fake: FakeWeChatPay
    let wechat: WeChatPay
    let clock: TestClock
    let pauses: Recorder<Duration>
}

/// - Parameter change: what is special about the merchant.
func withAlipay(
    limits: GatewayHTTP.Limits = GatewayHTTP.Limits(),
    attempts: Int = 3,
    _ change: (inout Alipay.Merchant) -> Void = { _ in },
    _ body: (AlipayStage) async throws -> Void
) async throws {
    let fake = try await FakeAlipay.start()
    let (clock, pauses) = (TestClock(), Recorder<Duration>())
    try await withHTTP(limits, attempts, clock, pauses, stopping: fake.stop) { http in
        var merchant = Alipay.Merchant.test(gateway: fake.gateway)
        change(&merchant)
        let alipay = try Alipay(merchant, http)
        try await body(AlipayStage(fake: fake, alipay: alipay, clock: clock, pauses: pauses))
    }
}

/// - Parameter change: what is special about the merchant.
func withWeChat(
    limits: GatewayHTTP.Limits = GatewayHTTP.Limits(),
    attempts: Int = 3,
    _ change: (inout WeChatPay.Merchant) -> Void = { _ in },
    _ body: (WeChatStage) async throws -> Void
) async throws {
    let (clock, pauses) = (TestClock(), Recorder<Duration>())
    let fake = try await FakeWeChatPay.start { clock.now }
    try await withHTTP(limits, attempts, clock, pauses, stopping: fake.stop) { http in
        var merchant = WeChatPay.Merchant.test
        merchant.gateways = [fake.gateway]
        change(&merchant)
        let wechat = try WeChatPay(merchant, http)
        try await body(WeChatStage(fake: fake, wechat: wechat, clock: clock, pauses: pauses))
    }
}

/// Makes the client, and stops both ends whatever happens.
private func withHTTP(
    _ limits: GatewayHTTP.Limits,
    _ attempts: Int,
    _ clock: TestClock,
    _ pauses: Recorder<Duration>,
    stopping stop: () async -> Void,
    _ body: (GatewayHTTP) async throws -> Void
) async throws {
    // Long enough that a busy machine changes no outcome.
    let client = GatewayHTTP.client(on: NIOSingletons.posixEventLoopGroup, connectTimeout: .seconds(60))
    var retry = GatewayHTTP.RetryPolicy()
    retry.attempts = attempts
    retry.sleep = { pauses.record($0) }
    retry.random = { 0 }
    let result: Result<Void, any Error>
    do {
        result = .success(
            try await body(GatewayHTTP(client: client, limits: limits, retry: retry, clock: { clock.now }))
        )
    } catch {
        result = .failure(error)
    }
    await stop()
    try await client.shutdown()
    try result.get()
}

/// The HTTP part for gateways that are never asked anything.
func idleHTTP(_ clock: TestClock = TestClock()) -> GatewayHTTP {
    GatewayHTTP(client: .shared, clock: { clock.now })
}

extension PaymentOrder {
    /// 10 yuan by a code, for half an hour.
    static func test(_ channel: PaymentChannel, _ number: String = "R202611281000001") -> PaymentOrder {
        PaymentOrder(
            number: number,
            channel: channel,
            amountFen: 1_000,
            subject: "充值 100 积分",
            notifyURL: "https://hanmo.example.com/api/v1/credit/payment/notify/\(channel.rawValue)",
            expiresAt: TestClock.start + 30 * 60_000,
            checkout: .code
        )
    }

    func with(_ change: (inout PaymentOrder) -> Void) -> PaymentOrder {
        var copy = self
        change(&copy)
        return copy
    }
}

extension ExpectedPayment {
    init(_ order: PaymentOrder) {
        self.init(number: order.number, channel: order.channel, amountFen: order.amountFen)
    }
}

extension Trait where Self == ParallelizationTrait {
    /// One test after the other, since each opens a server and connections.
    ///
    /// Foundation's `Process` reads beyond its buffer, and may crash, where the process has some 1,350 files open;
    /// other suites start processes at the same time.
    static var fewFiles: ParallelizationTrait { .serialized }
}

/// The error that `body` throws.
func failure<Value>(_ body: () async throws(GatewayError) -> Value) async -> GatewayError? {
    do throws(GatewayError) {
        _ = try await body()
        return nil
    } catch {
        return error
    }
}

/// The refusal that `body` throws.
func refusal<Value>(_ body: () async throws(Refusal) -> Value) async -> Refusal? {
    do throws(Refusal) {
        _ = try await body()
        return nil
    } catch {
        return error
    }
}

extension GatewayReport {
    /// The payment, where it is one.
    var payment: Payment? {
        if case .payment(let payment) = event { payment } else { nil }
    }
}
