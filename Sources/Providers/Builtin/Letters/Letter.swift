/// A letter between persons or offices: short, without headings, in the order that its kind has.
///
/// The forms of the tools are made for resumes, documents and articles; a letter drafted by them would speak of key
/// tasks and skills. A letter of application is none of these: its form is that of a resume's tool.
struct Letter {
    let kind: Kind
    private let facts: LetterFacts

    enum Kind: CaseIterable {
        case resignation, recommendation, thanks, apology, invitation, introduction, certificate, confession, leave,
            comfort, praise, congratulation, application
    }

    /// Nil when the brief asks for no letter of these kinds.
    init?(_ brief: Brief, wishes: Wishes) {
        guard let title = LetterTitle(brief.title, tool: brief.tool) else { return nil }
        kind = title.kind
        facts = LetterFacts(brief, title: title, wishes: wishes)
    }

    /// Whether a document or an article is asked for that is a letter of application (幼儿园老师求职信).
    static func isApplication(_ brief: Brief) -> Bool {
        let names = ["求职信", "自荐信", "应聘信"]
        return ["official_document", "wechat_article"].contains(brief.tool)
            && names.contains { Markdown.oneLine(brief.title).hasSuffix($0) }
            && !LetterTitle.isAboutLetters(brief.title)
    }

    // MARK: - Writing

    /// Writes the letter with its title and the closing note.
    func compose(_ brief: Brief, wishes: Wishes) -> String {
        var dice = Dice(seededBy: ["letter", brief.title, brief.requirements, brief.content])
        let asked = wishes.length?.count ?? kind.usualLength
        var page = LetterPage(outline, slots: facts.slots, dice: &dice)
        page.place(material: facts.material, room: asked)
        page.place(keywords: facts.keywords, frames: dice.shuffled(Template.lines(kind.keywordFrames)), room: asked)
        page.fill(to: asked)
        let body = page.markdown
        var wishes = wishes
        wishes.unknown.removeAll { phrase in facts.isRead(phrase) || LetterFacts.isManner(phrase) }
        wishes.facts.removeAll { facts.isRead($0.source) }
        // A letter has no headings and speaks for its writer.
        (wishes.layout.refusesHeadings, wishes.layout.isFirstPerson) = (false, false)
        if LetterFacts.isManner(wishes.mannerPhrase ?? "") { wishes.manner = .plain }
        let delivery = Delivered(title: brief.title, body: body, features: [], headings: 0)
        var notice = Order.chineseNotice(hasGaps: body.holds("【待补充"))
        let length = Draft.length(of: body)
        if abs(length - asked) * 100 > asked * Letter.tolerance {
            notice += "要求的篇幅为\(asked)字，这类书信引擎写成\(length)字。"
        }
        notice += Draft.remark(
            on: wishes.unmet(tool: brief.tool, isEnglish: false, delivery: delivery),
            isEnglish: false
        )
        return "# \(Markdown.escape(Markdown.oneLine(brief.title)))\n\n\(body)\n\n\(notice)\n"
    }

    /// How far a letter may be from the length asked for without a word about it, in percent.
    static let tolerance = 15

    private var outline: String {
        switch kind {
        case .recommendation where !facts.isForStudy: LetterOutlines.workRecommendation
        case .thanks where facts.isForTrust: LetterOutlines.thanksForTrust
        case .certificate: LetterOutlines.certificate(facts.certified)
        case .application: facts.application?.outline ?? kind.outlines[0]
        default: kind.outlines[0]
        }
    }
}

extension Letter.Kind {
    /// The words by which titles name it, the longer ones first.
    var names: [String] {
        switch self {
        case .resignation:
            ["辞职申请书", "离职申请书", "辞职申请", "离职申请", "辞职报告", "离职报告", "辞职信", "离职信", "辞职书", "辞呈"]
        case .recommendation: ["推荐信", "推荐函", "举荐信"]
        case .thanks: ["感谢信", "致谢信", "感谢函", "答谢信", "致谢函"]
        case .apology: ["道歉信", "致歉信", "致歉函", "道歉函", "道歉书"]
        case .invitation: ["邀请函", "邀请信", "邀请书"]
        case .introduction: ["介绍信", "介绍函"]
        case .certificate: ["证明信", "证明书", "证明"]
        case .confession: ["检讨书", "检讨信", "悔过书"]
        case .leave: ["请假条", "请假申请书", "请假申请", "请假单"]
        case .comfort: ["慰问信", "慰问函"]
        case .praise: ["表扬信"]
        case .congratulation: ["贺信", "祝贺信", "贺函"]
        case .application: ["申请书", "申请"]
        }
    }

