import Testing

@testable import Providers

/// A request says how much it asks for, once.
@Suite struct RequestScaleTests {
    @Test func `without a scale a request has one gap for it and none in front of its name`() throws {
        let text = try Samples.draft("official_document", "关于购置办公电脑的请示")
        #expect(!text.contains("【待补充】办公电脑"))
        #expect(text.contains("办公电脑的规模和数量为【待补充：规模和数量】"))
    }

    @Test(arguments: [("购置20台，预算12万元", [String](), "20台"), ("", ["3.2公里", "预算186万元"], "3.2公里")])
    func `a scale of the order stands there`(requirements: String, keywords: [String], scale: String) throws {
        let text = try Samples.draft(
            "official_document",
            "关于购置办公电脑的请示",
            keywords: keywords,
            requirements: requirements
        )
        #expect(text.contains("规模和数量为\(scale)"))
        #expect(!text.contains("未能照办"))
    }
}
