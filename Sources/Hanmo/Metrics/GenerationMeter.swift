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

    private struct Line: Equatable {
        let kind: AIModel.Kind
        /// Empty where the kind has no tools.
        let tool: String
    }

    private let lines: [Line]
    private let counters: Counters
    private let truncated: Counters

    /// - Parameter tools: of the kind `text`.
    init(tools: [String]) {
        lines =
            tools.map { Line(kind: .text, tool: $0) } + AIModel.Kind.allCases.map { Line(kind: $0, tool: "") }
        counters = Counters(lines.count * Outcome.allCases.count)
        truncated = Counters(lines.count)
    }

    func count(_ outcome: Outcome, _ kind: AIModel.Kind, tool: String?) {
        let row = row(kind, tool)
        counters.add(1, at: row * Outcome.allCases.count + Outcome.allCases.firstIndex(of: outcome)!)
    }

    /// Counts a product that broke off at the model's limit, beside its outcome.
    func countTruncated(_ kind: AIModel.Kind, tool: String?) {
        truncated.add(1, at: row(kind, tool))
    }

    private func row(_ kind: AIModel.Kind, _ tool: String?) -> Int {
        lines.firstIndex(of: Line(kind: kind, tool: tool ?? "")) ?? lines.firstIndex(of: Line(kind: kind, tool: ""))!
    }

    /// Every kind and tool, with how many of its products broke off.
    var truncatedCounts: [(kind: String, tool: String, count: Int)] {
        lines.indices.map { (lines[$0].kind.rawValue, lines[$0].tool, truncated[$0]) }
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
