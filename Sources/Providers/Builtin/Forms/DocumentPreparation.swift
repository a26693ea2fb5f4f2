extension Forms {
    /// Gives an official document its opening, its facts and the material of its kind.
    static func prepare(
        document subject: inout Subject,
        brief: Brief,
        size: Int,
        parts: TimedParts?,
        dice: inout Dice
    ) {
        let topic = subject.topic
        let kind = DocumentKind(topic)
        let order = brief.requirements + "\n" + brief.content.prefix(8_000)
        subject.slots.merge(MeetingDetails.slots(in: order, for: topic.gathering)) { _, said in said }
        if let parts { subject.slots["4"] = parts.agenda }
        subject.slots["A"] = kind.opening(topic, act: subject.slots["a"] ?? topic.name)
        let opens = ["召开", "举行", "举办", "组织"].contains { topic.act?.hasPrefix($0) == true }
        subject.slots["c"] = opens ? topic.act : "召开" + Markdown.escape(topic.bare)
        subject.slots["s"] = DocumentKind.matter(topic)
        subject.slots["D"] = kind.rawValue.replacing("紧急", with: "").replacing("补充", with: "")
        takeMaterial(of: kind, into: &subject, isLong: size >= longDocument, dice: &dice)
        let details = NoticeDetails(order: brief.requirements, keywords: subject.keywords)
        if kind == .request { takeRequest(into: &subject, details, order: brief.requirements) }
        if kind == .account, topic.name.hasSuffix("情况"), topic.name.count > 4 {
            subject.topic.name.removeLast(2)
            subject.slots["t"] = subject.topic.name
        }
        guard let matter = NoticeMatter(topic) else { return }
        subject.slots.merge(details.slots(for: matter)) { _, said in said }
        subject.slots["v"] = Markdown.escape(topic.bare)
        let rest = details.rest(of: subject.keywords, for: matter)
        subject.keywords = []
        subject.slots["K"] = rest.isEmpty ? nil : "其中，有关\(rest.prefix(8).joined(separator: "、"))的说明为【待补充：说明】。"
        let isLong = size >= longDocument
        setMaterial(.publicNotice, isLong ? .implementation : nil, into: &subject, dice: &dice)
    }

    /// From how many characters on a document of such a kind takes the lines of carrying out a task too.
    private static let longDocument = 10_000

    /// Documents of some kinds have material of their own; in all others the lines of carrying out a task stand in for
    /// the advice on management that no field has.
    private static func takeMaterial(
        of kind: DocumentKind,
        into subject: inout Subject,
        isLong: Bool,
        dice: inout Dice
    ) {
        switch kind {
        case .letter: setMaterial(.consultation, isLong ? .implementation : nil, into: &subject, dice: &dice)
        case .decision where subject.topic.isCommendation:
            setMaterial(.merit, isLong ? .support : nil, into: &subject, dice: &dice)
        case _ where subject.core.first.map { Domain.management.points.contains($0) } ?? false:
            setMaterial(.implementation, .support, into: &subject, dice: &dice)
        default: break
        }
    }

    private static func setMaterial(
        _ first: Domain,
        _ second: Domain? = nil,
        into subject: inout Subject,
        dice: inout Dice
    ) {
        subject.core = first.points + (second?.points ?? [])
        subject.points = dice.shuffled(first.points) + dice.shuffled(second?.points ?? [])
        subject.people = first.people
        subject.metrics = first.metrics
        subject.things = first.things
        subject.mistakes = first.mistakes
    }

    /// Parts what a request asks for into the deed and its object (拨付, 村道硬化资金), and takes the sums and the
    /// scale named.
    private static func takeRequest(into subject: inout Subject, _ details: NoticeDetails, order: String) {
        let asked = DocumentKind.requested(subject.topic)
        subject.slots["V"] = asked.deed
        subject.slots["t"] = asked.object
        subject.topic.name = asked.object
        subject.slots["M"] = details.sums ?? "【待补充：金额及测算依据】"
        let scale = subject.keywords.filter { $0.first?.isNumber == true && !details.isFact($0) }
        let sizes = scale.isEmpty ? [DocumentKind.scale(in: order)].compactMap { $0 } : scale
        subject.slots["L"] = sizes.isEmpty ? "【待补充：规模和数量】" : sizes.joined(separator: "、")
        subject.keywords.removeAll { scale.contains($0) || details.sums?.holds(DocumentKind.sum(in: $0)) == true }
    }
}

extension Topic {
    /// Whether a decision honours somebody.
    var isCommendation: Bool { act?.hasPrefix("表彰") == true || kind.hasPrefix("表彰") }
}
