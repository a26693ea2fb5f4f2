import Testing

@testable import Providers

@Suite struct EngineerTests {
    @Test(arguments: [
        ("前端工程师", "编码与评审"), ("算法工程师", "建模与实验"), ("机械工程师", "图纸与规范"), ("土木工程师", "进度管理"), ("项目经理", "进度管理"),
    ])
    func `an engineer has the work of the field that is named`(position: String, work: String) throws {
        let text = try Samples.draft("resume", position + "简历", length: 1_200)
        #expect(text.contains(work))
        #expect(work == "进度管理" || !text.contains("安全与文明"))
    }
}
