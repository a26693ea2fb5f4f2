import AsyncHTTPClient
import NIOCore
import NIOHTTP1

/// Signed requests to one bucket, repeated where that helps, and the limits that every one of them keeps.
struct S3Client: Sendable {
    /// A request before it is signed.
    struct Call: Sendable {
        var method: HTTPMethod
        var path: String
        var query: [(name: String, value: String)] = []
        var headers: [(name: String, value: String)] = []
        var body = ByteBuffer()
        /// The SHA-256 of `body` in hexadecimal digits.
        var bodyHash = Signer.hash([])
        /// The object it is about, where it is about one.
        var key: ObjectKey?
        /// What it does, for messages: `read images/4f/….png`.
        var act: String
    }

    /// An answer that was read to its end.
    struct Answer: Sendable {
        var head: HTTPResponseHead
        /// The body, where it is a document.
        var document: XML?

        /// The body as a document.
        ///
        /// - Errors: `badResponse` where it is none of that name.
        func document(_ name: String, _ act: String) throws(Setback) -> XML {
            guard let document, document.name == name else {
                throw Setback(.badResponse("cannot \(act): the storage service's answer is no \(name)"))
            }
            return document
        }
    }

    let location: S3Location
    let limits: Storage.Limits
    let retry: Storage.RetryPolicy
    let signer: Signer
    private let http: HTTPClient
    private let clock: @Sendable () -> Int

    /// - Errors: `misconfigured` for keys that can't be any.
    init(
        _ location: S3Location,
        _ credentials: S3Credentials,
        _ http: HTTPClient,
        options: Storage.Options
    ) throws(StorageError) {
        try credentials.check()
        self.location = location
        self.http = http
        signer = Signer(credentials: credentials, region: location.region)
        limits = options.limits
        retry = options.retry
        clock = options.clock
    }

    var now: Moment { Moment(milliseconds: clock()) }

    /// Sends a request, with further attempts, and reads its answer whole.
    ///
    /// - Parameters:
    ///   - limit: how long all attempts may take together.
    ///   - read: takes from an answer of success what is wanted; may ask for another attempt.
    func send<Value>(
        _ call: Call,
        within limit: Duration,
        _ read: (_ answer: Answer, _ attempt: Int) async throws(Setback) -> Value
    ) async throws(StorageError) -> Value {
        let deadline = NIODeadline.now() + TimeAmount(limit)
        return try await retry.run(before: deadline) { number async throws(Setback) in
            try await read(try await once(call, within: limit, before: deadline), number)
        }
    }

    /// Sends a request whose answer's body does not matter.
    func send(_ call: Call, within limit: Duration) async throws(StorageError) -> HTTPResponseHead {
        try await send(call, within: limit) { answer, _ async throws(Setback) in answer.head }
    }

    /// Sends a request once and reads its answer whole.
    func once(
        _ call: Call,
        within limit: Duration,
        before deadline: NIODeadline
    ) async throws(Setback) -> Answer {
        let exchange = try start(call, before: deadline)
        do {
            let head = try await exchange.head(within: limit)
            let isSuccess = 200..<300 ~= head.status.code
            let body = try await body(of: exchange, limitBytes: isSuccess ? limits.answerBytes : limits.errorBytes)
            // S3 may begin a success while it is still working and then report that it failed.
            let document = try? XML(body.bytes.readableBytesView)
            let fault = S3Fault(document)
            guard isSuccess, fault.code == nil else {
                var head = head
                if isSuccess { head.status = .internalServerError }
                throw fault.error(head, call.act, of: call.key, now: now, hiding: signer.credentials)
            }
            guard !body.isCut else {
                throw StorageError.badResponse(
                    "cannot \(call.act): the answer is longer than \(limits.answerBytes) bytes"
                )
            }
            return Answer(head: head, document: document)
        } catch let setback as Setback {
            throw setback
        } catch {
            throw Setback(transport: error, call.act)
        }
    }

    /// Sends a request, with further attempts, until the head of a success is there; its body is still to be read.
    func open(_ call: Call) async throws(StorageError) -> (HTTPResponseHead, Exchange) {
        let deadline = NIODeadline.now() + TimeAmount(limits.requestTimeout)
        return try await retry.run(before: deadline) { _ async throws(Setback) in
            let exchange = try start(call, before: .now() + TimeAmount(limits.downloadTimeout))
            do {
                let head = try await exchange.head(within: limits.requestTimeout)
                if 200..<300 ~= head.status.code { return (head, exchange) }
                let body = try await body(of: exchange, limitBytes: limits.errorBytes)
                throw S3Fault(try? XML(body.bytes.readableBytesView))
                    .error(head, call.act, of: call.key, now: now, hiding: signer.credentials)
            } catch let setback as Setback {
                throw setback
            } catch {
                exchange.abandon()
                throw Setback(transport: error, call.act)
            }
        }
    }

    /// Reads a body up to a limit; what comes after it is not waited for.
    private func body(of exchange: Exchange, limitBytes: Int) async throws -> (bytes: ByteBuffer, isCut: Bool) {
        var bytes = ByteBuffer()
        while let piece = try await exchange.next(within: limits.silence) {
            let roomBytes = limitBytes - bytes.readableBytes
            bytes.writeBytes(piece.readableBytesView.prefix(roomBytes))
            if piece.readableBytes > roomBytes {
                exchange.abandon()
                return (bytes, true)
            }
        }
        return (bytes, false)
    }

    private func start(_ call: Call, before deadline: NIODeadline) throws(Setback) -> Exchange {
        if Task.isCancelled { throw Setback(.cancelled) }
        let moment = now
        var headers = call.headers
        headers.append(("host", location.host))
        headers.append(("x-amz-content-sha256", call.bodyHash))
        headers.append(("x-amz-date", moment.stamp))
        if let token = signer.credentials.sessionToken { headers.append(("x-amz-security-token", token)) }
        let signed = Signer.Request(
            method: call.method.rawValue,
            path: call.path,
            query: call.query,
            headers: headers,
            bodyHash: call.bodyHash
        )
        headers.append(("authorization", signer.authorization(of: signed, at: moment)))
        let query = call.query.isEmpty ? "" : "?\(Signer.canonicalQuery(call.query))"
        do {
            let request = try HTTPClient.Request(
                url: location.origin + call.path + query,
                method: call.method,
                headers: HTTPHeaders(headers.map { ($0.name, $0.value) }),
                body: call.method == .PUT || call.method == .POST ? .byteBuffer(call.body) : nil
            )
            return Exchange.start(request, on: http, before: deadline)
        } catch {
            throw Setback(.misconfigured("\(location.origin) is no address of a storage service"))
        }
    }
}
