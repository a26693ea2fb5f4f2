/// Words of written Chinese and what stands for them in speech.
enum ColloquialSwaps {
    static let all = openings + adverbs + verbs

    private static let openings = [
        Swap("因此", "所以", at: .clause, notBefore: "而 上"), Swap("因而", "所以", at: .clause),
        Swap("然而", "不过", at: .clause), Swap("但是", "不过", at: .clause, notBefore: "如此", unless: "虽 尽管"),
        Swap("尽管如此", "就算这样", at: .clause),
        Swap("尽管", "虽然", at: .clause, notBefore: "放 说 讲 问 来 去 吃 拿 用 开 提 吩 如此 找 叫 玩 看 告诉 联系 ¶"),
        Swap("此外", "另外", at: .clause), Swap("并且", "而且", at: .clause, unless: "请 要求 建议 必须 应当 务必"),
        Swap("由于", "因为", at: .clause, notBefore: "¶"), Swap("倘若", "要是"),
        Swap("如果", "要是", at: .clause, notBefore: "¶ 汁 树 园"), Swap("例如", "比如", at: .clause),
        Swap("与此同时", "同时", at: .clause), Swap("总而言之", "总之", at: .clause),
        Swap("综上所述", "总的来说", at: .clause), Swap("随后，", "接着，", at: .clause),
        Swap("此时，", "这时候，", at: .clause), Swap("以及", "还有", at: .clause, notBefore: "人之 与 和 同 由 如何 是否"),
        Swap("以及", "和", notAfter: "可足所难加予得用给", notBefore: "时 格 早 物 ¶ 与 和 同 及 由 在 对 如何 是否 其"),
        Swap("当前", "现在", at: .clause, onlyBefore: "， 我 正 已"),
    ]

    private static let adverbs = [
        Swap("目前", "现在", notAfter: SwapGuards.beforeMuqian, notBefore: "为止 期 来"),
        Swap("如何", "怎么", notAfter: "论管例比诸譬假又这", notBefore: "¶ 是 的 之"),
        Swap("是否是", "是不是"), Swap("是否", "是不是", notBefore: "认 定 决 则 极 ¶ 的"),
        Swap("能否", "能不能", notAfter: "可不才功性", notBefore: "认 定 决 ¶"),
        Swap("为何", "为什么", notAfter: "因认作成以行称视", notBefore: "时 人 物 事 种 地 去 处 方"),
        Swap("能够", "能", notAfter: SwapGuards.beforeNenggou, notBefore: "用 了 ¶ 多 得 的"),
        Swap("无法", "没法", notAfter: "目", notBefore: "无 纪 律 制 规 定 ¶"),
        Swap("尚未", "还没", notAfter: "和崇高风时"),
        Swap("务必", "一定要", notAfter: "任服义业事商公警财税债医家劳", notBefore: "须 要 将 会 请 ¶"),
        Swap("必须", "一定要", onlyAfter: "我你您他她们家都也还¶", notBefore: "的 得 品 性 要 是 ¶"),
        Swap("应当", "应该", notAfter: "相适供响顺反对回效呼感所", notBefore: "地 事 年 前 代 下 日 天 时 中 选 作 ¶"),
        Swap("无需", "不用", notBefore: "求 要 ¶"), Swap("无须", "不用", notBefore: "要 ¶"),
        Swap("立即", "马上", notAfter: SwapGuards.beforeLi, notBefore: "将 可 是 日 ¶", unless: "马 死刑"),
        Swap("立刻", "马上", notAfter: SwapGuards.beforeLi, notBefore: "度 苦 意 板 画 骨 薄 字 印 本 ¶", unless: "马"),
        Swap("迅速", "很快", notAfter: "分常更为加很最够也都应要请须能的了及得需可", onlyBefore: SwapGuards.quickly),
        Swap("逐渐", "慢慢", notAfter: "呈的", notBefore: "¶"), Swap("逐步", "一步步", notBefore: "¶ 的"),
        Swap("始终", "一直", notAfter: "开原有无善穿终", notBefore: "止 点 结 如 ¶ 端 于 的 是 不渝"),
        Swap("依然", "还是", onlyBefore: "没有 不 无法 很 要 会", unless: "还是"),
        Swap("仍然", "还是", onlyBefore: "没有 不 无法 很 要 会 非常", unless: "还是"),
        Swap("十分", "很", notAfter: SwapGuards.beforeShifen, notBefore: SwapGuards.behindShifen),
        Swap("非常", "特别", notAfter: "并绝若无除岂决", notBefore: SwapGuards.behindFeichang + " 特"),
        Swap("极其", "特别", notAfter: "积南北太两消终阳阴", notBefore: "他 次 实 中 特"),
        Swap("更加", "更", notAfter: "变", onlyBefore: SwapGuards.twoSyllables),
        Swap("较为", "比较", notAfter: "比计"), Swap("显著", "明显", notAfter: "彰不", notBefore: "性 水平 差异 不"),
        Swap("许多", "很多", notAfter: "也允或准不少兴特容默期许几", notBefore: "多 ¶"),
        Swap("众多", "很多", notAfter: "大观群听公民受", notBefore: "的"), Swap("诸多", "很多", notAfter: "付诉公"),
        Swap("各类", "各种", notBefore: "型 别"),
        Swap("难以", "很难", notAfter: "困艰疑灾苦遇避为更最太很都", notBefore: "置 忘 言 启 及 后 前 来 外 内 上 下 为"),
        Swap("即将", "就要", notAfter: "立随当迅旋"),
        Swap("即可", "就行", notAfter: "立随当旋", onlyBefore: "¶"),
        Swap("大约", "差不多", notAfter: "重盛广强扩夸", onlyBefore: "#"),
        Swap("共计", "一共", notAfter: "公总", onlyBefore: "#"), Swap("总计", "一共", onlyBefore: "#"),
    ]

    private static let verbs = [
        Swap("购买", "买", notAfter: "采收代认申选网团订并行次复重", notBefore: "力 者 方 量 权 欲 行 意 日 期 记 卖 渠 决 人 单 体 户 群 ¶"),
        Swap("告知", "告诉", notAfter: "广报公被警忠", onlyBefore: SwapGuards.people),
        Swap("寻找", "找", notAfter: "搜的苦", notBefore: "者 ¶"),
        Swap("协助", "帮", notAfter: "的", onlyBefore: "我 你 您 他 她 老师 警方 家长 同事", unless: "协助他人"),
        Swap("知晓", "知道", notBefore: "率 度"), Swap("认为", "觉得", onlyAfter: "我你他她们家", notBefore: "¶"),
        Swap("居住在", "住在", notAfter: "同定移旅隐侨群独聚散混分新"),
        Swap("返回", "回到", notAfter: "往", onlyBefore: "家 学校 单位 公司 宿舍 教室 老家 家乡 房间 车站 现场 岗位 村"),
        Swap("前往", "去", notAfter: "以从之先目面眼跟生日年月天当提", notBefore: "往 事 昔 年 返 来 常 的 ¶"),
        Swap("使用了", "用了", notAfter: "大特天公"), Swap("采用了", "用了"),
        Swap("具备", "有", notAfter: "不工玩家文道农茶餐尚", onlyBefore: "了 条件 能力 资格 经验 基础"),
        Swap("拥有", "有", notAfter: "不所没未", notBefore: "者 权 量 率 的 ¶"),
        Swap("进行了", "做了", onlyBefore: "分析 检查 调查 总结 介绍 说明 统计 研究 整理 汇报 调整 修改 测试 评估 排查 比较"),
    ]
}
