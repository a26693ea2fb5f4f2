/// The forms of English drafts, in the order of the Chinese ones.
enum EnglishForms {
    static func form(of tool: String, subject: Subject, dice: inout Dice) -> FormSpec {
        switch tool {
        case "xiaohongshu_note": note
        case "official_document":
            switch subject.topic.kind {
            case "request": request
            case "minutes": minutes
            case "report": account
            default: official
            }
        case "academic_paper": paper
        case "marketing_copy": marketing
        case "news_article": news
        case "video_script": video
        case "story_novel": EnglishPlot.of(subject.topic.title, dice: &dice).form
        case "business_plan": plan
        case "work_report": report
        case "resume": resume
        case "lesson_plan": lesson
        default: article
        }
    }

    static func prepare(_ subject: inout Subject, tool: String, dice: inout Dice) {
        if tool == "resume" { return apply(&subject) }
        guard tool == "story_novel" else { return }
        let heroes = [("Mara", "she"), ("Tom", "he"), ("Ines", "she"), ("Leo", "he"), ("Ada", "she")]
        let hero = dice.pick(heroes)
        subject.slots["n"] = hero.0
        subject.slots["u"] = hero.1
        subject.slots["f"] = dice.pick(["Sam", "Nell", "Otto", "June"])
        if EnglishStory.isSentence(subject.topic.title) { subject.slots["t"] = "the words on the wall" }
        subject.decks["l"] = EnglishStory.places
        subject.decks["e"] = EnglishStory.strangers
        subject.decks["b"] = EnglishStory.things
        subject.decks["s"] = EnglishStory.sounds
    }

    /// A resume names a position, or a person whose position stays open.
    private static func apply(_ subject: inout Subject) {
        var words = subject.topic.name.split(separator: " ").map(String.init)
        if ["a", "an", "the"].contains(words.first?.lowercased() ?? ""), words.count > 1 { words.removeFirst() }
        let isPerson =
            subject.topic.kind == "resume" && (2...3).contains(words.count)
            && words.allSatisfy { $0.first?.isUppercase == true && $0.dropFirst().allSatisfy(\.isLowercase) }
            && !jobs.contains { words.last?.lowercased().hasSuffix($0) == true }
        let role = words.joined(separator: " ")
        subject.slots["N"] = isPerson ? role : "[to be filled in]"
        subject.slots["T"] = isPerson ? "[to be filled in: position]" : role.prefix(1).uppercased() + role.dropFirst()
        if isPerson, subject.keywords.isEmpty { subject.slots["K"] = "[to be filled in: skills]" }
        subject.slots["t"] = isPerson ? "this role" : "work as " + (subject.topic.act == nil ? role : "this kind")
        if isPerson || subject.topic.act == nil { subject.slots["a"] = "succeed in this role" }
        if subject.topic.act != nil { subject.slots["t"] = subject.topic.name }
    }

    /// How the names of jobs end.
    private static let jobs = [
        "er", "or", "ist", "analyst", "ant", "man", "nurse", "clerk", "chef", "lead", "ive", "ian",
    ]

    private static let article = FormSpec(
        """
        ## @ weight=0.8 from=hook,scene,bridge,manner keys=keyword
        ## @ below=700 weight=2 fill=plain
        ## {k}: {p} @ each=keyword per=1800 least=700 fill=plain
        ## {h} @ each=point per=520 least=700 fill=plain
        ## Common detours @ least=2400 weight=0.5 layout=list upto=4 extras=here
        * - **{x}** costs more time than it saves; {y}.
        * - **{x}** feels like work, but it leads nowhere; {y}.
        ## Questions and answers @ least=6000 weight=0.8 layout=apart
        * **Where should I begin with {t}?** Begin with {p}, because it needs the least preparation.
        * **How long does {p} take to work?** Give it two or three weeks, then look at {m}.
        * **Is {p} suitable for {w}?** Yes, if the bar is set low at first.
        ## A last word @ closes=yes weight=0.5 least=900 from=close,call
        ## @ closes=yes below=900 weight=0.4 from=close
        """
    )

    private static let note = FormSpec(
        """
        ## @ weight=0.6 from=manner keys=keyword
        A few notes on {t} ✨ nothing heavy, only what can be tried right away.
        ## @ weight=2.5 layout=apart extras=here
        * ✅ **{p}**: {h}.
        * 📌 **{p}**: {i}
        * 💡 **{p}**: {j}
        * 🌿 **{p}**: goes well with {g}, especially for {w}.
        * 🎯 **{p}**: watch {m} and see whether {t} gets easier.
        ## @ weight=0.6 layout=apart least=500
        ⚠️ Careful with {x}. Better: {y}.
        ## @ weight=0.4 closes=yes
        Which part of {t} gives you the most trouble? Tell me below 👇
        ## @ weight=0
        + {#}
        """
    )

    private static let marketing = FormSpec(
        """
        ## The claim @ weight=0.3
        **{T}: {p}, made easy.**
        ## Main copy @ weight=2 from=scene keys=keyword fill=plain
        One worry less for {w}: {x}. That is what {t} should be judged by.
        ## Reasons to look closer @ weight=1.2 layout=list least=500
        * - **{p}**: {h}, and save a detour.
        * - **{p}**: made with {w} in mind.
        * - **{p}**: see the difference in {m}.
        ## {k} @ each=keyword per=1400 least=1200 own=w weight=0.7 fill=plain
        ## Short versions @ weight=0.9 layout=apart least=600
        **Social**: Looked at {t} today. What stayed with me was {p}.
        **Poster**: {T}: {p}. Nothing more, nothing less.
        **Message**: A first look at {t}: [to be filled in: link].
        ## Headlines @ weight=0.6 layout=list extras=here least=700
        - {T}, without the fuss
        - {T} for {w}
        - A calmer way to {a}
        ## Call to action @ closes=yes weight=0.3
        Take a first look at {t}: {V}.
        """
    )

