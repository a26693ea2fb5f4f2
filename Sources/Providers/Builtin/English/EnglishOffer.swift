/// What the requirements of English copy state of an offer: price $49, free shipping, 20% off.
enum EnglishOffer {
    private static let words = Pattern(
        /[$€£¥]\s?\d|\d\s?(?:usd|eur|gbp|dollars|euros|pounds)|\d\s?% off|free (?:shipping|delivery|returns|trial|samples?)|half price|two for one|buy one/
    )
    private static let longest = 60

    /// The clauses that state one, in their words.
    static func stated(in requirements: String) -> [String] {
        requirements.prefix(2_000).split { ",;\n，；".contains($0) }
            .map { $0.trimmed.trimmingEnd(".!") }
            .filter { $0.count <= longest && $0.lowercased().contains(words) }
    }

    /// The end of the call to action.
    static func terms(in requirements: String) -> String {
        let offers = stated(in: requirements)
        return offers.isEmpty
            ? "dates and prices are [to be filled in]"
            : "\(Markdown.escape(offers.joined(separator: ", "))); dates are [to be filled in]"
    }

    /// Whether a phrase of an order states an offer that the text has.
    static func isTold(_ phrase: String, in body: String) -> Bool {
        !stated(in: phrase).isEmpty && body.holds(Markdown.escape(phrase.trimmed))
    }
}
