import Providers

/// How AI services answer, by provider and outcome.
final class ProviderMeter: Sendable {
    /// 8 ms, as the built-in engine takes, to 537 s, more than any call may take.
    private static let scale = Histogram.Scale(exponents: 13...29)
    private static let outcomes = ["completed"] + ProviderError.Kind.allCases.map(\.rawValue)
    /// The providers that are known by name; administrators may invent others, which are counted together.
    private static let providers = ProviderFactory.names + ["other"]

    private let calls = HistogramTable(rows: providers.count, columns: outcomes.count, scale)
    private let firstPieces = HistogramTable(rows: providers.count, columns: 1, scale)

    /// The row of a provider, to be looked up once for any number of calls.
    static func row(of provider: String) -> Int {
        providers.firstIndex(of: provider) ?? providers.count - 1
    }

    /// Counts a call that has ended.
    ///
    /// - Parameter kind: how it failed; nil where it did not.
    func record(_ row: Int, failure kind: ProviderError.Kind?, after watch: Stopwatch) {
        let column = kind.flatMap { ProviderError.Kind.allCases.firstIndex(of: $0) }.map { $0 + 1 } ?? 0
        calls.record(watch.microseconds, row: row, column: column)
    }

    /// Counts how long a stream's first piece of text took.
    func recordFirstPiece(_ row: Int, after watch: Stopwatch) {
        firstPieces.record(watch.microseconds, row: row, column: 0)
    }

    /// Every provider and outcome that there has been, with the microseconds from the order to its end.
    var recordedCalls: [(provider: String, outcome: String, times: Histogram)] {
        ProviderMeter.providers.indices.flatMap { row in
            ProviderMeter.outcomes.indices.compactMap { column in
                calls[row, column].map { (ProviderMeter.providers[row], ProviderMeter.outcomes[column], $0) }
            }
        }
    }

    /// Every provider that has streamed, with the microseconds from the order to the first piece of text.
    var recordedFirstPieces: [(provider: String, times: Histogram)] {
        ProviderMeter.providers.indices.compactMap { row in
            firstPieces[row, 0].map { (ProviderMeter.providers[row], $0) }
        }
    }
}
