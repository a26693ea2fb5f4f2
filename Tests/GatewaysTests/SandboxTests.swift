import Crypto
import Foundation
import NIOCore
import NIOHTTP1
import Testing

@testable import Gateways

/// The gateway without money, and the reports that it and other bridges sign.
struct SandboxTests {
    static let key = SymmetricKey(data: Array("a-secret-of-32-bytes-or-more-....".utf8))
    static let order = PaymentOrder.test(.alipay)
    let clock = TestClock()

    private var sandbox: Sandbox { sandbox(SandboxMemory()) }

    private func sandbox(_ book: any SandboxBook) -> Sandbox {
        Sandbox(
            signature: BridgeSignature(key: SandboxTests.key),
            cashierURL: "http://localhost:8000/cashier",
            book: book,
            clock: { [clock] in clock.now }
        )
    }

    @Test func `an order's whole life without a yuan moved`() async throws {
        let sandbox = sandbox
        let number = SandboxTests.order.number
        let url =
            "http://localhost:8000/cashier/\(number)?key=\(BridgeSignature(key: SandboxTests.key).pageKey(of: number))"

        #expect(try await sandbox.query(number).state == .absent)
        #expect(try await sandbox.create(SandboxTests.order) == .code(url))
        #expect(try await sandbox.create(SandboxTests.order.with { $0.checkout = .page(returnURL: nil) }) == .url(url))
        #expect(try await sandbox.query(number).state == .open)
        let failed = try await sandbox.settle(number, by: .alipay, succeeds: false)
        #expect(try await sandbox.verify(failed).payment?.state == .failed)
        let paid = try await sandbox.settle(number, by: .alipay, succeeds: true)
        let report = try await sandbox.verify(paid)
        #expect(report.payment?.state == .paid)
        #expect(report.payment?.amountFen == 1_000)
        #expect(throws: Never.self) { try report.check(ExpectedPayment(SandboxTests.order)) }
        #expect(try await sandbox.query(number).state == .paid)
        #expect(
            await failure { () throws(GatewayError) in try await sandbox.settle(number, by: .alipay, succeeds: true) }?
                .kind == .alreadyPaid
        )
        #expect(await failure { () throws(GatewayError) in try await sandbox.close(number) }?.kind == .alreadyPaid)
        #expect(
            await failure { () throws(GatewayError) in try await sandbox.create(SandboxTests.order) }?.kind
                == .alreadyPaid
        )
    }

    @Test func `money goes back once, and never more than came`() async throws {
        let sandbox = sandbox
        let number = SandboxTests.order.number
        _ = try await sandbox.create(SandboxTests.order)
        let refund = RefundOrder(number: "F1", order: number, amountFen: 600, orderAmountFen: 1_000)

        #expect(await failure { () throws(GatewayError) in try await sandbox.refund(refund) }?.kind == .notRefundable)
        _ = try await sandbox.settle(number, by: .alipay, succeeds: true)
        #expect(try await sandbox.query(refund).state == .absent)
        #expect(try await sandbox.refund(refund).state == .done)
        #expect(try await sandbox.refund(refund).amountFen == 600)
        #expect(try await sandbox.query(number).refundedFen == 600)
        let more = RefundOrder(number: "F2", order: number, amountFen: 401, orderAmountFen: 1_000)
        #expect(await failure { () throws(GatewayError) in try await sandbox.refund(more) }?.kind == .notRefundable)
        let other = RefundOrder(number: "F1", order: number, amountFen: 400, orderAmountFen: 1_000)
        #expect(await failure { () throws(GatewayError) in try await sandbox.refund(other) }?.kind == .conflict)
        let rest = RefundOrder(number: "F3", order: number, amountFen: 400, orderAmountFen: 1_000)
        #expect(try await sandbox.refund(rest).state == .done)
        #expect(try await sandbox.query(number).state == .refunded)
        let unknown = RefundOrder(number: "F4", order: "R9", amountFen: 1, orderAmountFen: 1)
        #expect(await failure { () throws(GatewayError) in try await sandbox.refund(unknown) }?.kind == .notFound)
    }

    @Test func `a closed order can't be paid any more`() async throws {
        let sandbox = sandbox
        let number = SandboxTests.order.number
        #expect(try await sandbox.close(number) == .absent)
        _ = try await sandbox.create(SandboxTests.order)

        #expect(try await sandbox.close(number) == .closed)
        #expect(try await sandbox.close(number) == .closed)
        #expect(
            await failure { () throws(GatewayError) in try await sandbox.settle(number, by: .alipay, succeeds: true) }?
                .kind == .alreadyClosed
        )
        #expect(
            await failure { () throws(GatewayError) in try await sandbox.create(SandboxTests.order) }?.kind
                == .alreadyClosed
        )
        let other = SandboxTests.order.with { $0.amountFen = 1 }
        #expect(await failure { () throws(GatewayError) in try await sandbox.create(other) }?.kind == .conflict)
    }

    @Test func `two hundred payments at once are one`() async throws {
        let sandbox = sandbox
        let number = SandboxTests.order.number
        _ = try await sandbox.create(SandboxTests.order)

        let successes = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<200 {
                group.addTask {
                    await failure { () throws(GatewayError) in
                        try await sandbox.settle(number, by: .alipay, succeeds: true)
                    } == nil
                }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }

        #expect(successes == 1)
    }

    @Test func `a book in memory forgets its oldest orders, and only those`() async throws {
        let book = SandboxMemory()
        for index in 0...10_000 {
            _ = await book.change("R\(index)") { _ in Payment(number: "R\(index)", state: .paid, amountFen: 1) }
        }

        #expect(await book.change("R1") { $0 }.after != nil)
        #expect(await book.change("R10000") { $0 }.after != nil)
        #expect(await book.change("R0") { $0 }.after == nil)
    }

    // MARK: Reports

    static let report = BridgeReport(
        order: "R1",
        channel: .wechat,
        transaction: "T1",
        status: .success,
        amountFen: 1_990
    )

    @Test func `a report is signed as the contract says`() throws {
        let notification = sandbox.report(SandboxTests.report)
        let body =
            #"{"order_id":"R1","payment_method":"wechat","transaction_id":"T1","status":"success","amount":19.90}"#
        #expect(String(buffer: notification.body) == body)
        #expect(notification.headers.first(name: "X-Hanmo-Timestamp") == "1795865400")
        let code = HMAC<SHA256>.authenticationCode(for: Data("1795865400.\(body)".utf8), using: SandboxTests.key)
        #expect(
            notification.headers.first(name: "X-Hanmo-Signature") == code.map { String(format: "%02x", $0) }.joined()
        )
    }

    @Test(arguments: BridgeReport.Status.allCases)
    func `every status of a bridge has its meaning`(_ status: BridgeReport.Status) async throws {
        var report = SandboxTests.report
        report.status = status
        report.amountFen = nil
        let found = try await sandbox.verify(sandbox.report(report))

        #expect(found.channel == .wechat)
        #expect(found.payment?.state == [.success: .paid, .failed: .failed, .closed: .closed][status])
        #expect(found.payment?.amountFen == nil)
        #expect(throws: Never.self) { try found.check(ExpectedPayment(number: "R1", channel: .wechat, amountFen: 5)) }
        #expect(throws: Refusal.otherChannel(.wechat)) {
            try found.check(ExpectedPayment(number: "R1", channel: .alipay, amountFen: 5))
        }
    }

    @Test func `a stranger's report is refused`() async throws {
        let right = sandbox.report(SandboxTests.report)
        let signature = try #require(right.headers.first(name: "x-hanmo-signature"))
        for change in [
            "", "0", String(signature.dropLast()), String(signature.reversed()), String(repeating: "z", count: 64),
        ] {
            var forged = right
            forged.headers.replaceOrAdd(name: "x-hanmo-signature", value: change)
            #expect(await refusal { () throws(Refusal) in try await sandbox.verify(forged) } == .forged)
        }
        var other = right
        other.body = ByteBuffer(string: String(buffer: right.body).replacingOccurrences(of: "19.90", with: "1.00"))
        #expect(await refusal { () throws(Refusal) in try await sandbox.verify(other) } == .forged)
        var later = right
        later.headers.replaceOrAdd(name: "x-hanmo-timestamp", value: "1795865401")
        #expect(await refusal { () throws(Refusal) in try await sandbox.verify(later) } == .forged)
        for name in ["x-hanmo-signature", "x-hanmo-timestamp"] {
            var unsigned = right
            unsigned.headers.remove(name: name)
            #expect(await refusal { () throws(Refusal) in try await sandbox.verify(unsigned) } == .unsigned)
        }
        #expect(sandbox.reply(to: .refused(.forged)).status == 401)
    }

    @Test(arguments: [-301, -300, 300, 301])
    func `a report holds for five minutes`(_ seconds: Int) async throws {
        let notification = sandbox.report(SandboxTests.report)
        clock.advance(seconds * 1_000)

        let found = await refusal { () throws(Refusal) in try await sandbox.verify(notification) }

        #expect(found == (abs(seconds) > 300 ? .stale(seconds: seconds) : nil))
    }

    @Test(arguments: ["nan", "", "9223372036854775808", "-9223372036854775808"])
    func `a timestamp that is none is refused, and breaks nothing`(_ timestamp: String) async throws {
        var notification = sandbox.report(SandboxTests.report)
        notification.headers.replaceOrAdd(name: "x-hanmo-timestamp", value: timestamp)

        #expect(await refusal { () throws(Refusal) in try await sandbox.verify(notification) } != nil)
    }

    static let wrong: [(String, String)] = [
        ("", "it is no JSON"), ("[]", "order_id"), (#"{"order_id":1}"#, "order_id"), (#"{"order_id":""}"#, "order_id"),
        (#"{"order_id":"R1","payment_method":"balance"}"#, "payment_method"),
        (#"{"order_id":"R1","payment_method":"alipay","transaction_id":""}"#, "transaction_id"),
        (#"{"order_id":"R1","payment_method":"alipay","transaction_id":"T","status":"paid"}"#, "status"),
        (
            #"{"order_id":"R1","payment_method":"alipay","transaction_id":"T","status":"success","amount":"1"}"#,
            "amount"
        ),
        (
            #"{"order_id":"R1","payment_method":"alipay","transaction_id":"T","status":"success","amount":0.001}"#,
            "amount"
        ),
        (#"{"order_id":"R1","payment_method":"alipay","transaction_id":"T","status":"success","amount":-1}"#, "amount"),
        (
            #"{"order_id":"R1","payment_method":"alipay","transaction_id":"T","status":"success","amount":1e300}"#,
            "amount"
        ),
    ]

    @Test(arguments: wrong)
    func `a signed report that makes no sense names the field`(_ body: String, _ field: String) async throws {
        let code = HMAC<SHA256>.authenticationCode(for: Data("1795865400.\(body)".utf8), using: SandboxTests.key)
        let notification = GatewayNotification(
            headers: [
                "x-hanmo-timestamp": "1795865400",
                "x-hanmo-signature": code.map { String(format: "%02X", $0) }.joined(),
            ],
            body: ByteBuffer(string: body)
        )

        #expect(await refusal { () throws(Refusal) in try await sandbox.verify(notification) } == .malformed(field))
    }

    @Test func `pages have keys of their own`() {
        let signature = BridgeSignature(key: SandboxTests.key)

        #expect(signature.pageKey(of: "R1") != signature.pageKey(of: "R2"))
        #expect(signature.pageKey(of: "R1").count == 32)
    }
}
