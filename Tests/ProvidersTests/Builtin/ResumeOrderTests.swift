import Testing

@testable import Providers

/// A resume shows what its order states of the applicant.
@Suite struct ResumeOrderTests {
    @Test func `what is stated stands in the resume, and the note lists none of it`() throws {
        let text = try Samples.draft("resume", "前端工程师简历", requirements: "姓名李雷,3年经验,毕业于武汉大学,熟悉Vue和TypeScript")
        for said in ["姓名：李雷", "相关经验3年", "武汉大学｜【待补充：专业】", "专业能力：Vue；TypeScript"] {
            #expect(text.contains(said), "\(said)")
        }
        #expect(!text.contains("未能照办"))
        #expect(!text.contains("【待补充：学校】"))
    }

    @Test func `school, subject, degree and employer are read from their clauses`() throws {
        let text = try Samples.draft("resume", "机械工程师简历", requirements: "5年经验，本科毕业于华中科技大学机械设计专业，任职于三一重工")
        #expect(text.contains("华中科技大学｜机械设计｜本科｜"))
        #expect(text.contains("- 任职于三一重工"))
        #expect(!text.contains("【待补充：单位】｜"))
    }

    @Test func `what is only wished for is no fact, and is told as left out`() throws {
        let text = try Samples.draft("resume", "会计简历", requirements: "应聘武汉大学财务处，想要彩色边框")
        #expect(text.contains("【待补充：学校】"))
        #expect(text.contains("“想要彩色边框”"))
    }
}