    private static let news = FormSpec(
        """
        ## @ weight=1 keys=newskeyword
        = [to be filled in: city], [to be filled in: date]
        {q}: the announcement was made by [to be filled in: organisation].
        Time and place are [to be filled in].
        ## {k} @ each=keyword per=1800 least=1000 own=w weight=0.6 fill=news
        ## {p} @ each=point per=500 least=500 own=whts fill=news
        ## Voices @ weight=0.6 least=900 fill=news extras=here
        “[To be filled in: quotation of the person in charge]”, said [to be filled in: name and role].
        ## What comes next @ closes=yes weight=0.6 fill=news
        Further details of {t} will be announced [to be filled in: where].
        ## @ weight=0
        + Media contact: [to be filled in]
        """
    )

    private static let video = FormSpec(
        """
        ## Setting @ weight=0.4 layout=list least=500
        - Format: vertical 9:16
        - Core message: {t} begins with {p}
        - Audience: {w}
        ## Shots @ weight=3 layout=rows keys=rowkeyword
        = | No. | Picture | Voice | Caption | Time |
        = |---|---|---|---|---|
        | § | Close-up of a hand that stops halfway | Ever wanted to {a} and never begun? | Stuck? | ¤ s |
        * | § | {w} at a desk, looking up | Start with this: {h}. | {p} | ¤ s |
        * | § | Close-up of {o} | Write down one line about {t}. | One line | ¤ s |
        * | § | Split screen, hectic and calm | The difference is {p}, not strength. | {p} | ¤ s |
        * | § | Slow push towards {o} | Keep an eye on {m}. | Watch this | ¤ s |
        * | § | A friend walks into the frame | Do {g} with somebody else. | Together | ¤ s |
        * | § | Handheld, walking with {w} | Instead of {x}, {y}. | Another way | ¤ s |
        * | § | Time lapse of a window | {p} today, {g} tomorrow. | Day by day | ¤ s |
        ## {p} @ each=point per=4000 least=4500 own=wh weight=0.6 fill=plain
        ## Ending @ closes=yes weight=0.3 least=400 extras=here
        Which part of {t} is hardest for you? Tell us, and the next clip is about it.
        ## Notes for the crew @ weight=0.5 layout=list least=900
        - Place: a quiet room with daylight
        - Props: {o}
        - Sound: record the voice separately
        """
    )

    private static let resume = FormSpec(
        """
        ## @ weight=0
        = **Position: {T}** · Name: {N}
        = Phone, e-mail, city: [to be filled in]
        ## Profile @ weight=0.7
        Experienced in {t} [to be filled in: years], with a strength in {p}.
        Turns vague requests into steps that can be checked, and delivers on time.
        ## Skills @ weight=0.5 layout=list least=400
        - {K}
        * - {p}: {h}
        ## Experience @ weight=2 layout=list keys=itemkeyword
        = **[to be filled in: company] · [to be filled in: role] · [to be filled in: dates]**
        * - Led {p} when the team was {x}; changed {m} by [to be filled in].
        * - Set up {p} for {w}, with a record kept in {o}.
        * - Joined {p} and {g} into one process and saved [to be filled in: time].
        * - Reviewed {p} by {m} every month and followed up on each finding.
        ## {k} @ each=keyword per=1200 least=1400 own= weight=0.8 layout=list keys=itemkeyword
        * - Situation: {w} expected more of {k} than was delivered.
        * - Task: improve {k}, measured by {m}.
        * - Action: relied on {p} to bring {k} forward.
        * - Result: {k} reached [to be filled in: figure].
        ## Education @ closes=yes weight=0.2 least=500 extras=here
        = [to be filled in: school, degree, dates]
        """
    )

    private static let lesson = FormSpec(
        .decimal,
        """
        ## Background @ weight=0.7 keys=keyword fill=formal
        {t} builds on what the students know from everyday life.
        ## Goals @ weight=0.8 layout=numbered
        Students can say what {t} means and give two examples.
        Students can compare {p} with {g} and give reasons.
        Students can use {t} to solve a small problem.
        ## Key point and difficulty @ weight=0.5 layout=list least=500
        - **Key point**: {p}
        - **Difficulty**: {g}, approached by comparing examples
        ## Stages @ weight=1.6 layout=rows
        = | Stage | Teacher | Students |
        = |---|---|---|
        | Opening (5 min) | Shows a scene of {t} and asks what they see | Answer freely and note a question |
        | Input (12 min) | Explains {p} with an example | Listen, mark, repeat in their own words |
        | Exploring (10 min) | Hands out task cards on {g} | Discuss in groups and report |
        | Practice (8 min) | Gives three tasks of rising difficulty | Work alone, then in pairs |
        | Closing (5 min) | Sums up {t} in one sentence, gives homework | Say what they learned |
        ## {k} @ each=keyword per=2600 least=1800 own=w weight=0.7 fill=plain
        ## {p} @ each=point per=2400 least=3000 own=wh fill=plain
        ## Questions @ weight=0.8 layout=list least=1200 extras=here
        * - What would {t} be without {p}?
        * - How would you explain {p} to somebody who missed this lesson?
        * - Where in this room can you find {p}?
        ## Board @ closes=yes weight=0.3 layout=list least=600
        - {T}
        - {p} / {g}
        ## Homework @ weight=0.4 layout=list
        - Basic: write down the key words of {t}
        - Further: explain {p} in a short paragraph
        - Extra: ask somebody at home about {t}
        """
    )
}
