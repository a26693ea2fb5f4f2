import JSON

extension AIModel {
    /// What differs from how it was before; from nothing, where it is new.
    ///
    /// Of a key it is told that it is another one, of an address only where it leads, and of options only their names:
    /// each may hold a secret of a provider.
    func changes(from old: AIModel?) -> AuditDetails {
        var details: AuditDetails = [:]
        func tell(_ field: String, _ value: (AIModel) -> JSON) {
            if let old {
                details.change(field, from: value(old), to: value(self))
            } else {
                details.add(field, value(self))
            }
        }
        tell("name") { .string($0.name) }
        tell("provider") { .string($0.provider) }
        tell("model_name") { .string($0.modelName) }
        tell("kind") { .string($0.kind.rawValue) }
        tell("credits_cost") { .int($0.creditsCost) }
        tell("is_active") { .bool($0.isActive) }
        tell("api_base") { $0.apiBase.map { .string(String(ModelDraft.origin(of: $0))) } ?? .null }
        details.conceal("api_key", isChanged: sealedKey != old?.sealedKey)
        let options = changedOptions(from: old)
        details.add("config", options.isEmpty ? nil : .array(options.map { .string($0) }))
        return details
    }

    private func changedOptions(from old: AIModel?) -> [String] {
        let names = (config.members ?? []).map(\.name) + (old?.config.members ?? []).map(\.name)
        var seen: Set<String> = []
        return names.filter { seen.insert($0).inserted && config[$0] != old?.config[$0] }
    }
}
