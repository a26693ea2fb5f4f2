import Database
import JSON
import Providers

/// The rules of models: which there are, which one a generation uses, and how its provider is reached.
final class Models: Sendable {
    let database: Database
    /// Nil where other processes may change models.
    private let memory: ModelMemory?
    let secrets: Secrets
    let providers: ProviderFactory
    let clock: Clock

    private static let sealing: StaticString = "model keys"

    static let none = Failure(
        400,
        "没有可用的模型，请管理员在模型管理中添加",
        "There is no active model of this kind; have an administrator add one"
    )

    init(database: Database, secrets: Secrets, providers: ProviderFactory, clock: Clock) {
        self.database = database
        memory = database.isShared ? nil : ModelMemory()
        self.secrets = secrets
        self.providers = providers
        self.clock = clock
    }

    // MARK: Using

    /// The model that a generation asks for, or the default of its kind.
    ///
    /// - Errors: 400 unknown, inactive or of another kind.
    func choose(_ id: Int?, _ kind: AIModel.Kind) async throws -> AIModel {
        let model = if let id { try await find(.id(id)) } else { try await findDefault(kind) }
        guard let model, model.isActive, model.kind == kind else {
            throw id == nil ? Models.none : Models.unusable(kind)
        }
        return model
    }

    private static func unusable(_ kind: AIModel.Kind) -> Failure {
        let name =
            switch kind {
            case .text: "文本"
            case .image: "图像"
            case .video: "视频"
            case .ppt: " PPT "
            }
        return .invalid("model_id", "不是可用的\(name)模型", "is not an active model of this kind")
    }

    func findDefault(_ kind: AIModel.Kind) async throws -> AIModel? {
        try await find(.first(kind))
    }

    private func find(_ key: ModelMemory.Key) async throws -> AIModel? {
        guard let memory else { return try await read(key) }
        return try await memory.find(key) { try await read(key) }
    }

    private func read(_ key: ModelMemory.Key) async throws -> AIModel? {
        try await database.read { connection in
            switch key {
            case .id(let id): try ModelStore(connection).find(id)
            case .first(let kind): try ModelStore(connection).findDefault(kind)
            }
        }
    }

    /// The service behind a text model; made once and kept until the model changes.
    func text(_ model: AIModel) throws -> any TextProvider {
        try providers.text(model) { sealed in
            do {
                return try secrets.open(sealed, for: Models.sealing)
            } catch {
                throw Models.unreadableKey.because(error)
            }
        }
    }

    private static let unreadableKey = Failure(
        40006,
        "模型密钥无法读取，请管理员重新填写",
        "The model's key can't be read; an administrator has to set it again"
    )

    private static let onlyTexts = Failure(400, "目前只能测试文本模型", "Only text models can be tested")

    /// Makes one tiny call to a model's provider.
    ///
    /// - Errors: 404 no such model; 400 it is no text model.
    func test(_ id: Int, by administrator: Administrator, for request: Request) async throws -> ModelTestReceipt {
        let receipt = try await call(id, for: request)
        try await database.write { connection in
            try Audit.record(
                .testModel,
                AuditTarget(.model, id),
                by: administrator,
                ["ok": .bool(receipt.error == nil)],
                in: connection
            )
        }
        return receipt
    }

    private func call(_ id: Int, for request: Request) async throws -> ModelTestReceipt {
        guard let model = try await database.read({ try ModelStore($0).find(id) }) else { throw Failure.notFound }
        guard model.kind == .text else { throw Models.onlyTexts }
        let provider: any TextProvider
        do {
            provider = try text(model)
        } catch let failure as Failure {
            return ModelTestReceipt(error: failure.message.text(in: request.language))
        }
        var order = ProviderFactory.request(
            model,
            system: "你是一个连通性测试。",
            user: "只回复一个字：好",
            brief: Brief(tool: "work_report", title: "连通性测试", requirements: "100字")
        )
        // As a generation does, since it is generations that it stands for; the operator's own limit goes before.
        order.expectedTokens = 16
        order.timeout = .seconds(10)
        order.trace = request.trace
        let start = clock.now
        do {
            let result = try await provider.complete(order)
            return ModelTestReceipt(
                latencyMilliseconds: max(0, clock.now - start),
                model: result.model ?? model.modelName
            )
        } catch {
            // A model that thinks has thought up its few tokens, and so it answers.
            if error.kind == .empty, error.code == "length" {
                return ModelTestReceipt(latencyMilliseconds: max(0, clock.now - start), model: model.modelName)
            }
            return ModelTestReceipt(error: error.explanation(in: request.language))
        }
    }

    // MARK: Keeping

    func list(provider: String?, isActive: Bool?, kind: AIModel.Kind?) async throws -> [AIModel] {
        try await database.read { try ModelStore($0).list(provider: provider, isActive: isActive, kind: kind) }
    }

    /// Stores a new model; its key is sealed first.
    ///
    /// - Errors: 400 nobody could tell where its provider is.
    func create(_ draft: ModelDraft, by administrator: Administrator) async throws -> AIModel {
        let model = try draft.applied(to: nil, sealing: seal)
        try ProviderFactory.check(provider: model.provider, apiBase: model.apiBase)
        defer { memory?.forget() }
        return try await database.write { [self] connection in
            let store = ModelStore(connection)
            let created = try store.find(store.insert(model))!
            try note(.createModel, created.id, by: administrator, created.changes(from: nil), in: connection)
            return created
        }
    }

    /// Changes the fields that the draft has.
    ///
    /// - Errors: 404 no such model; 400 nobody could tell where its provider is.
    func change(_ id: Int, to draft: ModelDraft, by administrator: Administrator) async throws -> AIModel {
        defer { memory?.forget() }
        return try await database.write { [self] connection in
            let store = ModelStore(connection)
            guard let model = try store.hold(id) else { throw Failure.notFound }
            let changed = try draft.applied(to: model, sealing: seal)
            try ProviderFactory.check(provider: changed.provider, apiBase: changed.apiBase)
            try store.update(changed)
            try note(.changeModel, id, by: administrator, changed.changes(from: model), in: connection)
            return try store.find(id)!
        }
    }

    func delete(_ id: Int, by administrator: Administrator) async throws {
        defer { memory?.forget() }
        try await database.write { [self] connection in
            let store = ModelStore(connection)
            guard let model = try store.hold(id), try store.delete(id) else { throw Failure.notFound }
            try note(.deleteModel, id, by: administrator, ["name": .string(model.name)], in: connection)
        }
    }

    private func note(
        _ act: AuditAct,
        _ model: Int,
        by administrator: Administrator,
        _ details: AuditDetails,
        in connection: Connection
    ) throws {
        try Audit.record(act, AuditTarget(.model, model), by: administrator, details, in: connection)
    }

    /// Models 1 to 4 of a new installation: Qwen's where a key is at hand, our own engine's where not.
    func createFirst(dashScopeKey: String?) async throws {
        let sealed = try dashScopeKey.map(seal)
        try await database.write { connection in
            // Processes that start at the same moment take turns.
            try connection.lock("first models")
            let store = ModelStore(connection)
            guard try store.isEmpty() else { return }
            for draft in sealed == nil ? ModelDraft.builtin : ModelDraft.qwen {
                _ = try store.insert(draft.applied(to: nil) { _ in sealed ?? [] })
            }
        }
    }

    private func seal(_ key: String) throws -> [UInt8] {
        try secrets.seal(key, for: Models.sealing)
    }
}
