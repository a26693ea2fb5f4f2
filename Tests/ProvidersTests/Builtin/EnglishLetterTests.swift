import Testing

@testable import Providers

/// English letters have the form of letters, whichever of the tools for documents they are ordered from.
@Suite struct EnglishLetterTests {
    @Test(
        arguments: ["resume", "official_document", "wechat_article"],
        [
            "Cover letter", "Cover Letter for a Software Engineer", "Sales manager resignation letter",
            "Letter of resignation",
            "Recommendation letter for Tom Smith", "Thank-you letter to my teacher", "Apology letter: late delivery",
        ]
    )
    func `a letter opens with its reader and closes with who signs`(tool: String, title: String) throws {
        let text = try Samples.draft(tool, title)
        let lines = Samples.body(text)
        #expect(lines.first?.hasPrefix("Dear ") == true || lines.first == "To whom it may concern:", "\(title)")
        #expect(["Kind regards,", "Yours sincerely,", "With gratitude,"].contains(lines[lines.count - 3]), "\(title)")
        for word in ["## ", "Position:", "Purpose", "{"] { #expect(!text.contains(word), "\(title) \(word)") }
        #expect((150...300).contains(Draft.words(in: text)), "\(title)")
    }

    @Test(arguments: [
        ("Cover letter for a nurse", "name: Mary Jones", ["for the position of nurse.", "Mary Jones\n"]),
        (
            "Resignation letter", "position: sales manager, company: Acme, last day: June 30, reason: a move to Berlin",
            [
                "the position of sales manager at Acme.", "My last working day will be June 30.",
                "decision is a move to Berlin.",
            ]
        ),
        (
            "Recommendation letter for Tom Smith", "university: Oxford",
            ["recommend Tom Smith for Oxford.", "Tom is reliable"]
        ),
        ("Recommendation letter for a student", "", ["This student is reliable", "recommend [to be filled in: name]"]),
        ("Reference letter for graduate school", "", ["for graduate school."]),
        ("Thank-you letter to my teacher", "", ["Dear teacher,"]),
        ("Apology letter for the late delivery", "", ["for the late delivery."]),
    ])
    func `title and order tell whom and what it is about`(title: String, order: String, words: [String]) throws {
        let text = try Samples.draft("resume", title, requirements: order)
        for word in words { #expect(text.contains(word), "\(title) \(word)") }
        #expect(!text.contains("Left out"))
    }

    @Test(arguments: ["Cover letter", "Resignation letter", "Recommendation letter"], [120, 180])
    func `a letter keeps its length, and says so where it can't`(title: String, words: Int) throws {
        let text = try Samples.draft("resume", title, requirements: "\(words) words")
        #expect(abs(Draft.words(in: text) - words) * 100 <= words * 15, "\(title) \(words)")
        #expect(try Samples.draft("resume", title, requirements: "2000 words").contains("words at most"))
    }

    @Test(arguments: ["How to write a cover letter", "Ten tips for your resignation letter", "A love letter"])
    func `a text about letters is none`(title: String) throws {
        #expect(try !Samples.draft("wechat_article", title).contains("Dear "))
    }

    @Test func `keywords and own sentences stand in the letter`() throws {
        let text = try Samples.draft(
            "resume",
            "Cover letter for a developer",
            keywords: ["Swift"],
            content: "I have written three compilers."
        )
        #expect(text.contains("Swift") && text.contains("I have written three compilers."))
    }
}
