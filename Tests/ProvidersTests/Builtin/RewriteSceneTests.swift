import Testing

@testable import Providers

/// Texts that tell and describe are reworded too, and ordinary words in them stay what they are.
@Suite struct RewriteSceneTests {
    private func rewritten(_ text: String, _ requirements: String = "", keywords: [String] = []) throws -> String {
        try Samples.rewritten(text, requirements, title: "周末", keywords: keywords)
    }

    @Test(arguments: [
        ("春天来了，小河边的柳树发芽了，燕子也飞回来了。", "春天到了。小河边的柳树抽出了新芽，燕子也飞回来了。"),
        ("我和朋友吃得很开心，下次还会再来。", "我和朋友吃得十分开心，下次还会再来。"),
        ("周末，我们去爬山。", "我们周末去爬山。"), ("我昨天去了医院，医生让我多休息。", "昨天，我去了医院，医生让我多休息。"),
        ("爬到山顶的时候，我们都累得满头大汗。", "爬到山顶时，我们都累得满头大汗。"), ("他是一名医生。他每天都很忙。", "他是一名医生，每天都很忙。"),
        ("天黑了，街上的路灯一盏一盏地亮起来，人们往家里赶。", "天黑了。街上的路灯一盏一盏地亮起来，人们往家里赶。"),
        ("团队合作靠大家齐心协力。", "团队合作靠大家同心协力。"), ("看完之后心情久久不能平静。", "看完后心情久久难以平静。"),
        ("如有疑问，请联系财务部。", "若有疑问，请联系财务部。"), ("它可以帮助医生诊断疾病。", "它能够帮助医生诊断疾病。"),
    ])
    func `what tells or describes is turned`(sentence: String, wanted: String) throws {
        #expect(try rewritten(sentence) == wanted)
    }

    @Test(arguments: [
        "生活的美好像一幅画，友好像阳光。", "司令人选还没有定，弱不禁风。", "早上八点上班，早上班的人已经到了。", "手机有时间显示功能。", "那时代的人不懂。",
        "对手里有两名老将。", "我今天的作业还没写完。", "今天我妈妈过生日。", "我昨天一家一家地问。", "小的时候，我常去外婆家。", "当老师的时候，要有耐心。",
        "要是天晴了，我们就去郊外野餐，带上帐篷和好吃的，玩上一整天。", "他一连忙了三天。", "我看见识广博的人就佩服。", "公园里程碑旁边有一棵树。",
        "尽早上报材料。", "一起案件正在侦查。", "他喜欢唱歌。他的妹妹喜欢跳舞。",
        "味道很好闻。", "效果很好看。", "他没有利于国家的想法。", "使用方便面做菜。", "从此以后，他再也没来。", "三天以后，他回来了。", "我爱人在医院。我去看他。",
        "今年我校招生。", "去年他说过要来。", "那天的雨下得很大。", "新生活中国结。",
    ])
    func `a word is no part of others here either`(sentence: String) throws {
        #expect(try rewritten(sentence) == sentence)
    }

    @Test func `pictures are put where they were asked for, and a note is laid out as one`() throws {
        let text = "这家餐厅环境很好，菜品味道不错，服务员很热情。我和朋友吃得很开心，下次还会再来。"
        let marked = try rewritten(text, "加表情")
        #expect(marked.contains("😋") && marked.contains("😄") && !marked.contains("#"))
        let note = try rewritten(text, "改写成小红书风格", keywords: ["探店"])
        #expect(note.hasPrefix("😋 这家餐厅") && note.contains("\n😄 我和朋友") && note.hasSuffix("#探店# #美食# #周末#"))
        #expect(try !rewritten(text, "不要表情").contains("😋"))
    }

    @Test func `shorter without a number is shorter`() throws {
        let text = "春天来了，柳树发芽了。孩子们在草地上放风筝。大家都很高兴。老人坐在长椅上晒太阳。"
        let short = try Samples.draft("content_rewrite", "春天", requirements: "精简一些", content: text)
        #expect(Draft.length(of: short) < 30 && !short.contains("未能照办"))
    }
}
