import JSON
import Providers

/// The rules of writing: an order becomes a prompt, the prompt a text, the text a creation.
final class Writing: Sendable {
    let tools: WritingTools
    let models: Models
    let generations: Generations

    /// Who follows a text while it is written.
    struct Listener: Sendable {
        /// Called once, when the credits are taken and the work begins, or is known to have begun.
        let onStart: @Sendable () -> Void
        let onDelta: @Sendable (String) -> Void

        /// Tells the text of a reply that was given before, all of it at once.
        func tell(_ reply: StoredReply) {
            guard reply.status == 200, let json = try? JSON(parsing: reply.body) else { return }
            if let text = json["data"]?["content"]?.string { onDelta(text) }
        }
    }

    static let written = Message("生成成功", "Generated")

    init(tools: WritingTools, models: Models, generations: Generations) {
        self.tools = tools
        self.models = models
        self.generations = generations
    }

    /// The tools, each with the model that writes where an order names none, and whether that model can.
    func offers() async throws -> [(tool: WritingTool, model: AIModel?, isAvailable: Bool)] {
        let model = try await models.findDefault(.text)
        // A model whose key can't be read does nothing, and says so when it is used.
        let provider = model.flatMap { try? models.text($0) }
        return tools.all.map { tool in
            let isAvailable = provider.map { $0.refusal(of: Brief(tool: tool.type, title: "")) == nil } ?? false
            return (tool, model, isAvailable)
        }
    }

    /// Writes a text, charges for it, and keeps it.
    ///
    /// The work goes on whether or not its caller still waits: a client that goes away changes nothing.
    ///
    /// - Returns: the envelope, ready to be sent; for a repeat the one that was sent first.
    /// - Errors: 400, 40001, 40002, 429, and 40006 where the model can't do that, before anything is taken; 40006,
    ///   40007 later, and what was taken is given back.
    func generate(
        _ order: WritingOrder,
        by user: User,
        for request: Request,
        listener: Listener? = nil
    ) async throws -> StoredReply {
        let key = try IdempotencyKey(request, by: user)
        if let reply = try await generations.findReply(of: key) {
            listener?.onStart()
            listener?.tell(reply)
            return reply
        }
        let model = try await models.choose(order.modelID, .text)
        let provider = try models.text(model)
        if let refusal = provider.refusal(of: order.brief) { throw refusal.failure }
        let generation = GenerationOrder(
            user: user,
            kind: .text,
            toolType: order.tool.type,
            title: order.brief.title,
            model: model,
            idempotencyKey: key
        )
        let beginning = try await generations.begin(generation, taking: request.allowance) { listener?.onStart() }
        switch beginning {
        case .answered(let reply):
            listener?.tell(reply)
            return reply
        case .reserved(let reservation):
            generations.running.enter(reservation.generation)
            let work = Task.immediate { [self] in
                defer { generations.running.leave(reservation.generation) }
                return try await write(order, reservation, with: provider, for: request, listener)
            }
            return try await work.value
        }
    }

    private func write(
        _ order: WritingOrder,
        _ reservation: Reservation,
        with provider: any TextProvider,
        for request: Request,
        _ listener: Listener?
    ) async throws -> StoredReply {
        let model = reservation.order.model
        let failure: Failure
        do {
            var ask = ProviderFactory.request(
                model,
                system: order.tool.prompt.system,
                user: order.userPrompt,
                brief: order.brief
            )
            ask.expectedTokens = order.expectedTokens
            ask.trace = request.trace
            let result =
                if let listener { try await provider.stream(ask, listener.onDelta) } else {
                    try await provider.complete(ask)
                }
            // PostgreSQL has no texts with NUL in them, and nobody has a use for one.
            let content = result.text.contains(byte: 0) ? result.text.replacing("\0", with: "") : result.text
            let bytes = try await generations.settle(
                reservation,
                Product(
                    content: content,
                    isTruncated: result.isTruncated,
                    inputTokens: result.inputTokens,
                    outputTokens: result.outputTokens
                )
            ) { creation in
                request.successEnvelope(
                    WritingReceipt(
                        creation: creation,
                        content: content,
                        creditsUsed: reservation.cost,
                        model: model.name,
                        isTruncated: result.isTruncated
                    ),
                    Writing.written,
                    capacity: content.utf8.count + 512
                )
            }
            return StoredReply(status: 200, body: bytes)
        } catch let error as ProviderError {
            failure = error.failure
        } catch {
            failure = Failure.unexpected.because(error)
        }
        try await generations.failSurely(reservation, failure, language: request.language)
        throw failure
    }
}
