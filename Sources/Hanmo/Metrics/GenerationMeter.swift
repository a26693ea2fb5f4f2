/// What became of generations, by kind, tool and outcome.
final class GenerationMeter: Sendable {
    enum Outcome: String, CaseIterable {
        case completed
        /// The service failed (40006).
        case failed
        /// The content was refused, or there was none (40007).
        case refused
        /// We failed.
        case error
        /// Its process died, or was stopped, and another one has refunded it.
        case abandoned

        init(_ failure: Failure) {
            switch failure.code {
            case Failure.providerFailed.code: self = .failed
            case Failure.generationFailed.code: self = .refused
            default: self = .error
            }
        }
    }

    private struct Line: Hashable {
        let kind: AIModel.Kind
        /// Empty where the kind has no tools.
        let tool: String
    }

    private let lines: [Line]
    private let rows: [Line: Int]
    private let counters: Counters

    /// - Parameter tools: of the kind `text`.
    init(tools: [String]) {
        lines =
            tools.map { Line(kind: .text, tool: $0) } + AIModel.Kind.allCases.map { Line(kind: $0, tool: "") }
        rows = Dictionary(uniqueKeysWithValues: zip(lines, lines.indices))
        counters = Counters(lines.count * Outcome.allCases.count)
    }

    func count(_ outcome: Outcome, _ kind: AIModel.Kind, tool: String?) {
        let row = rows[Line(kind: kind, tool: tool ?? "")] ?? rows[Line(kind: kind, tool: "")]!
        counters.add(1, at: row * Outcome.allCases.count + Outcome.allCases.firstIndex(of: outcome)!)
    }

    /// Every kind, tool and outcome there may be, also those that have not happened.
    var counts: [(kind: String, tool: String, outcome: String, count: Int)] {
        lines.indices.flatMap { row in
            Outcome.allCases.enumerated().map { column, outcome in
                let count = counters[row * Outcome.allCases.count + column]
                return (lines[row].kind.rawValue, lines[row].tool, outcome.rawValue, count)
            }
        }
    }
}
