/// Words that are exchanged when no style was asked for: connecting words, and few others.
///
/// Only pairs that mean the same in every register stand here, each with the neighbours beside which its characters
/// are part of something else.
enum PlainSwaps {
    static let all = openings + adverbs + qualities

    private static let openings = [
        Swap("但是", "不过", at: .clause, notBefore: "如此", unless: "虽 尽管"),
        Swap("但是", "但", at: .clause, notBefore: "¶ 如此"),
        Swap("然而", "不过", at: .clause),
        Swap("因此", "所以", at: .clause, notBefore: "而 上 就"),
        Swap("因而", "因此", at: .clause),
        Swap("所以", "因此", at: .clause, notBefore: "然 说 呢 啊 嘛 才 就 啦"),
        Swap("并且", "而且", at: .clause, unless: "请 要求 建议 必须 应当 务必"),
        Swap("如果", "假如", at: .clause, notBefore: "说 ¶ 汁 树 园"),
        Swap("例如", "比如", at: .clause),
        Swap("因为", "由于", at: .sentence, notBefore: "什么 此 你 我爱 爱 有你 ¶", needs: "，"),
        Swap("由于", "因为", at: .clause, notBefore: "¶"),
        Swap("特别是", "尤其是", at: .clause),
        Swap("尤其是", "特别是", at: .clause),
        Swap("此外", "另外", at: .clause),
        Swap("另外", "此外", at: .clause, onlyBefore: "， 还 也"),
        Swap("其实", "实际上", at: .clause, onlyBefore: "， 我 你 他 她 它 这 那 很 并 没 大 就 早"),
        Swap("总之", "总的来说", at: .clause),
        Swap("与此同时", "同时", at: .clause),
        Swap("虽然", "尽管", at: .clause, notBefore: "说"),
        Swap("尽管", "虽然", at: .clause, notBefore: "放 说 讲 问 来 去 吃 拿 用 开 提 吩 如此 找 叫 玩 看 告诉 联系 ¶"),
        Swap("不但", "不仅", notBefore: "凡"),
        Swap("不仅", "不但", notBefore: "仅 如此 是 限 ¶"),
        Swap("无论", "不论", notBefore: "文 点 据 坛 述 如何 调"),
        Swap("不论", "无论", at: .clause, notBefore: "文 点 据 坛 述"),
    ]

    private static let adverbs = [
        Swap("目前", "现在", notAfter: SwapGuards.beforeMuqian, notBefore: "为止 期 来"),
        Swap("渐渐", "逐渐", notBefore: "¶ 的"),
        Swap("逐渐", "渐渐", notAfter: "呈的在是", notBefore: "¶ 成为 形成 上升 下降 增 减 完善"),
        Swap("立刻", "立即", notAfter: SwapGuards.beforeLi, notBefore: "度 苦 意 板 画 骨 薄 字 印 本 ¶"),
        Swap("经常", "常常", notAfter: SwapGuards.beforeJingchang, notBefore: SwapGuards.behindJingchang),
        Swap("常常", "经常", notAfter: SwapGuards.beforeChangchang, notBefore: SwapGuards.behindChangchang),
        Swap("往往", "常常", notAfter: "来前交", notBefore: "返 来 ¶"),
        Swap("大约", "约", notAfter: "重盛广强扩夸", onlyBefore: "#"),
        Swap("仍然", "依然"),
        Swap("依然", "仍然", notAfter: "皈相归偎", notBefore: "后 而 如故 故我 ¶"),
        Swap("突然", "忽然", notAfter: SwapGuards.beforeTuran, notBefore: SwapGuards.behindTuran),
        Swap("忽然", "突然", notAfter: "疏", notBefore: "后 而"),
        Swap("能够", "可以", notAfter: SwapGuards.beforeNenggou, notBefore: "用 了 ¶ 多 得 的"),
        Swap("始终", "一直", notAfter: "开原有无善穿终", notBefore: "止 点 结 如 ¶ 端 于 的 是 不渝"),
        Swap("十分", "非常", notAfter: SwapGuards.beforeShifen, notBefore: SwapGuards.behindShifen),
        Swap("非常", "十分", notAfter: "并绝若无除岂决", notBefore: SwapGuards.behindFeichang),
        Swap("许多", "很多", notAfter: "也允或准不少兴特容默期许几", notBefore: "多 ¶"),
        Swap("很多", "许多", onlyBefore: SwapGuards.counted),
    ]

