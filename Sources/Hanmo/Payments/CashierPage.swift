import Gateways

/// The page of one order, as HTML without scripts.
///
/// Nothing in it was written by a stranger: numbers, amounts, titles and codes are the program's own or its gateway's.
struct CashierPage {
    let order: Order
    let status: Order.Status
    /// The address of this page.
    let link: String
    /// The address of the site.
    let home: String
    /// The path of a button, by the outcome of the payment.
    let path: (String) -> String

    /// Whether it is paid by the buttons of this page.
    private var isSandbox: Bool { order.gateway == .sandbox }

    var html: String {
        """
        <!doctype html>
        <html lang="zh-CN">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        \(refresh)<title>\(title)</title>
        <style>
        body { font: 1rem/1.6 system-ui, "Noto Sans CJK SC", sans-serif; margin: 0; }
        body { background: #f3f4f6; color: #1f2937; }
        main { width: min(22rem, 100% - 2rem); box-sizing: border-box; margin: 6vh auto; padding: 2rem; }
        main { text-align: center; background: #fff; border-radius: 1rem }
        main { box-shadow: 0 1px 3px #0001, 0 8px 24px #0001; }
        h1 { font-size: 1.25rem; }
        .amount { font-size: 2.5rem; font-weight: 700; margin: .5rem 0; }
        .status, small { color: #6b7280; }
        .status.paid { color: #15803d; font-size: 1.125rem; font-weight: 600; }
        .status.paid::before { content: "✓ "; }
        .code svg { width: 12rem; max-width: 100%; }
        button, .pay { display: block; box-sizing: border-box; width: 100%; padding: .75rem; margin-top: .75rem; }
        button, .pay { border: 1px solid #d1d5db; border-radius: .5rem; background: #fff; font: inherit; }
        button, .pay { cursor: pointer; }
        .pay { background: #2563eb; border-color: #2563eb; color: #fff; text-decoration: none; }
        small a { color: inherit; }
        </style>
        </head>
        <body>
        <main>
        <h1>\(title)</h1>
        <p class="amount">¥\(Yuan.text(order.amountFen))</p>
        <p>\(order.goods.title) · \(order.method.title)</p>
        <p class="status \(status.rawValue)">\(words)</p>
        \(code)\(buttons)<p><small>订单 \(order.number)\
        \(isSandbox ? "<br>开发环境专用，不会产生真实扣款" : "")<br><a href="\(CashierPage.escaped(home))">返回网站</a></small></p>
        </main>
        </body>
        </html>

        """
    }

    private var title: String { isSandbox ? "沙箱收银台" : "收银台" }

    private var words: String {
        switch status {
        case .pending: order.qrCode == nil ? "待支付" : "请用\(order.method.title)扫码支付"
        case .paid: "已支付"
        case .closed: isSandbox ? "已关闭（仍可补付）" : "已关闭，请重新下单"
        case .failed: isSandbox ? "支付失败（可重试）" : "支付失败，请重新下单"
        case .refunded: "已退款"
        }
    }

    /// Seconds after which a page that waits for a payment looks again; many may wait behind one address.
    private static let refreshSeconds = 10

    private var refresh: String {
        status == .pending
            ? "<meta http-equiv=\"refresh\" content=\"\(CashierPage.refreshSeconds)\">\n" : ""
    }

    /// What a phone scans: the gateway's code, or in the sandbox the address of this page.
    private var code: String {
        guard status == .pending, let code = order.qrCode ?? (isSandbox ? link : nil), let drawing = QRCode(code) else {
            return ""
        }
        return "<div class=\"code\" role=\"img\" aria-label=\"支付二维码\">\(drawing.svg)</div>\n"
    }

    private var buttons: String {
        if status == .pending, !isSandbox, order.qrCode == nil, let url = order.paymentURL {
            return "<a class=\"pay\" href=\"\(CashierPage.escaped(url))\">去\(order.method.title)支付</a>\n"
        }
        guard isSandbox, status.isPayable else { return "" }
        return """
            <form method="post" action="\(path("success"))"><button class="pay">支付</button></form>
            <form method="post" action="\(path("failed"))"><button>支付失败</button></form>

            """
    }

    /// An address as the value of an attribute.
    private static func escaped(_ url: String) -> String {
        url.map { character in
            switch character {
            case "&": "&amp;"
            case "\"": "&quot;"
            case "<": "&lt;"
            default: String(character)
            }
        }.joined()
    }
}
