import JSON
import Logging
import Synchronization

/// `/api/v1/writing`: the tools, and what they write.
struct WritingRoutes: Sendable {
    let writing: Writing
    /// How often a stream gives a sign of life.
    let pulse: Duration
    let logger: Logger

    /// Models think for minutes, and proxies take a connection for dead that is silent for one.
    static let defaultPulse = Duration.seconds(15)

    /// Lists the tools; what each costs is the default text model's price.
    ///
    /// `GET /writing/tools` · anyone · 100 a minute
    ///
    /// - Source: API document, "writing/tools".
    func tools(_ request: Request) async throws -> Reply {
        let offers = try await writing.offers()
        return request.success(
            offers.map { offer in
                ToolReceipt(
                    tool: offer.tool,
                    model: offer.model,
                    isAvailable: offer.isAvailable,
                    language: request.language
                )
            },
            capacity: 16 << 10
        )
    }

    /// Writes a text.
    ///
    /// `POST /writing/{tool_type}/generate` · any user · 20 an hour, members unlimited
    ///
    /// - Body: ``WritingOrder``.
    /// - Data: ``WritingReceipt``; with `stream: true` events instead: `delta`s, then `done` or `error` with an
    ///   envelope.
    /// - Errors: 400; 404 no such tool; 40001, 40002 too few credits; 40006, 40007 it failed and was refunded.
    /// - Source: API document, "writing/{tool_type}/generate".
    func generate(_ request: Request, user: User) async throws -> Reply {
        let order = try WritingOrder(Form(request), tool: writing.tools.fetch(request.parameters.first))
        guard order.isStreamed else {
            return Reply(try await writing.generate(order, by: user, for: request))
        }
        return try await stream(order, by: user, for: request)
    }

    /// What is wrong with the order is answered as an ordinary reply; events begin once the credits are taken.
    private func stream(_ order: WritingOrder, by user: User, for request: Request) async throws -> Reply {
        let (pieces, feed) = AsyncStream.makeStream(of: Piece.self)
        let (writing, logger, pulse) = (writing, logger, pulse)
        let beginning = Beginning()
        let listener = Writing.Listener(
            onStart: {
                beginning.pass()
                feed.yield(.started)
            },
            onDelta: { feed.yield(.delta($0)) }
        )
        Task {
            do {
                feed.yield(.end(try await writing.generate(order, by: user, for: request, listener: listener)))
            } catch {
                let failure = Failure(error)
                // What comes before is thrown below, and logged with the reply.
                if beginning.isOver { logger.record(failure, of: request) }
                feed.yield(.failed(failure))
            }
            feed.finish()
        }
        var iterator = pieces.makeAsyncIterator()
        guard let first = await iterator.next() else { throw Failure.unexpected }
        if case .failed(let failure) = first { throw failure }
        let rest = StreamRest(iterator)
        return Reply(
            contentType: "text/event-stream; charset=utf-8",
            headers: [("X-Accel-Buffering", "no")],
            body: .events { sink in
                let beats = Task { while (try? await Task.sleep(for: pulse)) != nil { feed.yield(.beat) } }
                defer { beats.cancel() }
                var isListening = true
                while isListening, let piece = await rest.next() {
                    isListening = await send(piece, to: sink, for: request)
                }
            }
        )
    }

    /// Whether the credits have been taken.
    private final class Beginning: Sendable {
        private let flag = Atomic(false)

        var isOver: Bool { flag.load(ordering: .acquiring) }

        func pass() {
            flag.store(true, ordering: .releasing)
        }
    }

    private enum Piece: Sendable {
        case started
        case beat
        case delta(String)
        case end(StoredReply)
        case failed(Failure)
    }

    private func send(_ piece: Piece, to sink: any ByteSink, for request: Request) async -> Bool {
        switch piece {
        case .started:
            return true
        case .beat:
            return await sink.sendComment()
        case .delta(let text):
            var json = JSONWriter(capacity: text.utf8.count + 32)
            json.object { $0.field("content", text) }
            return await sink.send("delta", json.bytes)
        case .end(let reply):
            return await sink.send(reply.status == 200 ? "done" : "error", reply.body)
        case .failed(let failure):
            return await sink.send("error", failure.envelope(in: request.language))
        }
    }

    /// Hands what is left of a stream to the one who writes the reply.
    private actor StreamRest {
        private let iterator: AsyncStream<Piece>.Iterator

        init(_ iterator: AsyncStream<Piece>.Iterator) {
            self.iterator = iterator
        }

        func next() async -> Piece? {
            var iterator = iterator
            return await iterator.next(isolation: self)
        }
    }
}
