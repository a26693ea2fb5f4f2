import Providers
import Synchronization

/// A service whose calls are timed.
struct MeteredText: TextProvider {
    private let service: any TextProvider
    private let meter: ProviderMeter
    private let row: Int

    /// - Parameter provider: the name that the model has for it.
    init(_ service: any TextProvider, of provider: String, _ meter: ProviderMeter) {
        self.service = service
        self.meter = meter
        row = ProviderMeter.row(of: provider)
    }

    func refusal(of brief: Brief) -> ProviderError? {
        service.refusal(of: brief)
    }

    func complete(_ request: TextRequest) async throws(ProviderError) -> TextResult {
        let watch = Stopwatch()
        do throws(ProviderError) {
            let result = try await service.complete(request)
            meter.record(row, failure: nil, after: watch)
            return result
        } catch {
            meter.record(row, failure: error.kind, after: watch)
            throw error
        }
    }

    func stream(
        _ request: TextRequest,
        _ onDelta: @escaping @Sendable (String) -> Void
    ) async throws(ProviderError) -> TextResult {
        let watch = Stopwatch()
        let beginning = Beginning()
        do throws(ProviderError) {
            let result = try await service.stream(request) { [meter, row] piece in
                if beginning.isNow() { meter.recordFirstPiece(row, after: watch) }
                onDelta(piece)
            }
            meter.record(row, failure: nil, after: watch)
            return result
        } catch {
            meter.record(row, failure: error.kind, after: watch)
            throw error
        }
    }

    /// True once.
    private final class Beginning: Sendable {
        private let isOver = Atomic(false)

        func isNow() -> Bool {
            !isOver.load(ordering: .relaxed) && !isOver.exchange(true, ordering: .relaxed)
        }
    }
}
