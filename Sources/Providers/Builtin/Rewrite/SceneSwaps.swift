/// Words of stories and descriptions that are exchanged.
///
/// What is told of seasons, places and people has few connecting words; these pairs mean the same wherever their
/// guards let them through.
enum SceneSwaps {
    /// Where no style was asked for.
    static let plain = seasons + times + senses + manners + looks

    static let colloquial = [
        Swap("很", "特别", notAfter: "不", onlyBefore: SwapGuards.praised, unless: "特别"),
        Swap("看见", "看到", notBefore: "识 解 地"), Swap("听见", "听到", notBefore: "识 解"),
        Swap("仿佛", "好像", notAfter: "相"), Swap("犹如", "就像"), Swap("宛如", "就像"),
        Swap("早晨", "早上"), Swap("清晨", "早上", notAfter: "大"), Swap("夜晚", "晚上"),
        Swap("令人", "让人", notAfter: "司命下法指口", onlyBefore: SwapGuards.moved),
        Swap("顿时", "一下子", notAfter: "停安整困一劳委"), Swap("不由得", "忍不住", notBefore: "你 人 他 我 ¶"),
        Swap("不禁", "忍不住", notAfter: "弱令", notBefore: "止 风 酒 毒 运 渔 牧 用 烟 放 忌 ¶"),
        Swap("急忙", "赶紧", notAfter: "急着", notBefore: "忙 的 ¶"), Swap("连忙", "赶紧", notAfter: "一接", notBefore: "了 碌 的 ¶ 着"),
        Swap("一同", "一起", onlyBefore: SwapGuards.together),
        Swap("高兴极了", "特别高兴"), Swap("美丽极了", "特别漂亮"), Swap("好吃极了", "特别好吃"), Swap("热闹极了", "特别热闹"),
        Swap("五彩缤纷", "五颜六色"), Swap("各式各样", "各种各样"), Swap("品尝了", "尝了"), Swap("观赏了", "看了"),
    ]

    static let formal = [
        Swap("很", "十分", notAfter: "不", onlyBefore: SwapGuards.praised), Swap("看见", "看到", notBefore: "识 解 地"),
        Swap("听见", "听到", notBefore: "识 解"), Swap("早上", "早晨", notAfter: "趁尽及提最", notBefore: SwapGuards.behindZaoshang),
        Swap("有时候", "有时", at: .clause), Swap("那时候", "那时", at: .clause, notBefore: "的"),
        Swap("让人", "令人", notAfter: "谦转礼出退", onlyBefore: SwapGuards.moved),
        Swap("家里", "家中", onlyAfter: "在到回从", notBefore: "人 面 头 边"),
        Swap("心里", "心中", notAfter: "中核重军", onlyBefore: SwapGuards.felt),
        Swap("手里", "手中", notAfter: SwapGuards.beforeShouli, onlyBefore: SwapGuards.held),
        Swap("一起", "一同", notAfter: "在", onlyBefore: SwapGuards.together), Swap("赶紧", "尽快", notBefore: "¶ 的"),
        Swap("高兴极了", "十分高兴"), Swap("开心极了", "十分开心"), Swap("美丽极了", "十分美丽"), Swap("漂亮极了", "十分漂亮"),
        Swap("好吃极了", "十分可口"), Swap("热闹极了", "十分热闹"), Swap("态度很好", "态度良好", notBefore: SwapGuards.senses),
        Swap("环境很好", "环境良好", notBefore: SwapGuards.senses),
    ]

