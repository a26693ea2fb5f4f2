import Testing

@testable import Providers

/// Long drafts go deeper, and do not call their subject by its full name in every sentence.
@Suite struct DraftDepthTests {
    static let lengths = [2_000, 6_000, 12_000, 20_000]

    @Test(arguments: Samples.tools) func `a text has at most twelve top sections, however long it is`(
        tool: String
    ) throws {
        for title in ["社区咖啡店", "短视频平台算法推荐机制对大学生信息茧房形成的影响研究", "春天", "How to learn Swift in 30 days"] {
            for length in Self.lengths {
                let text = try Samples.draft(tool, title, keywords: ["会员制", "信息素养", "烘焙"], length: length)
                let headings = Samples.headings(text)
                #expect(headings.count <= 12, "\(title) \(length): \(headings)")
            }
        }
    }

    @Test func `a longer plan keeps its sections and deepens them`() throws {
        let texts = try [4_000, 16_000].map { try Samples.draft("business_plan", "社区咖啡店", length: $0) }
        #expect(Samples.headings(texts[0]) == Samples.headings(texts[1]))
        let depths = texts.map { $0.ranges(of: "\n### ").count }
        #expect(depths[1] > depths[0] && depths[1] * 200 <= 16_000, "\(depths): a sub-section says something")
    }

    @Test(arguments: [
        ("academic_paper", "短视频平台算法推荐机制对大学生信息茧房形成的影响研究"), ("academic_paper", "老旧小区改造中居民参与意愿的影响因素分析"),
        ("academic_paper", "数字化转型背景下中小制造企业供应链韧性提升路径研究"), ("business_plan", "智慧农业大棚物联网监测平台"),
        ("wechat_article", "让孩子爱上阅读的5个方法"), ("work_report", "全市公共图书馆高质量发展推进情况"), ("lesson_plan", "平行四边形的面积计算公式"),
        ("academic_paper", "The effect of remote work on the cohesion of software teams"),
    ])
    func `a long subject is named in full at most once a paragraph`(tool: String, title: String) throws {
        let isEnglish = title.first?.isASCII == true
        let name = isEnglish ? Topic(english: title, fallback: nil).name : Topic(title: title, fallback: nil).name
        for length in [1_500, 4_000, 10_000] {
            let text = try Samples.draft(tool, title, length: length)
            let paragraphs = Samples.spoken(text).filter { !$0.hasPrefix("|") }
            let repeated = paragraphs.filter { $0.lowercased().ranges(of: name.lowercased()).count > 1 }
            #expect(repeated.isEmpty, "\(length): \(repeated.first ?? "")")
            #expect(paragraphs.contains { $0.lowercased().contains(name.lowercased()) })
        }
    }

    @Test(
        arguments: [
            ("academic_paper", "短视频平台算法推荐机制对大学生信息茧房形成的影响研究", "二者关系"), ("academic_paper", "中小制造企业供应链韧性提升路径研究", "这一路径"),
            ("business_plan", "智慧农业大棚物联网监测平台", "本项目"),
        ]
    )
    func `its short name is one of its kind`(tool: String, title: String, short: String) throws {
        #expect(try Samples.draft(tool, title).ranges(of: short).count >= 3)
    }

    @Test func `a short subject keeps its name`() throws {
        #expect(try Samples.draft("academic_paper", "量子纠缠").contains("这一议题") == false)
    }
}
