import Testing

@testable import Providers

/// What each kind of text must have to be one.
@Suite struct DraftFormTests {
    private func positions(_ parts: [String], in text: String) -> [String.Index]? {
        let found = parts.compactMap { text.firstRange(of: $0)?.lowerBound }
        return found.count == parts.count ? found : nil
    }

    @Test func `an article has a hook, sections, the tips that were asked for, and a call`() throws {
        let text = try Samples.draft(
            "wechat_article",
            "如何提高工作效率",
            keywords: ["时间管理", "效率工具"],
            requirements: "字数2000字，包含实用技巧"
        )
        #expect(text.hasPrefix("# 如何提高工作效率\n\n"))
        #expect(text.ranges(of: "\n## ").count >= 5)
        #expect(text.contains("## 实用技巧\n\n- **"))
        #expect(text.contains("时间管理") && text.contains("效率工具"))
    }

    @Test func `a note has emoji and hashtags of its keywords`() throws {
        let text = try Samples.draft("xiaohongshu_note", "春天", keywords: ["踏青", "野餐"])
        #expect(text.contains("#春天#") && text.contains("#踏青#") && text.contains("#野餐#"))
        #expect(text.filter { $0.isPictograph }.count >= 6)
        #expect(!text.contains("\n## "))
    }

    @Test func `a notice follows the order of GB/T 9704`() throws {
        let text = try Samples.draft("official_document", "关于加强校园安全管理的通知")
        let parts = ["# 关于加强", "【待补充：主送机关】：", "现就有关事项通知如下", "特此通知。", "发文机关署名", "成文日期", "（联系人："]
        let order = try #require(positions(parts, in: text))
        #expect(order == order.sorted())
    }

    @Test(arguments: [
        ("关于申请购置设备的请示", "妥否，请批示。"), ("关于防汛工作的报告", "特此报告。"), ("关于商请协助调研的函", "请予支持为盼。"), ("项目推进会会议纪要", "会议议定"),
        ("关于表彰先进的决定", "特此决定。"),
    ])
    func `each kind of official document ends in its own way`(title: String, ending: String) throws {
        #expect(try Samples.draft("official_document", title).contains(ending))
    }

