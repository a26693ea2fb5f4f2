/// The kinds of texts that English titles name in front (Cover letter for …, Lesson plan: …) or at the end.
struct EnglishTitle {
    /// The title's words without those of the kind.
    var words: [String]
    /// letter, resume, notice, request, minutes, report, plan, lesson, or nothing.
    var kind = ""
    var intent = Topic.Intent.theme

    private static let heads: [(String, String, Topic.Intent)] = [
        ("cover letter", "letter", .how), ("application letter", "letter", .how),
        ("letter of application", "letter", .how),
        ("motivation letter", "letter", .how), ("curriculum vitae", "resume", .how), ("resume", "resume", .how),
        ("cv", "resume", .how), ("notice", "notice", .notice), ("announcement", "notice", .notice),
        ("memorandum", "notice", .notice), ("memo", "notice", .notice), ("circular", "notice", .notice),
        ("meeting minutes", "minutes", .notice), ("minutes of the meeting", "minutes", .notice),
        ("minutes", "minutes", .notice), ("request", "request", .notice), ("application", "request", .notice),
        ("weekly report", "report", .summary), ("monthly report", "report", .summary),
        ("quarterly report", "report", .summary), ("annual report", "report", .summary),
        ("progress report", "report", .summary), ("work report", "report", .summary), ("report", "report", .summary),
        ("summary", "report", .summary), ("business plan", "plan", .plan), ("project plan", "plan", .plan),
        ("proposal", "plan", .plan), ("plan", "plan", .plan), ("lesson plan", "lesson", .what),
        ("teaching plan", "lesson", .what), ("lesson", "lesson", .what), ("press release", "news", .announce),
        ("news release", "news", .announce), ("news", "news", .announce), ("video script", "video", .how),
        ("script", "video", .theme), ("short story", "story", .theme), ("story", "story", .theme),
        ("essay", "article", .theme), ("article", "article", .theme), ("blog post", "article", .theme),
        ("guide", "guide", .guide), ("tutorial", "guide", .guide), ("introduction", "guide", .what),
        ("product description", "copy", .review), ("ad copy", "copy", .announce), ("sales copy", "copy", .announce),
        ("review", "review", .review), ("research paper", "paper", .study), ("paper", "paper", .study),
        ("a study", "paper", .study), ("research", "paper", .study),
    ]
    private static let joints = ["of", "for", "on", "about", "to", "from", "regarding", "concerning"]

    private static let tails: [(String, String, Topic.Intent)] = [
        ("guide", "guide", .guide), ("report", "report", .summary), ("summary", "report", .summary),
        ("minutes", "minutes", .notice), ("notice", "notice", .notice), ("request", "request", .notice),
        ("business plan", "plan", .plan), ("lesson plan", "lesson", .what), ("plan", "plan", .plan),
        ("review", "review", .review), ("launch", "launch", .announce), ("resume", "resume", .how),
        ("cv", "resume", .how),
        ("cover letter", "letter", .how), ("application letter", "letter", .how), ("lesson", "lesson", .what),
    ]

    init(_ words: [String], tool: String) {
        self.words = words
        let lower = words.map { $0.lowercased() }
        let skipped = ["a", "an", "the", "our", "my"].contains(lower.first ?? "") ? 1 : 0
        for (name, kind, intent) in EnglishTitle.heads {
            let parts = name.split(separator: " ").map(String.init)
            let end = skipped + parts.count
            guard lower.count > end else { continue }
            var found = Array(lower[skipped..<end])
            let hasColon = found[parts.count - 1].last.map { ":-–—".contains($0) } ?? false
            if hasColon { found[parts.count - 1].removeLast() }
            guard found == parts else { continue }
            guard hasColon || EnglishTitle.joints.contains(lower[end]) || [":", "-", "–", "—"].contains(lower[end])
            else {
                continue
            }
            // A guide to Rome and a story of the sea are about Rome and the sea; in a story nothing is a form.
            if tool == "story_novel", kind != "story" { continue }
            self.words = Array(words[(hasColon ? end : end + 1)...])
            (self.kind, self.intent) = (kind, intent)
            return
        }
        guard tool != "story_novel" else { return }
        for (name, kind, intent) in EnglishTitle.tails {
            let parts = name.split(separator: " ").map(String.init)
            guard lower.count > parts.count, Array(lower.suffix(parts.count)) == parts else { continue }
            self.words = Array(words.dropLast(parts.count))
            (self.kind, self.intent) = (kind, intent)
            return
        }
    }
}
