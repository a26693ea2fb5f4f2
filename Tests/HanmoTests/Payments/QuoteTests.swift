import Testing

@testable import Hanmo

/// The rules of prices, by hand.
@Suite struct QuoteTests {
    @Test(
        arguments: [
            // Half a fen is rounded up: 4.5, 0.5, 14.5, 9999.5.
            (5, 1000, 5), (1, 5000, 1), (29, 5000, 15), (19_999, 5000, 10_000),
            // Below and above half a fen: 1.4997, 1.5003, 1233.9, 1233, 6666.3.
            (3, 5001, 1), (3, 4999, 2), (1371, 1000, 1234), (1370, 1000, 1233), (9999, 3333, 6666),
            // A fen is left.
            (1, 9999, 1), (10, 9999, 1), (49, 9999, 1), (14_999, 9999, 1), (15_000, 9999, 2),
            // Nothing worth a fen, and the whole range.
            (49, 100, 49), (50, 100, 50), (51, 100, 50), (10_000, 1000, 9000), (5_000_000, 1, 4_999_500),
            (5_000_000, 9999, 500),
        ]
    )
    func `a percentage leaves a price to the fen, half a fen up`(fen: Int, hundredths: Int, left: Int) {
        let quote = Quote.recharge(of: fen, reducedBy: reduction(.percentOff(hundredths: hundredths)))

        #expect(quote.amountFen == left)
        #expect(quote.takenFen == fen - left)
        #expect(quote.originalFen == fen)
    }

    @Test(arguments: [(1000, 500, 500), (1000, 999, 1), (1000, 1000, 1), (1000, 5_000_000, 1), (1, 1, 1)])
    func `an amount is taken off, and a fen is left`(fen: Int, off: Int, left: Int) {
        #expect(Quote.recharge(of: fen, reducedBy: reduction(.fenOff(off))).amountFen == left)
    }

    @Test func `credits on top cost nothing, and what is cheaper brings what the full price brings`() {
        let gift = Quote.recharge(of: 999, reducedBy: reduction(.bonusCredits(50)))
        let cheaper = Quote.recharge(of: 999, reducedBy: reduction(.percentOff(hundredths: 5000)))

        #expect(gift.goods == .credits(149))
        #expect(gift.bonusCredits == 50)
        #expect(gift.amountFen == 999)
        #expect(cheaper.goods == .credits(99))
        #expect(cheaper.bonusCredits == 0)
        #expect(cheaper.amountFen == 500)
    }

    @Test(
        arguments: [
            (MembershipType.monthly, 1000, 891), (.monthly, 5050, 490), (.quarterly, 333, 2417), (.yearly, 10_000, 1),
        ]
    )
    func `a membership is reduced by the same rule`(type: MembershipType, hundredths: Int, left: Int) {
        let quote = Quote.membership(type, reducedBy: reduction(.percentOff(hundredths: hundredths)))

        #expect(quote.amountFen == left)
        #expect(quote.originalFen == type.priceFen)
        #expect(quote.goods == .membership(type))
    }

    @Test func `without a reduction the price stays`() {
        #expect(Quote.recharge(of: 1234).amountFen == 1234)
        #expect(Quote.recharge(of: 1234).goods == .credits(123))
        #expect(Quote.membership(.yearly).amountFen == 9900)
    }

    private func reduction(_ effect: Reduction.Effect) -> Reduction {
        Reduction(source: .init(kind: .activity, id: 1, name: "春节"), effect: effect)
    }
}
