extension Forms {
    /// How many keywords a paper has at least where its author named none.
    private static let leastTerms = 3
    /// The longest word that counts as one, in characters.
    private static let longestTerm = 10
    /// From how many characters on 中 at the end says where (鲁迅小说中) and is no part of a word (高中).
    private static let longestPlace = 4
    private static let joints = ["及其", "背景下", "视角下", "视域下", "时代", "环境下", "模式下"]
    private static let empty: Set<String> = ["关系", "影响", "作用", "意义", "研究", "比较"]
    private static let ends = ["问题", "现状", "情况", "路径", "策略", "对策", "机制", "实证", "探究", "探析", "初探", "影响", "应用"]

    /// The keywords of a paper, from its title: whole terms (短视频；青少年), then what it looks at.
    static func paperTerms(of subject: Subject) -> [String] {
        let topic = subject.topic
        var terms: [String] = []
        if let use = topic.application {
            terms = [use.technique, use.field]
        } else if let cause = subject.slots["X"], let effect = subject.slots["Y"] {
            terms = [cause, effect]
        } else {
            let parted = joints.reduce(topic.name) { $0.replacing($1, with: "与") }
            terms = parted.split { "与和的：、".contains($0) }.map(String.init)
        }
        var result: [String] = []
        for term in terms.map(bare)
        where !empty.contains(term) && (2...longestTerm).contains(term.count) && !result.contains(term) {
            result.append(term)
        }
        if result.isEmpty { result = [topic.name] }
        let looks = subject.core.map(\.name).filter { !$0.holds("的") }
        for name in looks where result.count < leastTerms { result.append(name) }
        return result
    }

    /// 教育公平 of 教育公平问题.
    private static func bare(_ term: String) -> String {
        if let last = term.last, "中里上下".contains(last), term.count > longestPlace { return String(term.dropLast()) }
        guard let end = ends.first(where: { term.hasSuffix($0) && term.count >= $0.count + 2 }) else { return term }
        return String(term.dropLast(end.count))
    }
}
