import AsyncHTTPClient
import NIOCore
import NIOHTTP1

/// What S3 says when it refuses: `<Error><Code>…</Code><Message>…</Message></Error>`.
struct S3Fault {
    /// As `SlowDown`; nil where the answer has no such document, as those to HEAD.
    var code: String?
    var message: String?

    /// Codes and what they mean here.
    ///
    /// Source: Amazon S3 API Reference, "Error Responses", read in November 2026; those
    /// with a prefix are MinIO's.
    private static let denied: Set = [
        "AccessDenied", "AccountProblem", "AllAccessDisabled", "ExpiredToken", "InvalidAccessKeyId", "InvalidToken",
        "NotSignedUp", "SignatureDoesNotMatch",
    ]
    private static let skewed: Set = ["RequestTimeTooSkewed", "RequestExpired"]
    private static let misplaced: Set = [
        "AuthorizationHeaderMalformed", "IllegalLocationConstraintException", "InvalidBucketName", "NoSuchBucket",
        "PermanentRedirect", "TemporaryRedirect",
    ]
    private static let passing: Set = [
        "InternalError", "OperationAborted", "RequestTimeout", "ServiceUnavailable", "SlowDown", "TooManyRequests",
        "XMinioServerNotInitialized",
    ]
    private static let full: Set = ["QuotaExceeded", "XMinioAdminBucketQuotaExceeded", "XMinioStorageFull"]

    /// Reads the document of an answer; what is no such document says nothing.
    init(_ document: XML?) {
        guard let document, document.name == "Error" else { return }
        code = document["Code"].map { String($0.text.prefix(S3Fault.codeLimit)) }
        message = document["Message"]?.text
    }

    /// What the fault means for who asked.
    ///
    /// - Parameters:
    ///   - key: the object that was asked for, where it was one.
    ///   - act: what was being done, for the message.
    func error(
        _ head: HTTPResponseHead,
        _ act: String,
        of key: ObjectKey?,
        now: Moment,
        hiding credentials: S3Credentials
    ) -> Setback {
        let reason = reason(head, act, hiding: credentials)
        switch (code, Int(head.status.code)) {
        case (.some(let code), _) where S3Fault.skewed.contains(code):
            return Setback(.clockSkew(S3Fault.skew(head, now) ?? reason))
        case (.some(let code), _) where S3Fault.passing.contains(code):
            return Setback(.unavailable(reason))
        case (.some(let code), _) where S3Fault.full.contains(code):
            return Setback(.full(reason))
        case (.some(let code), _) where S3Fault.misplaced.contains(code):
            return Setback(.misconfigured(reason))
        // The caller asks for the object's size, since S3 does not always tell it here.
        case ("InvalidRange", _), (_, 416):
            return Setback(.invalidRange(sizeBytes: 0))
        case (_, 403), (_, 401):
            if let skew = S3Fault.skew(head, now) { return Setback(.clockSkew(skew)) }
            return Setback(.denied(reason))
        case (.some(let code), _) where S3Fault.denied.contains(code):
            return Setback(.denied(reason))
        case (nil, 404), ("NoSuchKey", _), ("NoSuchUpload", _), ("NotFound", _):
            return Setback(key.map { .notFound($0) } ?? .misconfigured(reason))
        case (_, 300..<400):
            return Setback(.misconfigured(reason))
        case (_, 507):
            return Setback(.full(reason))
        case (_, 429), (_, 500...599):
            return Setback(.unavailable(reason))
        default:
            return Setback(.badResponse(reason))
        }
    }

    private func reason(_ head: HTTPResponseHead, _ act: String, hiding credentials: S3Credentials) -> String {
        var words = "cannot \(act): the storage service answered \(head.status.code)"
        if let code { words += " \(code)" }
        if let message, !message.isEmpty { words += ", \(message)" }
        if let region = head.headers.first(name: "x-amz-bucket-region") { words += " (the bucket is in \(region))" }
        if let id = head.headers.first(name: "x-amz-request-id") { words += ", request \(id)" }
        return String(credentials.hidden(in: words).prefix(S3Fault.reasonLimit))
    }

    /// Says both times where they differ by more than S3 allows.
    private static func skew(_ head: HTTPResponseHead, _ now: Moment) -> String? {
        guard let theirs = head.headers.first(name: "date").flatMap(Moment.init(header:)),
            abs(theirs.milliseconds - now.milliseconds) > allowedSkew.milliseconds
        else { return nil }
        return "this machine's clock says \(now.text), the storage service's \(theirs.text); signatures hold only while"
            + " they differ by no more than 15 minutes, so set this machine's clock"
    }

    private static let allowedSkew = Moment(milliseconds: 15 * 60 * 1_000)
    private static let codeLimit = 64
    /// Enough to understand it, too little to fill a log with.
    private static let reasonLimit = 500
}

extension Setback {
    /// Reads what a connection failed with.
    ///
    /// - Parameter act: what was being done, for the message.
    init(transport error: any Error, _ act: String) {
        switch error {
        case let error as StorageError:
            self.init(error)
        case is CancellationError:
            self.init(.cancelled)
        case is Silence:
            self.init(.timeout("cannot \(act): the storage service fell silent"))
        case let error as HTTPClientError:
            self.init(client: error, act)
        case let error as HTTPParserError where error != .invalidEOFState:
            self.init(.badResponse("cannot \(act): the storage service does not answer in HTTP"))
        default:
            self.init(.unavailable("cannot \(act): no connection to the storage service: \(error)"))
        }
    }

    private init(client error: HTTPClientError, _ act: String) {
        switch error {
        case .cancelled:
            self.init(.cancelled)
        case .alreadyShutdown, .shutdownUnsupported:
            self.init(.closed)
        case .deadlineExceeded, .readTimeout, .writeTimeout, .getConnectionFromPoolTimeout:
            self.init(.timeout("cannot \(act): no answer from the storage service in time"))
        default:
            self.init(.unavailable("cannot \(act): no connection to the storage service: \(error.shortDescription)"))
        }
    }
}
