import Synchronization

/// Counters that any thread may add to: no lock, no allocation, a few nanoseconds.
///
/// `@unchecked Sendable` is sound: the pointer never changes, its memory lives from init to deinit, and whatever is
/// done to what lies there is atomic.
final class Counters: @unchecked Sendable {
    let count: Int
    private let values: UnsafeMutablePointer<Atomic<Int>>

    init(_ count: Int) {
        self.count = count
        values = .allocate(capacity: count)
        for index in 0..<count { (values + index).initialize(to: Atomic(0)) }
    }

    deinit {
        values.deinitialize(count: count)
        values.deallocate()
    }

    func add(_ amount: Int, at index: Int) {
        precondition(0..<count ~= index, "there is no such counter")
        values[index].wrappingAdd(amount, ordering: .relaxed)
    }

    subscript(index: Int) -> Int {
        precondition(0..<count ~= index, "there is no such counter")
        return values[index].load(ordering: .relaxed)
    }
}
