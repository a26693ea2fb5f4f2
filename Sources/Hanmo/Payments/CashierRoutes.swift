import Gateways
import JSON
import NIOCore
import NIOHTTP1

/// `/cashier`: the sandbox where orders are paid at a click; in development only.
struct CashierRoutes: Sendable {
    let payments: Payments
    let callback: @Sendable (Request) async throws -> Reply
    let clock: Clock

    /// Shows an order and two buttons: pay, or fail.
    ///
    /// `GET /cashier/{order_id}` · whoever has the link · 100 a minute
    func page(_ request: Request) async throws -> Reply {
        page(try await receipt(request))
    }

    /// The order of a page, for whoever has its whole link.
    private func receipt(_ request: Request) async throws -> OrderReceipt {
        let number = String(request.parameters.first ?? "")
        guard payments.cashierURL != nil, Query(request).text("key") == payments.cashierKey(of: number) else {
            throw Failure.notFound
        }
        return try await payments.fetch(number)
    }

    /// Pays the order, or lets the payment fail, as a bridge would report it: signed.
    ///
    /// `POST /cashier/{order_id}/{outcome}` · whoever has the link · 60 a minute
    func act(_ request: Request) async throws -> Reply {
        let receipt = try await receipt(request)
        guard let outcome = request.parameters.last, let status = PaymentReport.Status(rawValue: String(outcome)),
            status != .closed
        else { throw Failure.notFound }
        var json = JSONWriter()
        json.object { json in
            json.field("order_id", receipt.order.number)
            json.field("payment_method", receipt.order.method.rawValue)
            json.field("transaction_id", "sandbox-\(receipt.order.number)")
            json.field("status", status.rawValue)
            json.field("amount", fen: receipt.order.amountFen)
        }
        let seconds = clock.now / 1000
        let report = Request(
            id: request.id,
            method: .POST,
            uri: "/api/v1/credit/payment/callback",
            headers: [
                "X-Hanmo-Timestamp": String(seconds),
                "X-Hanmo-Signature": payments.signatures.sign(json.bytes, at: seconds),
            ],
            body: ByteBuffer(bytes: json.bytes),
            address: request.address
        )
        _ = try await callback(report)
        return page(try await payments.fetch(receipt.order.number))
    }

    private func page(_ receipt: OrderReceipt) -> Reply {
        let order = receipt.order
        let key = payments.cashierKey(of: order.number)
        let status = order.status(at: clock.now)
        let buttons =
            !status.isPayable
            ? ""
            : """
            <form method="post" action="/cashier/\(order.number)/success?key=\(key)"><button class="pay">支付</button></form>
            <form method="post" action="/cashier/\(order.number)/failed?key=\(key)"><button>支付失败</button></form>
            """
        let words = [
            Order.Status.pending: "待支付", .paid: "已支付", .closed: "已关闭(仍可补付)", .failed: "支付失败(可重试)", .refunded: "已退款",
        ]
        let html = """
            <!doctype html>
            <html lang="zh-CN">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>沙箱收银台</title>
            <style>
            body { font: 1rem/1.6 system-ui, "Noto Sans CJK SC", sans-serif; background: #f3f4f6; color: #1f2937; }
            main { max-width: 22rem; margin: 10vh auto; padding: 2rem; background: #fff; border-radius: 1rem; text-align: center; }
            .amount { font-size: 2.5rem; font-weight: 700; margin: .5rem 0; }
            .status { color: #6b7280; }
            button { width: 100%; padding: .75rem; margin-top: .75rem; border: 1px solid #d1d5db; border-radius: .5rem; background: #fff; font: inherit; cursor: pointer; }
            .pay { background: #2563eb; border-color: #2563eb; color: #fff; }
            small { color: #6b7280; }
            </style>
            </head>
            <body>
            <main>
            <h1>沙箱收银台</h1>
            <p class="amount">¥\(Yuan.text(order.amountFen))</p>
            <p>\(order.goods.title) · \(order.method.title)</p>
            <p class="status">\(words[status] ?? "")</p>
            \(buttons)
            <p><small>订单 \(order.number)<br>开发环境专用,不会产生真实扣款</small></p>
            </main>
            </body>
            </html>

            """
        return Reply(
            contentType: "text/html; charset=utf-8",
            headers: [
                (
                    "Content-Security-Policy",
                    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'"
                )
            ],
            body: .bytes(Array(html.utf8))
        )
    }
}