    private static let seasons = [
        Swap("春天来了", "春天到了", at: .clause, onlyBefore: "¶"), Swap("夏天来了", "夏天到了", at: .clause, onlyBefore: "¶"),
        Swap("秋天来了", "秋天到了", at: .clause, onlyBefore: "¶"), Swap("冬天来了", "冬天到了", at: .clause, onlyBefore: "¶"),
        Swap("春天到了", "春天来了", at: .clause, onlyBefore: "¶"), Swap("夏天到了", "夏天来了", at: .clause, onlyBefore: "¶"),
        Swap("秋天到了", "秋天来了", at: .clause, onlyBefore: "¶"), Swap("冬天到了", "冬天来了", at: .clause, onlyBefore: "¶"),
        Swap("发芽了", "抽出了新芽", onlyAfter: "树柳枝草", onlyBefore: "¶"),
        Swap("花开了", "花绽放了", onlyAfter: "桃梨杏樱荷菊梅桂兰", onlyBefore: "¶"), Swap("花儿开了", "花儿绽放了", onlyBefore: "¶"),
        Swap("阳光明媚", "阳光灿烂"), Swap("阳光灿烂", "阳光明媚", notBefore: "地 的日子"),
        Swap("微风吹来", "微风拂来"), Swap("微风吹过", "微风拂过"), Swap("傍晚时分", "黄昏时分"),
    ]

    private static let times = [
        Swap("早晨", "清晨", notBefore: "好 #"), Swap("清晨", "早晨"),
        Swap("早上", "早晨", notAfter: "趁尽及提最", notBefore: SwapGuards.behindZaoshang),
        Swap("有时候", "有时", at: .clause), Swap("有时", "有时候", at: .clause, notBefore: SwapGuards.behindShi),
        Swap("这时候", "这时", at: .clause, notBefore: "的"), Swap("这时", "这时候", at: .clause, notBefore: SwapGuards.behindShi),
        Swap("那时候", "那时", at: .clause, notBefore: "的"), Swap("那时", "那时候", at: .clause, notBefore: SwapGuards.behindShi),
        Swap("从前，", "很久以前，", at: .sentence), Swap("然后", "接着", at: .clause, notBefore: "¶ 呢 才 再"),
        Swap("接着", "然后", at: .clause, onlyBefore: "， 又 就 便 我 他 她 大家 下起"), Swap("渐渐地，", "慢慢地，", at: .clause),
        Swap("顿时", "立刻", notAfter: "停安整困一劳委"),
        Swap("急忙", "连忙", notAfter: "急着", notBefore: "忙 的 ¶"), Swap("连忙", "急忙", notAfter: "一接", notBefore: "了 碌 的 ¶ 着"),
        Swap("赶紧", "赶快", notBefore: "¶ 的"), Swap("赶快", "赶紧", notBefore: "¶ 的"),
    ]

    private static let senses = [
        Swap("看见", "看到", notBefore: "识 解 地"), Swap("听见", "听到", notBefore: "识 解"),
        Swap("仿佛", "好像", notAfter: "相"),
        Swap("好像", "仿佛", notAfter: "美友良最大正只刚恰很更还不完偏", onlyBefore: SwapGuards.likened),
        Swap("犹如", "宛如"), Swap("宛如", "犹如"),
        Swap("不由得", "不禁", notBefore: "你 人 他 我 ¶"),
        Swap("不禁", "不由得", notAfter: "弱令", notBefore: "止 风 酒 毒 运 渔 牧 用 烟 放 忌 ¶"),
        Swap("让人", "令人", notAfter: "谦转礼出退", onlyBefore: SwapGuards.moved),
        Swap("令人", "让人", notAfter: "司命下法指口", onlyBefore: SwapGuards.moved),
        Swap("家里", "家中", onlyAfter: "在到回从", notBefore: "人 面 头 边"),
        Swap("心里", "心中", notAfter: "中核重军", onlyBefore: SwapGuards.felt),
        Swap("手里", "手中", notAfter: SwapGuards.beforeShouli, onlyBefore: SwapGuards.held),
        Swap("在公园里", "在公园中", notBefore: "面 头 边 程"), Swap("在校园里", "在校园中", notBefore: "面 头 边 程"),
        Swap("在花园里", "在花园中", notBefore: "面 头 边 程"), Swap("在森林里", "在森林中", notBefore: "面 头 边 程"),
        Swap("在树林里", "在树林中", notBefore: "面 头 边 程"), Swap("在人群里", "在人群中", notBefore: "面 头 边 程"),
    ]