    @Test func `a paper has its parts and invents no reference`() throws {
        let text = try Samples.draft("academic_paper", "短视频对大学生学习的影响研究", keywords: ["短视频", "学习投入"])
        let parts = ["## 摘要", "**关键词**：短视频；学习投入", "引言", "## 参考文献"]
        let order = try #require(positions(parts, in: text))
        #expect(order == order.sorted() && text.contains("结论与展望"))
        let references = try #require(text.split(separator: "## 参考文献").last)
        for line in references.split(separator: "\n") where line.hasPrefix("- ") { #expect(line.contains("【待补充")) }
    }

    @Test func `copy comes in variants with a claim and a call`() throws {
        let text = try Samples.draft("marketing_copy", "低糖酸奶新品上市")
        #expect(positions(["## 核心主张", "## 主文案", "## 短文案三版", "## 标题备选", "## 行动号召"], in: text) != nil)
        for word in ["第一", "国家级", "100%", "根治", "永久"] { #expect(!text.contains(word)) }
    }

    @Test func `news opens with a dateline and a lead, and leaves quotations open`() throws {
        let text = try Samples.draft("news_article", "低糖酸奶新品上市")
        #expect(text.hasPrefix("# 低糖酸奶新品上市\n\n【待补充：城市】"))
        #expect(text.contains("宣布低糖酸奶上市"))
        #expect(text.contains("【待补充：负责人引语"))
    }

    @Test func `a script has a table of shots with times`() throws {
        let text = try Samples.draft("video_script", "ChatGPT使用指南")
        let rows = text.split(separator: "\n").filter { $0.hasPrefix("| ") && $0.hasSuffix("秒 |") }
        #expect(text.contains("| 镜号 | 画面 | 台词 | 字幕 | 时长 |"))
        #expect(rows.count >= 5)
        #expect(rows.enumerated().allSatisfy { $1.hasPrefix("| \($0 + 1) |") })
    }

    @Test func `a story has scenes and dialogue about its title`() throws {
        let wish = try Samples.draft("story_novel", "一只想飞的企鹅")
        #expect(wish.contains("“没有发呆。”企鹅没有回头，“我想飞。”"))
        let notebook = try Samples.draft("story_novel", "春天")
        for text in [wish, notebook] {
            #expect(text.ranges(of: "\n## ").count >= 5)
            #expect(text.ranges(of: "“").count >= 12)
        }
        #expect(notebook.ranges(of: "春天").count >= 5)
    }

    @Test func `a plan and a report have their sections and tables`() throws {
        let plan = try Samples.draft("business_plan", "社区咖啡馆商业计划书")
        let parts = ["执行摘要", "产品与服务", "市场分析", "竞争分析", "商业模式", "里程碑", "团队", "财务计划", "融资需求", "风险与对策"]
        #expect(positions(parts, in: plan) != nil)
        let report = try Samples.draft("work_report", "2026年第一季度销售总结")
        #expect(positions(["概述", "2026年第一季度，", "重点工作与成果", "| 指标 |", "问题与原因", "下一步计划"], in: report) != nil)
    }

    @Test func `a resume uses placeholders, a letter of application has its own form`() throws {
        let resume = try Samples.draft("resume", "产品经理简历", keywords: ["需求分析"])
        #expect(positions(["**目标岗位：产品经理**", "## 个人概要", "## 工作经历", "## 教育背景"], in: resume) != nil)
        #expect(resume.contains("【待补充：数据】"))
        let letter = try Samples.draft("resume", "前端工程师求职信")
        #expect(positions(["尊敬的招聘负责人", "此致", "敬礼"], in: letter) != nil)
    }

    @Test func `the stages of a lesson add up to one period`() throws {
        let text = try Samples.draft("lesson_plan", "分数的初步认识")
        #expect(positions(["教学目标", "教学重点与难点", "教学过程", "板书设计", "分层作业"], in: text) != nil)
        let minutes = text.split(separator: "（").compactMap { part in
            part.firstRange(of: "分钟）").flatMap { Int(part[..<$0.lowerBound]) }
        }
        #expect(minutes.reduce(0, +) % 40 == 0)
    }

    @Test(arguments: [
        ("案例", "虚拟案例"), ("列清单", "清单"), ("问答", "问与答"), ("做法对比", "| 角度 |"), ("分步骤", "分步来做"), ("注意事项", "容易踩的坑"),
    ])
    func `what the requirements ask for is there`(wish: String, heading: String) throws {
        let text = try Samples.draft("wechat_article", "如何提高工作效率", requirements: "1800字，要有\(wish)")
        #expect(text.contains(heading))
    }

    @Test func `a manner can be heard`() throws {
        for (tone, words) in [("幽默", PlainBlocks.humorous), ("温暖", PlainBlocks.warm), ("热情", PlainBlocks.lively)] {
            let text = try Samples.draft("wechat_article", "如何提高工作效率", tone: tone)
            let heard = words.contains { word in text.contains(word.replacing("{t}", with: "工作效率")) }
            #expect(heard, "\(tone)")
        }
    }

    @Test func `the user's own material is kept word for word`() throws {
        let text = try Samples.draft("news_article", "低糖酸奶新品上市", content: "新品含糖量为每100克4.5克。6月1日起在全国门店发售。")
        #expect(text.contains("新品含糖量为每100克4.5克。6月1日起在全国门店发售。"))
        #expect(text.contains("　6月1日\n") && !text.contains("【待补充：日期】"))
    }

    @Test func `an English order gets an English draft`() throws {
        for tool in Samples.tools {
            let byTitle = try Samples.draft(tool, "How to learn Swift in 30 days")
            let named = try Samples.draft(tool, "Swift", language: "en")
            let body = byTitle.split(separator: "\n").dropLast().joined()
            #expect(!body.contains { $0.isHan }, "\(tool)")
            #expect(byTitle.contains("earning Swift"), "\(tool)")
            #expect(named.contains("Drafted by") && !named.contains("。"), "\(tool)")
            #expect(!named.contains("{"), "\(tool)")
        }
    }
}
