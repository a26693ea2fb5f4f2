/// Fixed phrases that mean the same as another, for texts that explain, praise or describe; they are long enough to be
/// no part of anything else, or have guards.
enum PhraseSwaps {
    static let all = sayings + openings + statements + offers

    /// Pairs of which either stands for the other.
    private static let sayings = [
        ("齐心协力", "同心协力"), ("依依不舍", "恋恋不舍"), ("聚精会神", "全神贯注"), ("坚持不懈", "持之以恒"), ("情不自禁", "不由自主"),
        ("一望无际", "一望无边"), ("绚丽多彩", "绚丽多姿"), ("物美价廉", "价廉物美"), ("干净整洁", "整洁干净"), ("热情周到", "周到热情"),
        ("安静舒适", "舒适安静"), ("宽敞明亮", "明亮宽敞"), ("交通便利", "交通方便"), ("风景优美", "景色优美"), ("风景如画", "景色如画"),
        ("息息相关", "密切相关"), ("不可缺少", "不可或缺"), ("川流不息", "络绎不绝"), ("心情愉快", "心情舒畅"),
        ("遍布全国", "遍及全国"), ("深受欢迎", "广受欢迎"), ("价格实惠", "价格划算"), ("日复一日", "一天又一天"), ("辛勤劳动", "辛勤劳作"),
        ("勤劳善良", "善良勤劳"), ("家喻户晓", "人尽皆知"),
    ].flatMap { [Swap($0, $1), Swap($1, $0)] }

    private static let openings = [
        Swap("众所周知，", "大家都知道，", at: .clause), Swap("毫无疑问，", "毋庸置疑，", at: .clause),
        Swap("毋庸置疑，", "毫无疑问，", at: .clause), Swap("显而易见，", "不难看出，", at: .clause),
        Swap("不难看出，", "显而易见，", at: .clause), Swap("换句话说，", "也就是说，", at: .clause),
        Swap("也就是说，", "换句话说，", at: .clause), Swap("除此之外，", "此外，", at: .clause), Swap("近年来，", "近几年，", at: .clause),
        Swap("一般来说，", "一般而言，", at: .clause), Swap("一般而言，", "一般来说，", at: .clause),
        Swap("具体来说，", "具体而言，", at: .clause), Swap("来说，", "而言，", notAfter: "的般体单再", needs: "对"),
        Swap("通常情况下", "一般情况下"), Swap("一般情况下", "通常情况下"), Swap("在我看来，", "我认为，", at: .clause),
        Swap("我认为", "在我看来，", at: .clause, onlyBefore: "这 那 人 学 读 生活 好"),
        Swap("我觉得", "在我看来，", at: .clause, onlyBefore: "这 那 人 学 读 生活"),
        Swap("随着", "伴随着", at: .clause, notBefore: "他 她 我 你 大 人流 人群 队"),
        Swap("如有", "若有", at: .clause, notBefore: "此 神 雷 其 意"),
        Swap("过了一会儿，", "没过多久，", at: .clause), Swap("就是价格", "只是价格", at: .clause),
        Swap("每个人都", "人人都", at: .clause, notBefore: "不 没 ¶", unless: "吗 呢"), Swap("大部分人", "多数人"), Swap("大多数人", "多数人"),
    ]

    private static let statements = [
        Swap("有助于", "有利于", notAfter: "没"), Swap("有利于", "有助于", notAfter: "没"),
        Swap("可以", "能够", notAfter: "不", onlyBefore: SwapGuards.enabled), Swap("已经成为", "已成为"),
        Swap("正在改变", "正改变着", notBefore: "¶ 的 了"),
        Swap("变得越来越", "越来越"), Swap("至关重要", "十分重要"), Swap("必不可少", "不可缺少"), Swap("具有重要意义", "有着重要意义"),
        Swap("生活中", "生活里", notBefore: "心 国 断 止 产 等 午 间 期"), Swap("成立于", "创立于", onlyBefore: "#"), Swap("现有员工", "目前有员工"),
        Swap("讲述了", "叙述了"), Swap("描写了", "刻画了", onlyBefore: "他 她 人物 主人公 内心"), Swap("久久不能平静", "久久难以平静"),
        Swap("应该", "应当", onlyBefore: "注意 学会 珍惜 尊重 保持 养成 重视 坚持 避免 懂得 明白 从小"),
        Swap("不断", "持续", onlyBefore: "提高 提升 完善 改进 优化 增长 扩大 上升", notBefore: "提高的 上升的"),
        Swap("完之后", "完后", notAfter: "不"), Swap("完以后", "完后", notAfter: "不"), Swap("锻炼身体，增强体质", "强身健体"),
        Swap("有明显的进步", "取得明显的进步"), Swap("有了很大的进步", "取得了很大的进步"), Swap("收获很多", "收获颇多"), Swap("收获很大", "收获颇丰"),
        Swap("害怕犯错", "怕犯错"), Swap("逾期不予受理", "逾期将不予受理"), Swap("没有带", "没带", onlyBefore: "伞 钱 书 手机 作业 钥匙"),
        Swap("很多", "许多", onlyBefore: "新朋友 好朋友 事情 方法 知识 机会 选择 道理 乐趣 好处 变化 美食 景点"),
        Swap("下起了大雪", "飘起了大雪"), Swap("下起了小雪", "飘起了小雪"), Swap("满天的星星", "满天的繁星"), Swap("夏天的夜晚", "夏日的夜晚"),
        Swap("冬天的早晨", "冬日的清晨"), Swap("玩得不亦乐乎", "玩得十分开心"), Swap("倒映着", "映着"), Swap("得像一面镜子", "得如同一面镜子"),
        Swap("泛起一圈圈涟漪", "荡起一圈圈涟漪"), Swap("推开窗户", "推开窗"), Swap("种着几盆花", "养着几盆花"), Swap("抬头能看到", "一抬头就能看到"),
    ]

    private static let offers = [
        Swap("采用", "选用", onlyBefore: SwapGuards.made, notBefore: "了", needs: "材"),
        Swap("质量很好", "质量不错", notBefore: SwapGuards.senses),
        Swap("效果很好", "效果不错", notBefore: SwapGuards.senses),
        Swap("外观漂亮", "外观好看"), Swap("使用方便", "用起来方便", notBefore: "的 面 快"), Swap("操作简单", "操作简便", notBefore: "的 易 化"),
        Swap("稍微", "略微", onlyBefore: "贵 大 小 高 低 多 少 长 短 重 轻 慢 快 有点 有些"), Swap("风景很美", "景色很美"), Swap("景色很美", "风景很美"),
        Swap("味道很不错", "味道相当不错"), Swap("强烈推荐", "特别推荐"),
        Swap("保温时间长达", "保温时间可达"), Swap("续航时间长达", "续航时间可达"),
    ]
}

extension SwapGuards {
    /// What a thing that can do it is said to do.
    static let enabled = "帮助 提高 提升 减少 增强 锻炼 改善 看到 有效 满足 降低 促进 缓解 实现 解决 避免 预防 防止 节省 保护 培养"
    /// Of what goods are made.
    static let made = "# 优质 天然 进口 食品级 环保 纯棉 全棉 实木 不锈钢 高档 加厚 双层 真皮 食用级"
}
