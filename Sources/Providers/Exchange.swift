import JSON
import NIOCore

/// One order carried to a provider and back, whatever its protocol: attempts, changes of form, errors, results.
struct Exchange: Sendable {
    let http: HTTP
    let retry: RetryPolicy
    let key: String
    let dialect: Dialect
    let timeout: Duration
    let trace: TraceContext?

    /// Sends the order until there is an answer or a final error.
    ///
    /// - Parameters:
    ///   - shape: the form to begin with.
    ///   - body: writes the order in a form.
    ///   - reader: makes what reads a stream.
    ///   - whole: reads an answer that is no stream.
    func run<Reader: TextStreamReader>(
        in shape: RequestShape,
        to endpoint: (RequestShape) -> Endpoint,
        body: (RequestShape) -> [UInt8],
        reader: () -> Reader,
        whole: (JSON) throws(ProviderError) -> TextResult,
        _ onDelta: @escaping @Sendable (String) -> Void
    ) async throws(ProviderError) -> TextResult {
        let deadline = NIODeadline.now() + TimeAmount(timeout)
        var shape = shape
        while true {
            let current = shape
            let bytes = body(current)
            do throws(ProviderError) {
                return try await retry.run(before: deadline) { () async throws(Setback) in
                    let target = endpoint(current).within(trace)
                    return if current.streams {
                        try await streamed(bytes, target, deadline, reader(), whole, onDelta)
                    } else {
                        try await plain(bytes, target, deadline, whole)
                    }
                }
            } catch {
                guard let adapted = current.adapted(to: error) else { throw hidingKey(error) }
                shape = adapted
            }
        }
    }

    private func plain(
        _ body: [UInt8],
        _ endpoint: Endpoint,
        _ deadline: NIODeadline,
        _ whole: (JSON) throws(ProviderError) -> TextResult
    ) async throws(Setback) -> TextResult {
        do throws(ProviderError) {
            return try result(of: try await http.post(body, to: endpoint, before: deadline), whole)
        } catch {
            throw Setback(error: error)
        }
    }

    private func streamed<Reader: TextStreamReader>(
        _ body: [UInt8],
        _ endpoint: Endpoint,
        _ deadline: NIODeadline,
        _ reader: Reader,
        _ whole: (JSON) throws(ProviderError) -> TextResult,
        _ onDelta: @escaping @Sendable (String) -> Void
    ) async throws(Setback) -> TextResult {
        let delivered = Delivery(onDelta)
        do throws(ProviderError) {
            let (reader, answer) = try await http.stream(body, to: endpoint, before: deadline, with: reader) {
                delivered.deliver($0)
            }
            guard answer.isSuccess, answer.body.readableBytes == 0 else {
                let result = try result(of: answer, whole)
                delivered.deliver(result.text)
                return result
            }
            var result = try reader.result()
            result.requestID = result.requestID ?? answer.headers.requestID
            return result
        } catch {
            throw Setback(error: error, mayRepeat: !delivered.hasDelivered)
        }
    }

    private func result(
        of answer: Answer,
        _ whole: (JSON) throws(ProviderError) -> TextResult
    ) throws(ProviderError) -> TextResult {
        guard answer.isSuccess else { throw ProviderError(answer, dialect: dialect, retry: retry) }
        let json: JSON
        do {
            json = try JSON(answer.body)
        } catch {
            throw ProviderError(
                .badResponse,
                status: answer.status,
                message: "the answer is no JSON: \(String(buffer: answer.body).prefix(100))",
                requestID: answer.headers.requestID
            )
        }
        do throws(ProviderError) {
            var result = try whole(json)
            result.requestID = result.requestID ?? answer.headers.requestID
            return result
        } catch {
            var error = error
            error.status = error.status ?? answer.status
            error.requestID = error.requestID ?? answer.headers.requestID
            throw error
        }
    }

    /// Takes the key out of an error's words, since some providers repeat what they refuse.
    private func hidingKey(_ error: ProviderError) -> ProviderError {
        guard !key.isEmpty else { return error }
        var error = error
        var message = error.message.replacing(key, with: "***")
        // A message is cut where it grows too long, which may be in the midst of the key.
        for length in stride(from: key.count - 1, through: Exchange.tellingPartOfKey, by: -1)
        where message.hasSuffix(key.prefix(length)) {
            message.removeLast(length)
        }
        error.message = String(message.prefix(ProviderError.messageLimit))
        return error
    }

    /// How many characters of a key tell more than its usual `sk-`.
    private static let tellingPartOfKey = 4
}

/// A reader whose stream is a text.
protocol TextStreamReader: StreamReader {
    /// What was delivered so far.
    var text: String { get }
    /// What else is known of the answer; its own text counts for nothing.
    var last: TextResult { get }
}

extension TextStreamReader {
    /// The text, once the stream has ended.
    ///
    /// - Errors: `truncatedStream` where the provider did not say that it is finished; `empty` where it is.
    func result() throws(ProviderError) -> TextResult {
        guard isFinished else {
            throw ProviderError(.truncatedStream, message: "the stream ended early", requestID: last.requestID)
        }
        var result = last
        result.text = text
        try result.check()
        return result
    }
}
