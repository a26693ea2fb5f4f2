extension Voice {
    static let english = Voice(
        joint: " ",
        names: ("", "", ", ", " and "),
        stops: [".", "!", "?", ";", "|", "\n"],
        registers: [
            "plain": Register(EnglishFrames.practice, EnglishFrames.insight),
            "formal": Register(EnglishFrames.formal),
            "academic": Register(EnglishFrames.academic),
            "news": Register(EnglishNewsFrames.patterns),
        ],
        lists: [
            "bridge": EnglishFrames.bridge, "close": EnglishFrames.close, "call": EnglishFrames.call,
            "keyword": EnglishFrames.keyword, "keywords": EnglishFrames.keywords,
            "newskeyword": EnglishNewsFrames.keyword,
            "rowkeyword": EnglishFrames.keywordRows, "rowkeywords": EnglishFrames.keywordRowsJoined,
            "itemkeyword": EnglishFrames.keywordItems, "itemkeywords": EnglishFrames.keywordItemsJoined,
        ],
        hooks: [.theme: EnglishFrames.hooks],
        features: [
            .tips: SectionSpec(
                "Practical tips",
                layout: .list,
                cycle: ["- **{p}**: {h}.", "- **{p}**: keep {o} at hand.", "- **{p}**: do it together with {g}."]
            ),
            .checklist: SectionSpec(
                "Checklist",
                layout: .list,
                cycle: ["- {p}: {h}", "- {o} is ready for {p}", "- {m} is noted down"]
            ),
            .example: SectionSpec(
                "An invented example",
                leads: [
                    "Imagine one of the {w} who wants to {a} (an invented case).",
                    "This time only one thing changes: {h}.",
                    "The first three days are awkward, and {o} helps to remember.",
                    "In the second week {g} joins in, and {m} is written down once.",
                    "After a month the change is modest, but it no longer needs a reminder.",
                ]
            ),
            .comparison: SectionSpec(
                "Side by side",
                layout: .rows,
                before: ["| Aspect | Usual way | Steadier way |", "|---|---|---|"],
                cycle: ["| {p} | {x} | {y} |"]
            ),
            .questions: SectionSpec("Questions and answers", layout: .apart, cycle: EnglishFrames.questions),
            .steps: SectionSpec(
                "Step by step",
                layout: .numbered,
                leads: [
                    "Write down what is hardest about {t}, in two lines.", "Choose {p}: {h}.",
                    "Put it into tomorrow's calendar.",
                    "Afterwards note {m}, without judging.", "After three days change one detail.",
                    "After a week add {g}.",
                ]
            ),
            .numbers: SectionSpec(
                "What to measure",
                layout: .list,
                cycle: ["- **{m}**: note it once a week, next to {p}."]
            ),
            .mistakes: SectionSpec("Mistakes to avoid", layout: .list, cycle: ["- **{x}**: rather {y}."]),
        ],
        manners: [
            .humorous: [
                "If good intentions counted, everyone would be a master of {t} by now.",
                "The plan was flawless; reality had a look at it and laughed.",
            ],
            .warm: ["Be kind to yourself: {t} is not a race.", "Small and slow is still moving."],
            .lively: ["Ready? {t} can change today!", "One small step, right now!"],
            .formal: ["The remarks on {t} that follow should be adapted to circumstances."],
        ],
        shorts: [
            "*": EnglishFrames.shorts,
            "resume": ["Keeps promises.", "Writes things down.", "Asks early.", "Finishes on time.", "Strong in {p}."],
            "story_novel": ["Nobody spoke.", "It grew dark.", "{n} smiled."],
        ],
        reserves: [
            "*": ReserveSpec(headings: ["More on {p}", "{p} and {g}", "Another look at {p}", "Notes on {p}"]),
            "official_document": ReserveSpec(headings: ["Notes on {p}", "{p} and {g}"], register: "formal"),
            "work_report": ReserveSpec(headings: ["Notes on {p}", "{p} and {g}"], register: "formal"),
            "business_plan": ReserveSpec(headings: ["Notes on {p}", "{p} and {g}"], register: "formal", level: 3),
            "academic_paper": ReserveSpec(
                headings: ["Further remarks on {p}", "{p} and {g}"],
                register: "academic",
                level: 3
            ),
            "news_article": ReserveSpec(
                headings: ["More about {p}", "{p} and {g}", "{p} again"],
                register: "news",
                pointHeading: "{p}"
            ),
            "resume": ReserveSpec(headings: ["More about {p}", "{p} and {g}"], register: "formal"),
            "story_novel": ReserveSpec(
                headings: ["Back at {l}", "A night at {l}", "{l} again"],
                upTo: 22,
                cycle: EnglishStory.wandering,
                hold: "e"
            ),
        ],
        home: "Further notes"
    )
}