    /// What it may be made of, the usual one first.
    var outlines: [String] {
        switch self {
        case .resignation: [LetterOutlines.resignation]
        case .recommendation: [LetterOutlines.studyRecommendation, LetterOutlines.workRecommendation]
        case .thanks: [LetterOutlines.thanks, LetterOutlines.thanksForTrust]
        case .apology: [LetterOutlines.apology]
        case .invitation: [LetterOutlines.invitation]
        case .introduction: [LetterOutlines.introduction]
        case .certificate: LetterOutlines.certificates
        case .confession: [LetterOutlines.confession]
        case .leave: [LetterOutlines.leave]
        case .comfort: [LetterOutlines.comfort]
        case .praise: [LetterOutlines.praise]
        case .congratulation: [LetterOutlines.congratulation]
        case .application: LetterOutlines.applications
        }
    }

    /// How long it is when nobody says, in characters.
    var usualLength: Int {
        switch self {
        case .resignation: 400
        case .recommendation: 700
        case .thanks, .apology, .confession, .application: 450
        case .invitation, .comfort, .praise, .congratulation: 350
        case .introduction, .certificate, .leave: 150
        }
    }

    /// Sentences that name a keyword of which the letter says nothing else.
    var keywordFrames: String {
        switch self {
        case .resignation:
            """
            与“{k}”有关的工作，我会在交接清单中单独写明。
            “{k}”方面的情况，我会当面向接手的{c}说明。
            关于“{k}”，如需我作进一步说明，我会尽快答复。
            """
        case .recommendation:
            """
            在“{k}”方面，{n}的表现尤其值得一提：【待补充：具体表现】。
            {n}在“{k}”上下过扎实的功夫，能够独立承担有关的任务。
            说到“{k}”，{n}给我的印象尤其深。
            """
        case .thanks:
            """
            说到“{k}”，{I}心里满是感激。
            “{k}”这几个字，{I}会一直记在心里。
            每当想起“{k}”，{I}都觉得格外温暖。
            """
        case .apology:
            """
            对“{k}”给{W}造成的影响，{I}尤其感到抱歉。
            关于“{k}”，{I}会给{W}一个明确的答复。
            在“{k}”上，{I}会认真检查，不再出现同样的疏忽。
            """
        case .invitation:
            """
            此次活动将安排与“{k}”有关的内容，期待听到{W}的见解。
            “{k}”是此次活动的一项重要内容。
            """
        case .confession:
            """
            对“{k}”，我过去的认识不够，今后会认真对待。
            在“{k}”上，我会对照要求逐条检查自己。
            """
        case .leave: "与“{k}”有关的事项，我会提前交代清楚。"
        case .comfort, .praise, .congratulation:
            """
            说到“{k}”，{I}尤其感到敬佩。
            “{k}”，正是{W}身上最可贵的地方。
            """
        case .application:
            """
            “{k}”方面的情况，我可以当面作进一步说明。
            与“{k}”有关的要求，我已经了解，并会认真做到。
            """
        case .introduction: "此行的事项包括“{k}”，请予接洽。"
        case .certificate: "另据本单位记录，有关“{k}”的情况为【待补充：情况】。"
        }
    }
}

/// The paragraphs of a letter while it is being filled to a length.
///
/// An outline has salutation lines (`= `), paragraphs (`##`, with `k` for the one that takes keywords and `m` for the
/// one that takes the user's own sentences), sentences that stand in any case (`! `) and others in the order in which
/// they belong, and the lines below the text (`+ `). Of wordings parted by ／ one is dealt.
struct LetterPage {
    private struct Paragraph {
        var takesKeywords = false
        var takesMaterial = false
        var sentences: [(text: String, isWritten: Bool)] = []

