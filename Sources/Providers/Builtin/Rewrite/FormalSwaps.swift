/// Words of everyday Chinese and what stands for them in documents.
enum FormalSwaps {
    static let all = openings + questions + adverbs + verbs

    private static let openings = [
        Swap("所以", "因此", at: .clause, notBefore: "然 说 呢 啊 嘛 才 就 啦"),
        Swap("不过，", "然而，", at: .clause), Swap("可是，", "然而，", at: .clause), Swap("但是，", "然而，", at: .clause),
        Swap("不过", "但", at: .clause, onlyBefore: "我 你 他 她 它 这 目 由 在 大"),
        Swap("可是", "但", at: .clause, notBefore: "¶ 的"), Swap("但是", "但", at: .clause, notBefore: "¶ 如此"),
        Swap("还有就是，", "此外，", at: .clause), Swap("另外", "此外", at: .clause, onlyBefore: "， 还 也"),
        Swap("而且", "并且", at: .clause, unless: "不仅 不但 不光 不只"),
        Swap("因为", "由于", at: .sentence, notBefore: "什么 此 爱 你 ¶", needs: "，"),
        Swap("要是", "如果", at: .clause, notBefore: "的 ¶"),
        Swap("比如说", "例如", at: .clause), Swap("比如", "例如", at: .clause),
        Swap("特别是", "尤其是", at: .clause), Swap("说白了", "简言之", at: .clause),
        Swap("这么一来", "如此一来", at: .clause), Swap("要不然", "否则", at: .clause),
        Swap("不然", "否则", at: .clause, notBefore: "的 而"), Swap("这时候", "此时", at: .clause, notBefore: "的"),
        Swap("对于", "对", at: .clause, notBefore: "¶ 对"),
    ]

    private static let questions = [
        Swap(
            "怎么",
            "如何",
            notAfter: "不再无没论管",
            onlyBefore: "提高 提升 解决 处理 选择 使用 办理 学习 安排 应对 避免 防止 改进 计算 申请 操作 预防 保存 保护 判断 开展"
        ),
        Swap("该怎么办", "该如何应对", notAfter: "应"),
        Swap("是不是", "是否", notAfter: "老总就不但若于可像", onlyBefore: "有 会 能 要 可以 需要 应该 已经 真的 愿意 还 存在"),
        Swap("能不能", "能否", notAfter: "可功性技才只职", notBefore: "¶"),
        Swap("会不会", "是否会", notAfter: "不工机社开宴晚大", notBefore: "¶"),
        Swap("有没有", "是否有", notAfter: "没所只还", onlyBefore: "人 时间 问题 可能 必要 其他 办法 机会 兴趣 异议 意见 漏洞 隐患 风险 更"),
        Swap("什么时候", "何时", notAfter: "没有", notBefore: "都 也 的"),
        Swap("为什么", "为何", notAfter: "不认成作以因视改称变分定个有", notBefore: "样 都 要说"),
        Swap("啥时候", "什么时候"), Swap("啥时", "何时"), Swap("啥", "什么"),
    ]

    private static let adverbs = [
        Swap("没法", "无法", notAfter: "淹埋吞沉", notBefore: "律 治 国 语 子 儿 院 规 官 ¶"),
        Swap("还没有", "尚未", onlyBefore: SwapGuards.done, notBefore: "结束的 开始的 解决的 恢复的 完成的"),
        Swap("还没", "尚未", onlyBefore: SwapGuards.done),
        Swap("一定要", "务必", at: .clause, onlyBefore: "注意 做好 按时 认真 及时 遵守 保持 带好 检查 加强 重视 避免"),
        Swap("请一定要", "请务必", notBefore: "求"),
        Swap("应该", "应当", onlyBefore: "遵守 按照 加强 重视 注意 尊重 坚持 及时 积极 认真 首先 保持 避免 承担 履行"),
        Swap("不用", "无需", notAfter: "从弃毫", onlyBefore: "担心 提供 填写 预约 排队 缴纳 支付 额外 重复 准备 等待"),
        Swap("用不着", "无需", notBefore: "¶ 的 了"),
        Swap("现在", "目前", onlyAfter: "我们你他她它都司部校店目¶", onlyBefore: "还没 还不 还在 已经 仍 尚 正在 没有 主要"),
        Swap("马上", "立即", onlyBefore: "行动 出发 处理 联系 报告 通知 整改 停止 开始 解决 回复 安排 赶到 赶往 拨打 关闭 撤离", unless: "骑"),
        Swap("很快", "迅速", notAfter: "得", onlyBefore: "恢复 完成 解决 赶到 反应 行动 增长 发展 扩大 成为 处理 占领 组织 展开 上升 下降"),
        Swap("慢慢", "逐渐", notAfter: "快要请地慢", onlyBefore: "变 增 减 形成 成为 好转 恢复 消失 适应 习惯 提高 降低 扩大 了解 认识 明白"),
        Swap("一直", "始终", notAfter: "万唯统逐第周单专", onlyBefore: "坚持 保持 没有 未 致力 关注 重视 坚信 认为 秉持 遵循"),
        Swap("特别", "十分", notAfter: "很太最更较不特", onlyBefore: "重要 高兴 感谢 喜欢 满意 明显 严重 困难 复杂 适合 需要 方便 热情 认真 容易"),
        Swap("越来越", "日益", onlyBefore: "严重 明显 重要 突出 丰富 完善 成熟 激烈 复杂 紧张 普及 频繁 壮大 广泛 密切 繁荣"),
        Swap("已经", "已", notBefore: "过 济 营 费 历 由 受 ¶ 是 不 很 够 了"),
        Swap("很多", "许多", onlyBefore: SwapGuards.counted),
        Swap("好多", "许多", notAfter: "还会要更很", onlyBefore: SwapGuards.counted),
        Swap("这么", "如此", notBefore: "¶ 个 些 着 点 样 的"),
        Swap("全都", "全部", notAfter: "安完齐健保", notBefore: "市 会 ¶"),
        Swap("快要", "即将", notAfter: "尽赶加", notBefore: "求 点 素 么 来 ¶", unless: "了"),
        Swap("一共有", "共有"), Swap("一共", "共计", onlyBefore: "#"),
        Swap("就行", "即可", onlyBefore: "¶", unless: "不就行 吗"),
        Swap("各种各样的", "各种", notBefore: "¶"),
    ]

    private static let verbs = [
        Swap("告诉", "告知", onlyBefore: SwapGuards.people),
        Swap("觉得", "认为", notAfter: "感听睡", onlyBefore: "这 该 应该 此 有必要 可以 需要 我们 公司"),
        Swap("想办法", "设法", notBefore: "¶ 的 了"),
        Swap("搞清楚", "厘清"), Swap("弄清楚", "厘清"), Swap("帮忙", "协助", notAfter: "很", notBefore: "的 了 ¶"),
    ]
}
