import FakesForTests
import Foundation
import NIOCore

@testable import Storage

/// Runs `body` with a folder of its own, which is removed afterwards, also on failure.
func withFolder<R>(_ body: (Folder) async throws -> R) async throws -> R {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("storage-tests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: url) }
    return try await body(Folder(path: url.path))
}

/// Runs `body` with a storage in a folder of its own.
func withFiles<R>(
    _ options: Storage.Options = Storage.Options(),
    _ body: (Storage, Folder) async throws -> R
) async throws -> R {
    try await withFolder { folder in
        try await body(try Storage("file:\(folder.path)", options: options), folder)
    }
}

struct Folder {
    let path: String

    func path(_ name: String) -> String { "\(path)/\(name)" }

    /// The paths of all files and links below, except those a storage keeps for itself when it is idle: none.
    func files() throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: path)
            .filter { name in
                let type =
                    try FileManager.default.attributesOfItem(atPath: self.path(name))[.type] as? FileAttributeType
                return type != .typeDirectory
            }
            .sorted()
    }

    func write(_ text: String, to name: String) throws {
        let file = path(name)
        try FileManager.default.createDirectory(
            atPath: (file as NSString).deletingLastPathComponent,
            withIntermediateDirectories: true
        )
        try Data(text.utf8).write(to: URL(fileURLWithPath: file))
    }

    func read(_ name: String) throws -> String {
        try String(contentsOfFile: path(name), encoding: .utf8)
    }

    /// The permission bits of a file or folder.
    func mode(_ name: String) throws -> Int {
        try FileManager.default.attributesOfItem(atPath: path(name))[.posixPermissions] as? Int ?? 0
    }
}

/// Chunks that a test hands out, with what happens between them.
struct Chunks: AsyncSequence, Sendable {
    enum Step: Sendable {
        case chunk(String)
        /// That many bytes of one letter.
        case filling(Int)
        /// Nothing, until the test opens the gate.
        case wait(Gate)
        /// Tells the test that it got here.
        case open(Gate)
        case fail(Mishap)
    }

    struct AsyncIterator: AsyncIteratorProtocol {
        var steps: ArraySlice<Step>

        mutating func next() async throws -> ByteBuffer? {
            while let step = steps.popFirst() {
                switch step {
                case .chunk(let text): return ByteBuffer(string: text)
                case .filling(let count): return ByteBuffer(repeating: UInt8(ascii: "x"), count: count)
                case .wait(let gate): await gate.isOpened()
                case .open(let gate): gate.open()
                case .fail(let mishap): throw mishap
                }
            }
            return nil
        }
    }

    let steps: [Step]

    init(_ steps: Step...) {
        self.steps = steps
    }

    func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(steps: steps[...])
    }
}

struct Mishap: Error, Equatable {
    var name = "mishap"
}

/// The error that `body` throws.
func failure<Value>(_ body: () async throws -> Value) async -> StorageError? {
    do {
        _ = try await body()
        return nil
    } catch {
        return error as? StorageError
    }
}

/// The name of an error's case, where its words are not what matters.
func kind(_ error: StorageError?) -> String {
    switch error {
    case nil: "none"
    case .cancelled: "cancelled"
    case .closed: "closed"
    case let error?: Mirror(reflecting: error).children.first?.label ?? "nameless"
    }
}

/// The words of an error that has some.
func words(_ error: StorageError?) -> String {
    switch error {
    case .invalidKey(let words), .full(let words), .denied(let words), .clockSkew(let words), .misconfigured(let words),
        .timeout(let words), .unavailable(let words), .badResponse(let words), .io(let words):
        words
    default: ""
    }
}

extension Storage {
    /// The whole object as text.
    func text(_ key: ObjectKey, range: ByteRange? = nil) async throws -> String {
        String(buffer: try await open(key, range: range).body.collect(limitBytes: 64 << 20))
    }

    @discardableResult
    func put(_ text: String, at key: ObjectKey) async throws -> ObjectInfo {
        try await put(ByteBuffer(string: text), at: key)
    }

    /// All keys, read page by page.
    func keys(_ prefix: String = "", pagesOf limit: Int = ObjectPage.limit) async throws -> [String] {
        var keys: [String] = []
        var cursor: String?
        repeat {
            let page = try await list(prefix, from: cursor, limit: limit)
            keys += page.objects.map(\.key.rawValue)
            cursor = page.next
        } while cursor != nil
        return keys
    }
}

extension ObjectKey: ExpressibleByStringLiteral {
    public init(stringLiteral text: String) {
        try! self.init(text)
    }
}
