/// What makes an order cheaper, or brings more for it: the doing of a coupon or of an activity.
struct Reduction: Sendable, Equatable {
    /// Who grants it; an order keeps this beside what it came to.
    struct Source: Sendable, Equatable {
        enum Kind: String, Sendable {
            case coupon
            case activity
        }

        let kind: Kind
        let id: Int
        /// A coupon's code, an activity's name.
        let name: String
    }

    enum Effect: Sendable, Equatable {
        /// A part of the price, in hundredths of a percent: 1000 is 10 %.
        case percentOff(hundredths: Int)
        case fenOff(Int)
        /// Credits that come on top of those that are bought.
        case bonusCredits(Int)
    }

    let source: Source
    let effect: Effect
}