    private static let manners = [
        Swap("静静地", "安静地"), Swap("安静地", "静静地"), Swap("高高兴兴", "欢欢喜喜"), Swap("兴高采烈地", "高高兴兴地"),
        Swap("一同", "一起", onlyBefore: SwapGuards.together),
        Swap("一起", "一同", notAfter: "在", onlyBefore: SwapGuards.together),
        Swap("到处都", "处处都"), Swap("处处都", "到处都"),
        Swap("小朋友们", "孩子们", notBefore: "， ！ 好 请"),
        Swap("大家都", "人人都", at: .clause, onlyBefore: "很 说 喜欢 知道 高兴 觉得", unless: "吗 呢"),
    ]

    private static let looks = [
        Swap("很", "十分", notAfter: "不", onlyBefore: SwapGuards.praised),
        Swap("特别", "格外", notAfter: "很太更最较不", onlyBefore: SwapGuards.striking),
        Swap("高兴极了", "非常高兴"), Swap("开心极了", "非常开心"), Swap("美丽极了", "非常美丽"), Swap("漂亮极了", "非常漂亮"),
        Swap("热闹极了", "非常热闹"), Swap("好看极了", "非常好看"), Swap("好吃极了", "非常好吃"), Swap("舒服极了", "非常舒服"),
        Swap("五颜六色", "五彩缤纷"), Swap("五彩缤纷", "五颜六色"), Swap("各种各样", "各式各样"), Swap("各式各样", "各种各样"),
        Swap("金黄色的", "金黄的"), Swap("雪白的", "洁白的"), Swap("洁白的", "雪白的"), Swap("绿油油的", "碧绿的"), Swap("红彤彤的", "红红的"),
        Swap("味道不错", "味道很好"), Swap("味道很好", "味道不错", notBefore: SwapGuards.senses),
        Swap("态度很好", "态度不错", notBefore: SwapGuards.senses, unless: "味道很好"),
        Swap("环境很好", "环境不错", notBefore: SwapGuards.senses, unless: "味道很好 态度很好"),
    ]
}

extension SwapGuards {
    /// What makes 好看, 好吃 and the like of 好.
    static let senses = "看 吃 玩 听 用 闻 喝 地 笑 多 几 奇 像 在"
    /// What makes another word of 有时, 这时 and 那时.
    static let behindShi = "候 间 空 差 机 日 限 效 节 段 刻 期 代 光 尚 髦 装 的 速 ¶"
    /// What begins with 上 behind 早, and what 早上 greets or counts.
    static let behindZaoshang = "好 班 课 学 台 岸 线 路 网 床 了 架 市 车 #"
    static let felt = "想 很 十分 非常 特别 充满 暗暗 默默 一直 一阵 总 都 满 也"
    static let beforeShouli = "选对助敌高歌水扒凶帮新老"
    static let held = "拿 握 捧 提 拎 攥 端 举 还"
    static let likened = "一个 一只 一条 一片 一幅 一张 一座 一群 一面 一块 一朵 在说 在向 在对 在告诉 置身 来到 回到 听见 看见"
    /// What sights and news make of people.
    static let moved = "难忘 感动 陶醉 惊讶 惊叹 流连 高兴 满意 放心 佩服 赞叹 着迷 向往 舒服 心旷神怡 心动 眼前一亮 垂涎 回味 兴奋 愉快 怀念"
    static let together = "去 来 玩 吃 看 学习 做 走 参加 度过 努力 回 散步 唱 跳 讨论 欣赏 前往 感受 分享 完成 生活"
    static let praised =
        "高兴 开心 美丽 漂亮 安静 热闹 干净 可爱 温暖 热情 舒服 舒适 宽敞 明亮 新鲜 优美 清澈 整齐 激动 感动 难过 紧张 认真 努力 辛苦 亲切 "
        + "兴奋 愉快 壮观 凉爽 迷人 香甜 鲜艳 茂盛 雄伟 勇敢 善良 细心 耐心 整洁 精致 可口 美味"
    static let striking = "高兴 开心 美丽 漂亮 明亮 安静 热闹 香甜 鲜艳 清新 显眼 醒目 温暖 耀眼 迷人 凉爽 清澈"
}
