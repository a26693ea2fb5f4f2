import Testing

@testable import Providers

/// Words that look like a verb or a date at the front of a title, and belong to the noun that follows.
@Suite struct TitleCompoundTests {
    @Test(arguments: [
        ("洗衣机推荐", "洗衣机"), ("办公椅推荐", "办公椅"), ("拍立得推荐", "拍立得"), ("养生壶推荐", "养生壶"), ("泡泡玛特推荐", "泡泡玛特"),
        ("教师节礼物推荐", "教师节礼物"),
        ("学生党平价护肤推荐", "学生党平价护肤"), ("洗面奶测评", "洗面奶"), ("选手机推荐", "手机"), ("学习机新品推广", "学习机新品推广"), ("训练营招生", "训练营招生"),
        ("教育公平问题研究", "教育公平问题"), ("管理层激励对企业绩效的影响", "管理层激励对企业绩效的影响"), ("设计思维研究", "设计思维"), ("训练营开营", "训练营开营"),
        ("教育机构商业计划书", "教育机构"), ("关于教育经费使用情况的报告", "教育经费使用情况"), ("规划师考试经验", "规划师考试经验"), ("洗衣机使用技巧", "洗衣机"),
        ("平衡车推荐", "平衡车"), ("学习强国使用技巧", "学习强国"), ("缓解颈椎疼痛的枕头推荐", "缓解颈椎疼痛的枕头"), ("增强现实技术研究", "增强现实技术"),
    ])
    func `a verb that only begins a noun is not cut off`(title: String, name: String) {
        #expect(Topic(title: title, fallback: nil).name == name)
    }

    @Test(arguments: [
        ("如何选择学习机", "学习机", "选择学习机"), ("怎么选手机", "手机", "选手机"), ("如何教育孩子", "孩子", "教育孩子"), ("教育孩子的方法", "孩子", "教育孩子"),
        ("管理时间的技巧", "时间", "管理时间"), ("如何管理团队", "团队", "管理团队"), ("养多肉的技巧", "多肉", "养多肉"), ("洗衣服的小妙招", "衣服", "洗衣服"),
        ("提升大学生就业能力的研究", "大学生就业能力", "提升大学生就业能力"),
    ])
    func `a verb of what is done still is`(title: String, name: String, act: String) {
        let topic = Topic(title: title, fallback: nil)
        #expect(topic.name == name)
        #expect(topic.act == act)
    }

    @Test(arguments: [
        ("2026年终总结怎么写", "年终总结", "2026年"), ("2025年终奖怎么发才公平", "年终奖", "2025年"), ("2026年会策划方案", "年会策划", "2026年"),
        ("2026年货清单", "年货", "2026年"), ("2026年夜饭菜单推荐", "年夜饭菜单", "2026年"), ("2026年级组工作计划", "年级组", "2026年"),
        ("2026年中盘点", "年中盘点", "2026年"), ("2026年中考改革", "中考改革", "2026年"), ("2026年会计考试", "会计考试", "2026年"),
        ("2026年货运市场分析", "货运市场", "2026年"), ("2026年终身学习", "终身学习", "2026年"), ("2026年轻装上阵", "轻装上阵", "2026年"),
        ("年终总结怎么写", "年终总结", ""),
        ("2026年第一季度销售总结", "销售", "2026年第一季度"),
    ])
    func `a year keeps to itself what begins the next word`(title: String, name: String, period: String) {
        let topic = Topic(title: title, fallback: nil)
        #expect(topic.name == name)
        #expect(topic.period == period)
    }

    @Test(arguments: [("2025年终总结", "2025年，各项工作围绕"), ("2025年中总结", "2025年，各项工作围绕"), ("2026年级组工作计划", "2026年，年级组工作围绕")])
    func `a report of such a year tells of all work`(title: String, opening: String) throws {
        #expect(try Samples.draft("work_report", title).contains(opening))
    }
}
