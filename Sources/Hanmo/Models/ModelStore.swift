import Database
import JSON

/// The SQL of models.
struct ModelStore {
    let connection: Connection

    init(_ connection: Connection) {
        self.connection = connection
    }

    /// What `GET /models` answers at most; an installation has a handful.
    static let listLimit = 500

    static let schema = [
        """
        CREATE TABLE ai_models (
            id IDENTITY,
            name TEXT NOT NULL,
            provider TEXT NOT NULL,
            model_name TEXT NOT NULL,
            kind TEXT NOT NULL CHECK (kind IN ('text', 'image', 'video', 'ppt')),
            api_base TEXT,
            api_key_sealed BLOB,
            config TEXT NOT NULL,
            credits_cost BIGINT NOT NULL CHECK (credits_cost >= 0),
            is_active BIGINT NOT NULL,
            deleted_at BIGINT,
            created_at BIGINT NOT NULL,
            updated_at BIGINT NOT NULL
        )
        """,
        "CREATE INDEX ai_models_kind ON ai_models (kind, id)",
    ]

    private static let columns: SQL = """
        id, name, provider, model_name, kind, api_base, api_key_sealed, config, credits_cost, is_active, created_at,
        updated_at
        """

    private func model(_ row: Row) -> AIModel {
        AIModel(
            id: row.int(0),
            name: row.string(1),
            provider: row.string(2),
            modelName: row.string(3),
            kind: AIModel.Kind(rawValue: row.string(4)) ?? .text,
            apiBase: row.stringOrNil(5),
            sealedKey: row.bytesOrNil(6),
            config: (try? JSON(parsing: row.string(7))) ?? .object([]),
            creditsCost: row.int(8),
            isActive: row.bool(9),
            createdAt: row.int(10),
            updatedAt: row.int(11)
        )
    }

    func find(_ id: Int) throws -> AIModel? {
        try connection.first(
            "SELECT \(ModelStore.columns) FROM ai_models WHERE id = \(id) AND deleted_at IS NULL",
            model
        )
    }

    /// The model, and nobody else changes it until the transaction ends.
    func hold(_ id: Int) throws -> AIModel? {
        try connection.first(
            "SELECT \(ModelStore.columns) FROM ai_models WHERE id = \(id) AND deleted_at IS NULL \(SQL.forUpdate)",
            model
        )
    }

    /// The first active model of a kind.
    func findDefault(_ kind: AIModel.Kind) throws -> AIModel? {
        try connection.first(
            """
            SELECT \(ModelStore.columns)
              FROM ai_models
             WHERE kind = \(kind.rawValue) AND is_active = 1 AND deleted_at IS NULL
             ORDER BY id
             LIMIT 1
            """,
            model
        )
    }

    func list(provider: String?, isActive: Bool?, kind: AIModel.Kind?) throws -> [AIModel] {
        var condition: SQL = "deleted_at IS NULL"
        if let provider { condition += " AND provider = \(provider)" }
        if let isActive { condition += " AND is_active = \(isActive)" }
        if let kind { condition += " AND kind = \(kind.rawValue)" }
        return try connection.all(
            """
            SELECT \(ModelStore.columns)
              FROM ai_models
             WHERE \(condition)
             ORDER BY id
             LIMIT \(ModelStore.listLimit)
            """,
            model
        )
    }

    /// True where no model has ever been stored, deleted ones included.
    func isEmpty() throws -> Bool {
        try connection.value("SELECT id FROM ai_models ORDER BY id LIMIT 1") == nil
    }

    /// Stores a new model and returns its id.
    func insert(_ model: AIModel) throws -> Int {
        try connection.insert(
            """
            INSERT INTO ai_models
                   (name, provider, model_name, kind, api_base, api_key_sealed, config, credits_cost, is_active,
                    created_at, updated_at)
            VALUES (\(model.name), \(model.provider), \(model.modelName), \(model.kind.rawValue), \(model.apiBase),
                    \(model.sealedKey), \(text(of: model.config)), \(model.creditsCost), \(model.isActive),
                    \(connection.now), \(connection.now))
            """
        )
    }

    func update(_ model: AIModel) throws {
        try connection.execute(
            """
            UPDATE ai_models
               SET name = \(model.name), provider = \(model.provider), model_name = \(model.modelName),
                   kind = \(model.kind.rawValue), api_base = \(model.apiBase), api_key_sealed = \(model.sealedKey),
                   config = \(text(of: model.config)), credits_cost = \(model.creditsCost),
                   is_active = \(model.isActive), updated_at = \(connection.now)
             WHERE id = \(model.id)
            """
        )
    }

    /// Takes a model out of every list; what was made with it still says so.
    func delete(_ id: Int) throws -> Bool {
        try connection.change(
            """
            UPDATE ai_models
               SET deleted_at = \(connection.now), is_active = 0, api_key_sealed = NULL
             WHERE id = \(id) AND deleted_at IS NULL
            """
        ) > 0
    }

    private func text(of config: JSON) -> String {
        var json = JSONWriter()
        json.value(config)
        return json.text
    }
}
