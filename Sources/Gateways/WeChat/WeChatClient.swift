import JSON
import NIOCore
import NIOHTTP1

/// Requests to WeChat Pay and answers whose signature held.
struct WeChatClient: Sendable {
    let calls: WeChatCalls
    let keys: WeChatKeys

    /// Sends a request, with further attempts where WeChat Pay fails.
    ///
    /// - Returns: the verified content of an answer of success; null where it has none.
    func send(_ method: HTTPMethod, _ path: String, _ body: String = "") async throws(GatewayError) -> JSON {
        let deadline = NIODeadline.now() + TimeAmount(calls.http.limits.requestTimeout)
        return try await calls.http.retry.run(before: deadline) { attempt throws(GatewayError) in
            let answer = try await calls.send(method, path, body, attempt: attempt, before: deadline)
            return try await read(answer)
        }
    }

    private func read(_ answer: Answer) async throws(GatewayError) -> JSON {
        let mark = WeChatSignature(answer.headers)
        // WeChat Pay does not sign where it does not know for whom, and its own libraries look at successes only:
        // nobody promises a signature on a refusal. Where there is one it has to hold.
        guard answer.isSuccess || mark != nil else { throw WeChatFault(answer).error }
        guard let mark else {
            throw GatewayError(.untrusted, status: answer.status, message: "WeChat Pay's answer is not signed")
        }
        do throws(Refusal) {
            try await keys.check(mark, of: answer.body, at: calls.now)
        } catch {
            if case .unavailable(let reason) = error { throw reason }
            throw GatewayError(
                .untrusted,
                status: answer.status,
                message: "the signature on WeChat Pay's answer does not hold: \(error)",
                requestID: answer.headers.first(name: "request-id")
            )
        }
        guard answer.isSuccess else { throw WeChatFault(answer).error }
        guard answer.body.readableBytes > 0 else { return .null }
        do {
            return try JSON(parsing: answer.body.readableBytesView)
        } catch {
            throw GatewayError(.badResponse, status: answer.status, message: "WeChat Pay's answer is no JSON")
        }
    }
}
