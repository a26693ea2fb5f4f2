import Synchronization

/// Names for requests: a random prefix for the process and a running number, so that no two ever agree.
final class RequestIDs: Sendable {
    private let prefix = String(UInt64.random(in: 0...UInt64.max), radix: 36)
    private let count = Atomic<Int>(0)

    func next() -> String {
        let number = count.wrappingAdd(1, ordering: .relaxed).newValue
        return "\(prefix)-\(String(number, radix: 36))"
    }
}
