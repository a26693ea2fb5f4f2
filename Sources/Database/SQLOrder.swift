/// The order in which statements that share a transaction run.
extension [SQL.Part] {
    /// Whether these parts come first, by their values from the first one on.
    func precede(_ others: [SQL.Part]) -> Bool {
        for case (.value(let one), .value(let other)) in zip(self, others) where one != other {
            return one.precedes(other)
        }
        return false
    }
}

extension SQLValue {
    /// Any order will do, as long as all processes have the same one.
    fileprivate func precedes(_ other: SQLValue) -> Bool {
        switch (self, other) {
        case (.integer(let one), .integer(let other)): one < other
        case (.text(let one), .text(let other)): one < other
        case (.blob(let one), .blob(let other)): one.lexicographicallyPrecedes(other)
        default: kind < other.kind
        }
    }

    private var kind: Int {
        switch self {
        case .null: 0
        case .integer: 1
        case .text: 2
        case .blob: 3
        }
    }
}
