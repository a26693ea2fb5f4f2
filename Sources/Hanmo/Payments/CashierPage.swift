import Gateways

/// The page of one order.
///
/// Nothing in it was written by a stranger: numbers, amounts, titles and codes are the program's own or its gateway's.
struct CashierPage {
    let order: Order
    let status: Order.Status
    let language: Language
    /// The address of this page.
    let link: String
    /// The address of the site.
    let home: String
    /// The path of this page, or of a button by the outcome of the payment.
    let path: (String?) -> String

    /// Whether it is paid by the buttons of this page.
    private var isSandbox: Bool { order.gateway == .sandbox }

    var page: SmallPage {
        SmallPage(
            title: title,
            language: language,
            refreshSeconds: looksAgain ? CashierPage.refreshSeconds : nil,
            body: """
                <p class="amount">¥\(Yuan.text(order.amountFen))</p>
                <p>\(order.goods.name.text(in: language)) · \(method)</p>
                <p class="status \(status.rawValue)" role="status">\(words)</p>
                \(code)\(buttons)<p><small>\(language.say("订单", "Order")) \(order.number)\(note)<br>\
                <a href="\(SmallPage.escaped(home))">\(language.say("返回网站", "Back to the site"))</a></small></p>
                """
        )
    }

    private var title: String {
        isSandbox ? language.say("沙箱收银台", "Sandbox cashier") : language.say("收银台", "Cashier")
    }

    private var method: String { order.method.name.text(in: language) }

    private var words: String {
        switch status {
        case .pending:
            order.qrCode == nil
                ? language.say("待支付", "To be paid")
                : language.say("请用\(method)扫码支付", "Scan the code with \(method) to pay")
        case .paid: language.say("已支付", "Paid")
        case .closed:
            isSandbox
                ? language.say("已关闭（仍可补付）", "Closed (can still be paid)")
                : language.say("已关闭，请重新下单", "Closed; please order again")
        case .failed:
            isSandbox
                ? language.say("支付失败（可重试）", "The payment failed (try again)")
                : language.say("支付失败，请重新下单", "The payment failed; please order again")
        case .refunded: language.say("已退款", "Refunded")
        }
    }

    private var note: String {
        isSandbox ? "<br>" + language.say("开发环境专用，不会产生真实扣款", "For development: no money is taken") : ""
    }

    /// Seconds after which a page that waits for a payment looks again; many may wait behind one address.
    private static let refreshSeconds = 10

    /// A page with something to press has a link instead, since each new look takes the keyboard's place in it away.
    private var looksAgain: Bool { status == .pending && !isSandbox && order.qrCode != nil }

    /// What a phone scans: the gateway's code, or in the sandbox the address of this page.
    private var code: String {
        guard status == .pending, let code = order.qrCode ?? (isSandbox ? link : nil), let drawing = QRCode(code) else {
            return ""
        }
        let label = language.say("支付二维码", "Code to pay by")
        return "<div class=\"code\" role=\"img\" aria-label=\"\(label)\">\(drawing.svg)</div>\n"
    }

    private var buttons: String {
        guard status.isPayable, !looksAgain else { return "" }
        let words = language.say("已付款？刷新状态", "Paid already? Look again")
        let again = "<a class=\"act\" href=\"\(path(nil))\">\(words)</a>\n"
        if isSandbox {
            return """
                <form method="post" action="\(path("success"))">\
                <button class="pay">\(language.say("支付", "Pay"))</button></form>
                <form method="post" action="\(path("failed"))">\
                <button>\(language.say("模拟支付失败", "Let the payment fail"))</button></form>
                \(again)
                """
        }
        guard status == .pending, let url = order.paymentURL else { return "" }
        return """
            <a class="act pay" href="\(SmallPage.escaped(url))">\(language.say("去\(method)支付", "Pay at \(method)"))</a>
            \(again)
            """
    }
}

extension PaymentMethod {
    /// As the cashier writes it.
    fileprivate var name: Message {
        switch self {
        case .alipay: Message(title, "Alipay")
        case .wechat: Message(title, "WeChat Pay")
        case .balance: Message(title, "the balance")
        }
    }
}

extension Goods {
    /// As the cashier writes it.
    fileprivate var name: Message {
        switch self {
        case .credits(let amount): Message(title, "\(amount) credits")
        case .membership(let type): Message(title, "\(type.rawValue) membership")
        }
    }
}
