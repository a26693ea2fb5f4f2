/// Who plays the parts of a plot.
extension Forms {
    /// Deals the parts of a story: to the one whom the title names, else to somebody by chance; 我 tells it on request.
    static func cast(_ subject: inout Subject, wishes: Wishes, dice: inout Dice) -> FormSpec {
        let topic = subject.topic
        subject.decks["s"] = StoryCast.sounds
        subject.decks["b"] = StoryCast.things
        if let (hero, wish) = StoryCast.wish(in: topic) {
            subject.slots["n"] = wishes.layout.isFirstPerson ? "我" : hero
            subject.slots["u"] = wishes.layout.isFirstPerson ? "我" : "它"
            subject.slots["v"] = wish
            subject.slots["f"] = dice.pick(StoryCast.animalFriends)
            subject.decks["l"] = StoryCast.wildPlaces
            subject.decks["e"] = StoryCast.wildfolk
            return .wish
        }
        var plot = StoryPlot.of(topic, dice: &dice)
        if plot == .outpost, (wishes.length?.count ?? 0) >= longOutpost { plot = .vanished }
        let named = StoryCast.hero(in: topic)
        let somebody = dice.pick(StoryCast.people)
        let isTold = plot.isTold || wishes.layout.isFirstPerson || topic.bare.hasPrefix("我")
        subject.slots["n"] = isTold ? "我" : named?.name ?? somebody.name
        subject.slots["u"] = isTold ? "我" : named?.pronoun ?? somebody.pronoun
        subject.slots["d"] = StoryCast.present(named?.thing ?? topic.name)
        if plot == .sentence {
            subject.slots["t"] = "墙上那句话"
            subject.slots["d"] = "那句话"
        }
        subject.slots["f"] = dice.pick(StoryCast.friends)
        subject.decks["l"] = StoryCast.townPlaces
        subject.decks["e"] = StoryCast.townsfolk
        subject.episodes = StoryEpisodes.all
        if plot == .outpost {
            subject.decks["l"] = StoryCast.outpostPlaces
            subject.decks["e"] = StoryCast.outpostFolk
            subject.decks["s"] = StoryCast.outpostSounds
            subject.decks["b"] = StoryCast.outpostThings
            subject.episodes = []
        }
        return plot.form
    }
}

extension Forms {
    /// From how many characters on a story needs more scenes than an outpost has.
    private static let longOutpost = 6_000
}

extension StoryCast {
    private static let persons: [(ending: String, pronoun: String)] = [
        ("女孩", "她"), ("妈妈", "她"), ("奶奶", "她"), ("外婆", "她"), ("姑娘", "她"), ("公主", "她"), ("女人", "她"), ("猫", "它"),
        ("狗", "它"),
        ("兔", "它"), ("熊", "它"), ("狐狸", "它"), ("鲸", "它"), ("企鹅", "它"), ("机器人", "它"), ("鸟", "它"), ("者", "他"), ("人", "他"),
        ("员", "他"),
        ("师", "他"), ("匠", "他"), ("手", "他"), ("男孩", "他"), ("爸爸", "他"), ("爷爷", "他"), ("邮差", "他"), ("船长", "他"),
        ("画家", "他"), ("医生", "他"),
        ("老板", "他"), ("少年", "他"), ("国王", "他"),
    ]

    /// Whether a title tells something, such as AI爱上了人类, so that only its words can be spoken of and no thing.
    static func isSentence(_ topic: Topic) -> Bool {
        if topic.isClause { return true }
        var text = topic.bare
        for word in ["存在", "现在", "所在", "社会", "机会", "宴会", "舞会", "重要", "主要"] { text = text.replacing(word, with: "") }
        guard text.count >= 5 else { return false }
        for word in tellingWords {
            guard let range = text.firstRange(of: word), range.lowerBound > text.startIndex || word.count > 1 else {
                continue
            }
            let rest = text[range.upperBound...]
            if !rest.isEmpty || word.count > 1, !rest.contains("的") || rest.hasSuffix("的") { return true }
            // 她是我的同桌 tells something, 会说话的猫 names somebody.
            if range.lowerBound > text.startIndex, rest.hasPrefix("我的") || rest.hasPrefix("你的") { return true }
        }
        return false
    }

    private static let tellingWords = [
        "爱上", "重生", "穿越", "成为", "变成", "遇见", "离开", "回到", "不再", "没有", "学会", "偷走", "死在", "住进", "终于", "决定", "不想", "不能",
        "不会",
        "了", "是", "会", "被", "让", "在", "要",
    ]

    /// A lost thing without the word that says so, since the story says it again.
    static func present(_ thing: String) -> String {
        for word in ["消失的", "失踪的", "遗失的", "丢失的", "不见的"] where thing.hasPrefix(word) {
            return String(thing.dropFirst(3))
        }
        return thing
    }

    /// The person or animal of a title like 灯塔守望者的最后一封信, and the thing that belongs to it.
    static func hero(in topic: Topic) -> (name: String, pronoun: String, thing: String)? {
        guard let of = topic.name.firstIndex(of: "的") else { return nil }
        let who = String(topic.name[..<of])
        let thing = String(topic.name[topic.name.index(after: of)...])
        guard (1...7).contains(who.count), thing.count >= 2, !who.hasPrefix("“"),
            let person = persons.first(where: { who.hasSuffix($0.ending) })
        else { return nil }
        return (who, person.pronoun, thing)
    }
}
