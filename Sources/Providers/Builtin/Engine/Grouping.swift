/// Keeping the number of top sections small: a long text goes deeper instead of wider.
extension Writer {
    /// How many top sections a text has at most.
    private static let mostSections = 12
    /// How many names the heading of a group lists.
    private static let namesInHeading = 3

    /// Gathers sections of one kind, such as one for each point, under common headings until few enough stand at the
    /// top.
    func group(_ sections: inout [Section]) {
        guard tool != "story_novel", wishes.layout.parts == nil else { return }
        while true {
            let excess = sections.count(where: \.isTop) - mostBeforeReserves
            guard excess > 0, let run = longestRun(in: sections) else { return }
            let groups = max(1, run.count - excess)
            var gathered: [Section] = []
            for index in 0..<groups {
                let from = run.lowerBound + index * run.count / groups
                let to = run.lowerBound + (index + 1) * run.count / groups
                gathered += gather(Array(sections[from..<to]))
            }
            sections.replaceSubrange(run, with: gathered)
        }
    }

    /// How many top sections the form itself makes at most: one fewer where what is added last needs a heading.
    private var mostBeforeReserves: Int {
        let reserve = voice.reserves[tool] ?? voice.reserves["*"]
        return reserve?.level == 2 ? Writer.mostSections - 1 : Writer.mostSections
    }

    /// The longest run of top sections that one line of the form made; nil when none has more than one.
    private func longestRun(in sections: [Section]) -> Range<Int>? {
        var best: Range<Int>?
        var start = 0
        while start < sections.count {
            var end = start + 1
            if let kind = sections[start].kind, sections[start].isTop {
                while end < sections.count, sections[end].kind == kind, sections[end].isTop { end += 1 }
                if end - start > max(1, best?.count ?? 0) { best = start..<end }
            }
            start = end
        }
        return best
    }

    private func gather(_ members: [Section]) -> [Section] {
        guard members.count > 1 else { return members }
        var names = members.map { $0.name.isEmpty ? $0.heading : $0.name }
        if names.count > Writer.namesInHeading { names = [names[0], names[1], names[names.count - 1]] }
        var head = Section()
        head.heading = heading(listing: names)
        head.isGroup = true
        head.weight = 0
        head.isClosing = members[0].isClosing
        use(head.heading)
        return [head]
            + members.map { member in
                var member = member
                member.level = 3
                return member
            }
    }

    private func heading(listing names: [String]) -> String {
        let list = voice.joined(names, quoted: false)
        return voice.joint.isEmpty ? list : list.prefix(1).uppercased() + list.dropFirst()
    }

    /// Puts a further section in its place: at the top while there is room, else below a heading of its own; that of a
    /// story below the stop whose turn it is.
    func add(_ more: Section, to sections: inout [Section]) {
        var more = more
        if tool == "story_novel" {
            more.level = 3
            let stops = sections.indices.filter { sections[$0].isTop && sections[$0].kind != nil }
            guard !stops.isEmpty else { return sections.insert(more, at: end(of: sections)) }
            let stop = stops[reserves % stops.count]
            let next = sections.indices.first { $0 > stop && sections[$0].level == 2 } ?? sections.count
            reserves += 1
            return sections.insert(more, at: next)
        }
        if more.isTop, sections.count(where: \.isTop) >= mostBeforeReserves {
            more.level = 3
            if !sections.contains(where: { $0.heading == voice.home }) {
                var head = Section()
                head.heading = voice.home
                head.isGroup = true
                head.weight = 0
                sections.insert(head, at: end(of: sections))
            }
        }
        sections.insert(more, at: end(of: sections))
    }
}

extension Section {
    /// Whether it stands at the top with a heading of its own.
    var isTop: Bool { level == 2 && !heading.isEmpty }
}
