import Synchronization

/// What this process has done since its start: counted where it happens, shown at `/metrics`.
final class Metrics: Sendable {
    /// UTC milliseconds.
    let startedAt: Int
    let generations: GenerationMeter
    let providers = ProviderMeter()
    /// Microseconds from asking for a write to its commit: 64 µs to 8.4 s.
    let writes = Histogram(Histogram.Scale(exponents: 6...23))
    /// Writes that shared a commit, on SQLite; no commit takes more than 256.
    let groups = Histogram(Histogram.Scale(exponents: 0...8))
    private let served = Mutex<RequestMeter?>(nil)

    init(startedAt: Int, tools: [String]) {
        self.startedAt = startedAt
        generations = GenerationMeter(tools: tools)
    }

    /// Those of the server that was built last; nil where there is none.
    var requests: RequestMeter? { served.withLock { $0 } }

    /// Counts the requests of a route table from now on.
    func meter(_ table: RouteTable) -> RequestMeter {
        let requests = RequestMeter(table.routes)
        served.withLock { $0 = requests }
        return requests
    }
}