    private static let qualities = [
        Swap("更加", "更为", notAfter: "变", onlyBefore: SwapGuards.twoSyllables),
        Swap("迅速", "快速", notBefore: "¶ 的"),
        Swap("显著", "明显", notAfter: "彰不", notBefore: "性 水平 差异 不", unless: "统计 P< p< P＜"),
        Swap("提升", "提高", notAfter: "前", onlyBefore: SwapGuards.raised),
        Swap("提高", "提升", notAfter: "前", onlyBefore: SwapGuards.raised),
    ]
}

/// The neighbours beside which the characters of a word are not that word, where more lists than one need them or
/// they are many.
enum SwapGuards {
    static let beforeMuqian = "项题节科数账栏盲曲剧书耳双面注瞩条名醒夺炫触侧纲眉类子细品闭反悦满头至在从和"
    static let beforeLi = "建设树成创确独中对自站挺矗直耸订私公国起"
    static let beforeJingchang = "已曾神历财佛途不很最较更太那这月正"
    static let behindJingchang = "态 规 年 务 设 用 性 项 费 的 化 理 ¶ 常"
    static let beforeChangchang = "非平日照往正通经异反寻家时常"
    static let behindChangchang = "见 规 用 住 年 识 态 委 驻 备 ¶ 的 常"
    static let beforeTuran = "很太么发得些点冲唐分为够常加较有是"
    static let behindTuran = "后 而 性 袭 死亡 事 ¶ 了 的 就业 间"
    static let beforeNenggou = "功性可技智效职体产动本潜只热电节储核不势"
    static let beforeShifen =
        "0123456789０１２３４５６７８９一二两三四五六七八九十百千几数打扣减加满第差点给共"
    static let behindShifen = "钟 之 制 位 米 硬 为 ¶ 左 以 多 的 等 就 即 可 才 和 都"
    static let behindFeichang =
        "规 态 任 务 时 人 见 住 驻 委 之 识 设 备 手段 事 道 理 可以 的 ¶ 非常 钟 之 制 位 米"
    static let counted =
        "人 地方 国家 企业 家庭 同学 老师 孩子 学生 朋友 问题 城市 公司 家长 客户 用户 员工 困难 游客 居民 东西 读者 观众 网友 商家 店"
    static let twoSyllables =
        "重要 重视 明显 困难 复杂 方便 严格 稳定 合理 有效 完善 清晰 丰富 突出 紧密 注重 关注 安全 高效 自信 坚定 努力 激烈 严重 "
        + "合适 成熟 美好 美丽 广泛 积极 主动 准确 灵活 便捷 透明 精彩 繁荣 出色 开放 健康 科学 规范 专业 深刻 具体 全面 谨慎 密切"
    static let raised =
        "效率 工作效率 生产效率 学习效率 质量 教学质量 服务质量 产品质量 能力 水平 服务水平 素质 技能 竞争力 满意度 知名度 安全性"
    /// Verbs that 还没 can stand before as 尚未.
    static let done =
        "完成 开始 结束 收到 确定 公布 到期 解决 批准 恢复 签 弄好 做完 写完 回复 找到 交付 通知 实现 形成 建立 落实 发布 开放 抵达"
    static let quickly = "赶到 恢复 解决 制定 查清 发展 扩大 传播 蔓延 上升 下降 成为 展开 跑 冲 离开 长大 增长"
    static let people = "我 你 您 他 她 大家 家长 顾客 客户 学生 员工 老师 同事 家人"
}