        func text(_ joint: String) -> String { sentences.filter(\.isWritten).map(\.text).joined(separator: joint) }
    }

    private var head: [String] = []
    private var paragraphs: [Paragraph] = []
    private var foot: [String] = []
    private let slots: Slots
    private let joint: String
    private let measure: (String) -> Int

    /// - Parameters:
    ///   - joint: what stands between two sentences.
    ///   - measure: how the letter's length is counted.
    init(
        _ outline: String,
        slots: Slots,
        joint: String = "",
        measure: @escaping (String) -> Int = Draft.length(of:),
        dice: inout Dice
    ) {
        self.slots = slots
        self.joint = joint
        self.measure = measure
        for line in Template.lines(outline) {
            if line.hasPrefix("##") {
                paragraphs.append(Paragraph(takesKeywords: line.holds("k"), takesMaterial: line.holds("m")))
                continue
            }
            let isMarked = ["= ", "! ", "+ "].contains { line.hasPrefix($0) }
            let wording = dice.reworded(isMarked ? String(line.dropFirst(2)) : line)
            guard !wording.isEmpty, let text = Template.fill(wording, slots) else { continue }
            if line.hasPrefix("= ") {
                head.append(text)
            } else if line.hasPrefix("+ ") {
                foot.append(text)
            } else if !paragraphs.isEmpty {
                paragraphs[paragraphs.count - 1].sentences.append((started(text), line.hasPrefix("! ")))
            }
        }
    }

    /// A sentence with a capital where sentences have one.
    private func started(_ text: String) -> String {
        joint.isEmpty ? text : text.prefix(1).uppercased() + text.dropFirst()
    }

    /// Puts the user's own sentences behind those that a paragraph has in any case, while there is room.
    mutating func place(material: [String], room: Int) {
        guard let host = paragraphs.firstIndex(where: \.takesMaterial) else { return }
        var end = paragraphs[host].sentences.lastIndex(where: \.isWritten).map { $0 + 1 } ?? 0
        for sentence in material where measure(markdown + sentence) <= room {
            paragraphs[host].sentences.insert((Markdown.escape(sentence), true), at: end)
            end += 1
        }
    }

    /// Names each keyword that the letter has not named by itself, in a sentence of its own while there is room, else
    /// all together.
    mutating func place(keywords: [String], frames: [String], room: Int) {
        guard let host = paragraphs.firstIndex(where: \.takesKeywords), !frames.isEmpty else { return }
        let open = keywords.filter { !markdown.holds($0) }
        let longest = frames.map(measure).max() ?? 1
        let single = min(frames.count, open.count, max(1, (room - measure(markdown)) / max(1, longest)))
        var groups = open.prefix(single).map { [$0] }
        if open.count > single, let last = groups.popLast() { groups.append(last + open.dropFirst(single)) }
        for (frame, group) in zip(frames, groups) {
            var own = slots
            own["k"] = group.joined(separator: joint.isEmpty ? "”“" : " and ")
            if let text = Template.fill(frame, own) { paragraphs[host].sentences.append((started(text), true)) }
        }
    }

    /// How far a letter may overrun or miss its length, as parts of it.
    private static let slack = 0.05

    /// Writes further sentences, a paragraph at a time, until the letter is about so long.
    mutating func fill(to target: Int) {
        let most = target + Int(Double(target) * LetterPage.slack)
        var length = measure(markdown)
        var isGrowing = true
        while isGrowing, length < target {
            isGrowing = false
            for index in paragraphs.indices where length < target {
                let next = paragraphs[index].sentences.firstIndex { sentence in
                    !sentence.isWritten && length + measure(sentence.text) <= most
                }
                guard let next else { continue }
                paragraphs[index].sentences[next].isWritten = true
                length += measure(paragraphs[index].sentences[next].text)
                isGrowing = true
            }
        }
    }

    var markdown: String {
        (head + paragraphs.map { $0.text(joint) }.filter { !$0.isEmpty } + foot).joined(separator: "\n\n")
    }
}
