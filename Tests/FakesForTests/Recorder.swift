import Synchronization

/// Remembers what it was given, in order.
public final class Recorder<Element: Sendable>: Sendable {
    private let state = Mutex<[Element]>([])

    public init() {}

    public func record(_ element: Element) {
        state.withLock { $0.append(element) }
    }

    public var all: [Element] { state.withLock { $0 } }
}
