import Crypto
import NIOCore
import Synchronization
import Wire

/// A file that is being written and that nobody sees until it is whole; without ``publish(in:as:)`` it is removed.
///
/// Such files lie in one folder of their own, on the same file system as the objects, so that a rename makes them
/// appear at once, and so that what a killed process left can be found without walking through all objects. A lock on
/// each tells that its process lives; the kernel releases it, also after `kill -9`.
final class Incoming: Sendable {
    private struct State {
        var hash = SHA256()
        var sizeBytes = 0
        var isSettled = false
    }

    private let folder: Descriptor
    private let name: String
    private let file: Descriptor
    private let state = Mutex(State())

    /// Begins a file in `folder`.
    convenience init(in folder: Descriptor) throws(StorageError) {
        while true {
            let name = Incoming.newName()
            let file = try folder.makeFile(name)
            // A sweep may have come between making and locking; then this one is gone or about to be.
            guard file.lock(), try file.status().names > 0 else { continue }
            self.init(folder, name, file)
            return
        }
    }

    private init(_ folder: Descriptor, _ name: String, _ file: Descriptor) {
        self.folder = folder
        self.name = name
        self.file = file
    }

    deinit {
        discard()
    }

    /// Adds bytes at the end.
    func write(_ piece: ByteBuffer) throws(StorageError) {
        try state.withLock { state throws(StorageError) in
            try piece.withUnsafeReadableBytes { bytes throws(StorageError) in
                try file.write(bytes)
                state.hash.update(bufferPointer: bytes)
            }
            state.sizeBytes += piece.readableBytes
        }
    }

    /// Makes the file an object, safe on the disk under its name in `target`.
    ///
    /// - Returns: what the operating system knows of it, and its entity tag.
    func publish(
        in target: Descriptor,
        as newName: String
    ) throws(StorageError) -> (status: Descriptor.Status, etag: String) {
        try state.withLock { state throws(StorageError) in
            let status = try file.status()
            file.setAttribute(Fingerprint.attribute, Fingerprint(String(hex: state.hash.finalize()), of: status).text)
            try file.sync()
            try target.take(name, from: folder, as: newName)
            state.isSettled = true
            try target.sync()
            return (status, Fingerprint.etag(of: file, status))
        }
    }

    /// Removes the file, unless it became an object.
    func discard() {
        state.withLock { state in
            guard !state.isSettled else { return }
            state.isSettled = true
            // Its room is free at once, whoever holds it open for a moment longer.
            file.empty()
            // What can't be removed now is swept at the next start.
            _ = try? folder.remove(name)
        }
    }

    /// Removes the files whose process is gone, and only those.
    static func sweep(_ folder: Descriptor) throws(StorageError) {
        for entry in try folder.entries() where !entry.isFolder && entry.name.hasPrefix(mark) {
            guard let file = try? folder.file(entry.name), file.lock() else { continue }
            _ = try folder.remove(entry.name)
        }
    }

    private static let mark = "new-"

    private static func newName() -> String {
        mark + String(hex: (0..<16).map { _ in UInt8.random(in: .min ... .max) })
    }
}

/// The hash of a file's content, kept beside it together with the size and time it was taken at.
///
/// A file that somebody changed in place has another size or time, and its hash no longer counts.
struct Fingerprint {
    static let attribute = "user.hanmo.sha256"

    let text: String

    init(_ hash: String, of status: Descriptor.Status) {
        text = "\(hash) \(status.sizeBytes) \(status.modifiedAtNanoseconds)"
    }

    /// The entity tag of a file: its hash where one is kept and still holds, else its number, size and time.
    static func etag(of file: Descriptor, _ status: Descriptor.Status) -> String {
        if let kept = file.attribute(attribute), let hash = kept.split(separator: " ").first,
            Fingerprint(String(hash), of: status).text == kept, hash.allSatisfy(\.isHexDigit)
        {
            return "\"\(hash)\""
        }
        let parts = [Int(bitPattern: UInt(status.number)), status.sizeBytes, status.modifiedAtNanoseconds]
        return "\"\(parts.map { String($0, radix: 16) }.joined(separator: "-"))\""
    }
}
