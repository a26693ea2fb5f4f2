/// What can go wrong with stored objects, in words that hold for a folder as well as for a bucket.
///
/// Texts are for the log and for the operator; they never hold a secret key or a token.
public enum StorageError: Error, Hashable, Sendable {
    /// There is no such object.
    case notFound(ObjectKey)
    /// The text is no key; says what a key looks like.
    case invalidKey(String)
    /// No byte of the object lies in the range; answer 416 with this size.
    case invalidRange(sizeBytes: Int)
    /// The object, or what was to be read of it, is longer than what is accepted.
    case tooLarge(limitBytes: Int)
    /// There is no room left, on the disk or in the quota; nothing of the object was kept.
    case full(String)
    /// The folder's permissions or the service's rules forbid it, or the keys are wrong.
    case denied(String)
    /// The service refused a signature because this machine's clock and its own differ too much; says both times.
    case clockSkew(String)
    /// The URL names no storage, lacks something, or names a bucket or region that is not there.
    case misconfigured(String)
    /// No answer, or no next piece of it, in time.
    case timeout(String)
    /// No connection, it broke, or the service failed or was overloaded, also after the attempts that are made.
    case unavailable(String)
    /// The service's answer is not what the protocol promises.
    case badResponse(String)
    /// The disk or the file failed.
    case io(String)
    /// The caller cancelled the task; nothing of an object that was being written is left.
    case cancelled
    /// The HTTP client or the threads were shut down.
    case closed

    /// Whether the same act may well succeed a little later.
    public var usuallyPasses: Bool {
        switch self {
        case .timeout, .unavailable: true
        case .notFound, .invalidKey, .invalidRange, .tooLarge, .full, .denied, .clockSkew, .misconfigured, .badResponse,
            .io, .cancelled, .closed:
            false
        }
    }
}

extension StorageError: CustomStringConvertible {
    /// In words, for the log and for whoever runs a command.
    public var description: String {
        switch self {
        case .notFound(let key): "there is no object \(key)"
        case .invalidRange(let sizeBytes): "the range lies outside the object's \(sizeBytes) bytes"
        case .tooLarge(let limitBytes): "more than \(limitBytes) bytes are not taken"
        case .invalidKey(let text), .full(let text), .denied(let text), .clockSkew(let text), .misconfigured(let text),
            .timeout(let text), .unavailable(let text), .badResponse(let text), .io(let text):
            text
        case .cancelled: "the storage was no longer waited for"
        case .closed: "the storage is closed"
        }
    }
}
