/// Reads what an order says of a paper's survey: where, when, whom and how.
enum PaperFacts {
    private static let place = "调查地点", period = "时间范围", object = "研究对象", method = "研究方法", sample = "样本"

    static func read(_ phrase: String) -> [StatedFact] {
        func fact(_ label: String, _ value: String) -> [StatedFact] {
            [StatedFact(kind: .other, label: label, value: value, source: phrase)]
        }
        let methods = methods(in: phrase)
        if !methods.isEmpty { return methods.flatMap { fact(method, $0) } }
        if let value = period(in: phrase) { return fact(period, value) }
        if let value = sample(in: phrase) {
            let count = String(value.replacing(/^样本(?:数量|量|数)?(?:共|有|为|是|：|:)*/, with: ""))
            return fact(sample, count) + implied(by: phrase).flatMap { fact(method, $0) }
        }
        if let value = place(in: phrase) {
            return fact(place, value) + implied(by: phrase).flatMap { fact(method, $0) }
        }
        let studied = phrase.wholeMatch(of: /(?:研究|调查|调研|访谈)对象[:：为是]*(.{2,20})/)
        return studied.map { fact(object, String($0.1)) } ?? []
    }

    // MARK: - Reading

    /// Ways to gather and to treat data, the longer names first, with the name that a text gives them.
    private static let known: [(name: String, said: String)] = [
        ("半结构化访谈", "半结构化访谈"), ("半结构访谈", "半结构化访谈"), ("深度访谈", "深度访谈"),
        ("焦点小组", "焦点小组访谈"), ("问卷调查", "问卷调查"), ("问卷星", "网络问卷调查"),
        ("访谈", "访谈"), ("问卷", "问卷调查"), ("田野调查", "田野调查"), ("实地调研", "实地调研"), ("实地调查", "实地调查"), ("参与式观察", "参与式观察"),
        ("案例研究", "案例研究"), ("个案研究", "个案研究"), ("案例分析", "案例分析"), ("内容分析", "内容分析"), ("文本分析", "文本分析"), ("扎根理论", "扎根理论"),
        ("德尔菲", "德尔菲法"), ("层次分析", "层次分析法"), ("准实验", "准实验"), ("对照实验", "对照实验"), ("行动研究", "行动研究"), ("双重差分", "双重差分"),
        ("结构方程", "结构方程模型"), ("面板数据", "面板数据分析"), ("回归分析", "回归分析"), ("元分析", "元分析"), ("实验", "实验"), ("SPSS", "SPSS统计分析"),
        ("Stata", "Stata统计分析"), ("NVivo", "NVivo质性分析"),
    ]
    /// The methods that a phrase implies which states something else (回收问卷300份, 在北京开展实地调研).
    private static func implied(by phrase: String) -> [String] {
        let own = known.first { ["访谈", "问卷", "田野", "实地"].contains(where: $0.name.holds) && phrase.holds($0.name) }
        return own.map { [$0.said] } ?? []
    }

    private static let aroundMethods = [
        "研究方法", "调查方法", "调研方法", "采用", "使用", "运用", "通过", "利用", "结合",
        "相结合", "为主", "方式", "方法", "模型", "软件", "进行", "开展", "数据", "统计",
        "法", "用", "以", "和", "与", "及", "相", "分析", "处理", "一对一",
    ]

    /// The methods of a phrase that names nothing else (问卷调查, 采用问卷和访谈相结合的方法).
    private static func methods(in phrase: String) -> [String] {
        var rest = phrase
        var result: [(place: Int, said: String)] = []
        for (name, said) in known {
            guard let range = rest.lowercased().firstRange(of: name.lowercased()) else { continue }
            let place = rest.lowercased()[..<range.lowerBound].count
            let start = rest.index(rest.startIndex, offsetBy: place)
            let end = rest.index(start, offsetBy: name.count)
            // The places of the others stay comparable.
            rest.replaceSubrange(start..<end, with: String(repeating: " ", count: name.count))
            if !result.contains(where: { $0.said.holds(said) || said.holds($0.said) }) { result.append((place, said)) }
        }
        guard StudyFacts.rest(of: rest, without: aroundMethods).isEmpty else { return [] }
        return result.sorted { $0.place < $1.place }.map(\.said)
    }

    private static func period(in phrase: String) -> String? {
        let head = /^(?:调查|调研|研究|数据|样本|采集|统计)*(?:时间|年份|区间|期间|跨度|时段|范围)*(?:来自|取自|采用|使用)?[:：为是]*/
        let line = phrase.replacing(head, with: "")
        let span =
            /(?:19|20)\d{2}年?(?:\d{1,2}月)?(?:\s*[至到—–~-]+\s*(?:(?:19|20)\d{2}年?)?(?:\d{1,2}月)?)?(?:间|期间|的数据|数据)?/
        guard let match = line.wholeMatch(of: span) else { return nil }
        var value = String(match.0)
        for end in ["的数据", "数据", "期间", "间"] where value.hasSuffix(end) { value.removeLast(end.count) }
        guard value.count > 4 || phrase.holds("年") || phrase.count > value.count else { return nil }
        return value.last?.isNumber == true ? value + "年" : value
    }

