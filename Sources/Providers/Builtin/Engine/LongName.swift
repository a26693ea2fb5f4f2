/// Names for subjects that are too long to be repeated in full.
enum LongName {
    /// The longest subject that is always repeated in full, in characters.
    static let comfortable = 22
    /// The longest that is repeated in full when no shorter name is to be found.
    static let bound = 40

    /// Words that say nothing without what stands before them; none of them is a name.
    static let dependent: Set<String> = [
        "影响", "关系", "机制", "经历", "意义", "作用", "问题", "对策", "策略", "路径", "现状", "因素", "方法", "应用", "价值", "启示", "思考", "差异",
        "原因", "变化", "效果", "效应", "可行性", "必要性", "重要性", "故事", "秘密", "办法", "情况", "工作", "经验", "体会", "感受", "探索", "实践",
        "发展", "特点", "特征", "条件", "过程", "结果", "趋势", "模式", "困境", "挑战", "机遇", "反思", "比较", "评价", "作法", "做法", "建议", "选择",
        "影响因素", "影响机制", "作用机制", "实现路径", "优化策略", "提升路径", "应对策略", "内在逻辑",
    ]

    /// A shorter name of the same thing: without the circumstances in front, and of A对B的影响 only A与B.
    static func cut(_ text: String) -> String {
        guard text.count > comfortable else { return text }
        let rest = withoutCircumstances(text)
        if rest.count <= comfortable { return rest }
        if let pair = pair(in: rest) { return pair }
        return rest.count <= bound ? rest : tail(of: rest)
    }

    /// The ends of phrases that only tell where or when.
    private static let circumstances = [
        "视角下的", "视角下", "视域下的", "视域下", "视野下的", "视野下", "背景下的", "背景下", "语境下的", "语境下", "环境下的", "环境下", "条件下的", "条件下", "模式下的",
        "模式下", "形势下的", "形势下", "趋势下的", "趋势下", "框架下的", "框架下", "时代下的", "时代下", "理念下的", "理念下",
    ]

    private static func withoutCircumstances(_ text: String) -> String {
        var rest = text
        for end in circumstances {
            guard let range = rest.firstRange(of: end) else { continue }
            let after = String(rest[range.upperBound...])
            if after.count >= 4 { rest = after }
            break
        }
        for head in ["基于", "面向", "针对", "围绕", "关于"] where rest.hasPrefix(head) {
            guard let of = rest.firstIndex(of: "的") else { break }
            let after = String(rest[rest.index(after: of)...])
            if after.count >= 4, !dependent.contains(after) { rest = after }
            break
        }
        return rest
    }

    /// A与B of A对B的影响, A对B的作用机制 or A与B的关系.
    private static func pair(in text: String) -> String? {
        guard let of = text.lastIndex(of: "的") else { return nil }
        let said = String(text[text.index(after: of)...])
        let words = ["影响", "作用", "效应", "启示", "意义", "贡献", "关系", "联系", "关联", "冲击", "促进"]
        guard words.contains(where: { said.hasPrefix($0) }) else { return nil }
        let body = text[..<of]
        if let on = body.firstIndex(of: "对"), on > body.startIndex {
            let one = String(body[..<on])
            let other = String(body[body.index(after: on)...])
            guard one.count >= 2, other.count >= 2 else { return nil }
            return short(one) + "与" + short(other)
        }
        return body.contains { "与和".contains($0) } && body.count <= bound ? String(body) : nil
    }

    /// Of a noun with 的 in it the last part that says something by itself.
    private static func short(_ text: String) -> String {
        guard text.count > 12, let of = text.lastIndex(of: "的") else { return text }
        let last = String(text[text.index(after: of)...])
        return last.count >= 3 && !dependent.contains(last) ? last : text
    }

    /// The end of a text without any other cut, from one 的 on.
    private static func tail(of text: String) -> String {
        let parts = text.split(separator: "的").map(String.init)
        guard var result = parts.last else { return String(text.prefix(bound)) }
        for part in parts.dropLast().reversed() where result.count < 2 || dependent.contains(result) {
            result = part + "的" + result
        }
        return result.count <= bound ? result : String(result.suffix(bound))
    }
}
