extension Forms {
    /// Gives a lesson plan its subject, two names for the blackboard, and what suits the kind of lesson.
    static func prepare(lesson subject: inout Subject, dice: inout Dice) {
        if let rest = subject.slots["R"] { subject.slots["T"] = Markdown.oneLine(rest) }
        let names = dice.shuffled(Array(subject.core.prefix(6))).map(\.name)
        subject.slots["1"] = names[0]
        subject.slots["2"] = names[1]
    }
}
