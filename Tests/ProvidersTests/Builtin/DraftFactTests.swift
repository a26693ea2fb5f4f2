import Testing

@testable import Providers

/// Texts that state facts: official documents, news, plans and reports.
@Suite struct DraftFactTests {
    private static let meeting = "关于召开2026年度安全生产工作会议的通知"

    @Test func `a notice of a meeting asks for time, place, people and agenda`() throws {
        let text = try Samples.draft("official_document", Self.meeting, keywords: ["安全生产", "责任"], requirements: "800字")
        for part in ["会议时间", "会议地点", "参会人员", "会议议程"] {
            #expect(text.contains("、\(part)\n\n【待补充：\(part)】"), "\(part)")
        }
        #expect(!Domain.work.points.contains { text.contains($0.how) || text.contains($0.why) })
        #expect(Domain.safety.points.contains { text.contains($0.how) || text.contains($0.why) })
    }

    @Test(arguments: [
        "800字，时间：2026年3月5日上午9点，地点：三楼会议室；参会人员：各部门负责人", "会议时间为2026年3月5日上午9点\n会议地点在三楼会议室\n参会人员是各部门负责人",
    ])
    func `what the order says of a meeting stands in the notice`(requirements: String) throws {
        let text = try Samples.draft("official_document", Self.meeting, requirements: requirements)
        for part in ["会议时间\n\n2026年3月5日上午9点\n", "会议地点\n\n三楼会议室\n", "参会人员\n\n各部门负责人\n", "【待补充：会议议程】"] {
            #expect(text.contains(part), "\(part)")
        }
    }

    @Test(
        arguments: [
            ("关于举办春季运动会的通知", "活动时间"), ("关于召开职工代表大会的通知", "会议时间"), ("关于加强校园安全管理的通知", nil), ("关于成立安全委员会的通知", nil),
        ] as [(String, String?)]
    )
    func `only a call to something has a time`(title: String, heading: String?) throws {
        let text = try Samples.draft("official_document", title)
        for part in ["活动时间", "会议时间"] { #expect(text.contains("、\(part)\n") == (part == heading), "\(title)") }
    }

    @Test func `work alone is no field of life`() {
        func field(_ title: String) -> String? {
            Field.recognise(title: title, keywords: [], among: Field.chinese)
        }
        #expect(field("共青团工作") == nil)
        #expect(field("安全生产工作会议") == "safety")
        #expect(field("如何提高工作效率") == "work")
    }

    @Test func `an official text takes no advice for private life`() throws {
        let own = [Domain.work, .how, .theme, .why, .education, .health].flatMap(\.points)
        for tool in ["official_document", "work_report", "business_plan", "news_article"] {
            for title in ["关于做好共青团工作的通知", "某公司发布新能源重卡", "读书节", "张伟", "如何提高工作效率"] {
                let text = try Samples.draft(tool, title, length: 2_000)
                let found = own.filter { text.contains($0.how) || text.contains($0.why) || text.contains($0.trap) }
                #expect(found.isEmpty, "\(tool) \(title): \(found.map(\.name))")
                #expect(!text.contains("没有寄出的信"))
            }
        }
    }

    @Test func `news states no figure and quotes nobody that the order did not give`() throws {
        for title in Samples.occasions {
            for keywords in [[]] + Samples.strangers {
                for length in [nil, 2_000, 5_000] {
                    let order = title + keywords.joined()
                    let text = try Samples.draft("news_article", title, keywords: keywords, length: length)
                    let body = Samples.body(text).joined(separator: "\n")
                    let figures = body.split { !$0.isNumber || $0.isHan }.filter { !order.contains($0) }
                    #expect(figures.isEmpty, "\(title): \(figures.prefix(3))")
                    let quotations = body.split(separator: "“").dropFirst().compactMap {
                        $0.split(separator: "”").first
                    }
                    let invented = quotations.filter { !$0.hasPrefix("【待补充") && !order.contains($0) }
                    #expect(invented.isEmpty, "\(title): \(invented.prefix(3))")
                }
            }
        }
    }

    @Test func `the lead of the news says who did what`() throws {
        let text = try Samples.draft("news_article", "某公司发布新能源重卡", keywords: ["续航"])
        #expect(text.contains("【待补充：日期】，某公司发布新能源重卡。"))
        #expect(text.contains("续航"))
        let topic = Topic(title: "某公司发布新能源重卡", fallback: nil)
        #expect(topic.name == "新能源重卡" && topic.intent == .announce)
        #expect(Topic(title: "华为发布会", fallback: nil).event == nil)
    }
}