    /// What counts in a paper but is no sample.
    private static let noSamples = ["文献", "参考", "部分", "章", "节", "图", "表", "字", "页", "关键词", "小标题", "条", "创新点", "分钟"]

    /// 样本300份, 发放问卷320份, 访谈20人, 500名大学生.
    private static func sample(in phrase: String) -> String? {
        guard phrase.count <= 24, !noSamples.contains(where: { phrase.holds($0) }) else { return nil }
        let counted = /.*\d+\s*(?:余|多)?(?:份|名|位|户|家|例|个|人|所|对|组)?.{0,10}/
        let isNamed = ["样本", "问卷", "访谈", "受访", "被试", "有效", "回收"].contains { phrase.holds($0) }
        if isNamed, phrase.wholeMatch(of: counted) != nil { return phrase }
        return phrase.wholeMatch(of: /(?:调查|调研|选取|抽取|共)*\d+(?:份|名|位|户|家|例|所|个)[^\d，]{1,10}/).map { String($0.0) }
    }

    private static func place(in phrase: String) -> String? {
        let shapes = [
            /以(.{2,16})为(?:例|个案|样本|调查地|研究区域)/, /(?:调查|调研|研究|实验|样本)?(?:地点|区域|地区|地)[:：为是在]*(.{2,20})/,
            /在(.{2,16})(?:开展|进行|实施|做)(?:的)?(?:问卷|实地|田野)?(?:调查|调研|访谈|研究|实验)?/,
        ]
        return shapes.lazy.compactMap { phrase.wholeMatch(of: $0).map { String($0.1) } }.first
    }

    // MARK: - Stating

    /// Sentences of a paper without data of its own, by words that they hold, with what a survey says instead.
    private static let corrections: [(words: [String], said: String)] = [
        (["缺少实证数据"], "研究的不足主要有两点：一是样本的代表性有待检验，二是未能充分比较不同情境。"),
        (["数据尚未收集"], "由于样本范围有限，结论的推广须审慎；情境之间的比较亦有待补足。"),
        (["尚未得到经验材料的支持", "尚无数据支持", "材料的补充尤为必要"], "各维度的轻重，须由调查所得的数据说明【待补充：统计结果】。"),
        (["收集数据、检验命题"], "进一步的工作包括扩大样本、检验命题并修正框架。"),
    ]
    /// What the method of such a paper is told by.
    private static let theory = ["理论分析", "理论推演"]
    private static let design = "【待补充：研究设计】"

    /// Tells the design of the survey where the form leaves it open, and takes back what denies that there is one.
    static func state(_ study: StudyFacts, in sections: inout [Section]) {
        guard let abstract = sections.firstIndex(where: { $0.heading == "摘要" }) else { return }
        for index in sections.indices {
            sections[index].leads = sections[index].leads.map { lead in
                corrections.first { $0.words.contains { lead.holds($0) } }?.said ?? lead
            }
        }
        sections[abstract].leads.removeAll { lead in theory.contains { lead.holds($0) } }
        let told = design(of: study)
        guard let chapter = sections.firstIndex(where: { $0.leads.contains { $0.holds(design) } }) else {
            sections[abstract].required += told
            return
        }
        sections[chapter].leads.removeAll { $0.holds(design) }
        sections[chapter].required += told + ["样本的选取办法与代表性为【待补充：抽样说明】。"]
        let methods = study.values(method)
        let how = methods.isEmpty ? "研究以调查所得的材料为据" : "研究采用" + listed(methods)
        sections[abstract].required.append(how + "，主要结果为【待补充：主要发现】。")
    }

    /// The design in one or two sentences.
    private static func design(of study: StudyFacts) -> [String] {
        var clauses: [String] = []
        for (label, lead) in [(place, "调查地点为"), (object, "研究对象为"), (period, "时间范围为")] {
            let values = study.values(label)
            if !values.isEmpty { clauses.append(lead + values.joined(separator: "、")) }
        }
        let samples = study.values(sample)
        for value in samples {
            let isTold = ["发放", "回收", "访谈", "问卷调查", "选取", "抽取"].contains { value.holds($0) }
            clauses.append(isTold ? value : "样本为" + value)
        }
        let methods = study.values(method)
        var result: [String] = []
        if !methods.isEmpty { result.append("本研究采用\(listed(methods))。") }
        if !clauses.isEmpty { result.append(clauses.joined(separator: "，") + "。") }
        return result
    }

    /// Methods in one list, called methods where their names don't.
    private static func listed(_ names: [String]) -> String {
        guard let last = names.last else { return "" }
        guard names.count > 1 else { return last + (last.hasSuffix("法") ? "" : "的方法") }
        return names.dropLast().joined(separator: "、") + "与" + last + (last.hasSuffix("法") ? "" : "的方法")
    }
}
