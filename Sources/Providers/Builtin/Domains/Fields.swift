extension Domain {
    /// The lexicon of a field of life; each is read when a title first asks for it.
    static func named(_ id: String) -> Domain? { fields[id]?() }

    private static let fields: [String: @Sendable () -> Domain] = [
        "safety": { safety }, "management": { management }, "marketing": { marketing }, "work": { work },
        "technology": { technology }, "innovation": { innovation }, "education": { education },
        "parenting": { parenting }, "health": { health }, "finance": { finance }, "travel": { travel },
        "outing": { outing }, "food": { food }, "product": { product }, "environment": { environment },
        "pets": { pets }, "nature": { nature }, "culture": { culture }, "beauty": { beauty }, "fashion": { fashion },
        "gardening": { gardening }, "farming": { farming }, "sport": { sport }, "games": { games },
        "music": { music }, "photography": { photography }, "craft": { craft }, "petcare": { petcare },
        "medicine": { medicine }, "feelings": { feelings }, "law": { law }, "home": { home },
        "housing": { housing }, "car": { car }, "making": { making }, "media": { media }, "science": { science },
        "works": { works }, "celebration": { celebration }, "application": { application },
        "sight": { sight }, "artwork": { artwork }, "festival": { festival }, "familyday": { familyday },
        "solarterm": { solarterm }, "sportevent": { sportevent }, "industry": { industry }, "city": { city },
        "hazard": { hazard }, "publicservice": { publicservice }, "person": { person }, "eldercare": { eldercare },
        "choice": { choice }, "dish": { dish }, "homework": { homework }, "sleep": { sleep }, "jobhunt": { jobhunt },
        "admission": { admission }, "thesis": { thesis }, "officewriting": { officewriting },
        "wildlife": { wildlife }, "tidying": { tidying },
    ]
}

extension Field {
    /// In which field of life a Chinese title lies: the name of its lexicon, and the words by which it is recognised.
    ///
    /// The words are lower-case. A line that is indented continues the one above.
    static let chinese: [Field] = read(
        """
        safety: 安全生产 安全管理 安全工作 安全教育 安全检查 安全 消防 应急 隐患 防汛 防火 事故 防灾 值班 防溺水 安保
           治安 诈骗 高空作业 高处作业 动火作业 有限空间作业
        management: 管理 制度 机关 作风 考核 督查 会议 党建 行政 政务 服务质量 干部 绩效 采购 培训 志愿服务 志愿者 放假
           办公 团队建设 物业
        marketing: 营销 销售 推广 客户 品牌 市场 文案 获客 转化 运营 促销 直播 电商 业绩 用户增长 私域 招商 门店 渠道
        work: 效率 职场 时间管理 拖延 加班 汇报 同事 升职 远程 专注 沟通 开会 自律 产品经理 工程师
        technology: chatgpt ai 大模型 编程 代码 软件 swift python 工具 app 提示词 deepseek
        innovation: 人工智能 数据 算法 机器人 数字化 互联网 科技 技术 智能 人脸识别 无人驾驶 网络安全 自动化 新能源 区块链 物联网 人脸识别 大数据
           云计算 元宇宙 自动驾驶 电池 航天
        education: 备考 公务员 考公 学习 考试 高考 中考 考研 教育 课堂 教学 英语 数学 语文 背单词 读书 阅读 作文 课程 学生 老师 大学 校园
           记忆 复习 考证 专业 分数
        parenting: 辅食 孩子的安全感 儿子 女儿 沉迷 孩子 育儿 亲子 宝宝 家长 父母 幼儿 早教 叛逆 陪伴 母婴 家庭教育 青春期 二胎 妈妈 爸爸
        health: 健康 运动 减肥 减脂 养生 饮水 体检 颈椎 久坐 焦虑 压力 心理 免疫 近视 锻炼 情绪
        finance: 理财 存钱 攒钱 攒下 笔钱 赚钱 花钱 信用卡 存款 投资 基金 股票 保险 预算 记账 收入 工资 财务 税 债 金融 消费 养老保险 养老金 副业 省钱
        travel: 旅行 旅游 攻略 自驾 徒步 露营 景点 民宿 酒店 出行 游记 三日游 一日游 古镇 海边 登山 云南 成都 西藏 新疆
           京都 大理 厦门
        outing: 周末 去哪 公园 野餐 郊游 踏青 遛娃 出游 市集 春游 秋游 游乐园 动物园 植物园 钓鱼 放风筝
        food: 西瓜 晚餐 一人食 鸡翅 柠檬茶 美食 大米 做菜 家常菜 红烧 食谱 烘焙 咖啡 茶 酸奶 牛奶 早餐 火锅 面条 甜品 饮料 饮食 低糖 零食 做饭 厨房 味道
           螺蛳粉 热干面 臭豆腐 麻辣烫 奶茶 蛋糕 水果 餐厅 小吃 食品
        product: 新品 选购 测评 评测 好物 跑鞋 耳机 家电 手表 礼物 产品 开箱 扫地 空调 床垫 台灯 电热毯 书包 手机
           笔记本电脑 平板 音箱 冰箱 洗衣机 净水器 净化器 保温杯 行李箱 电动车 婴儿车 键盘 鼠标 显示器 投影仪 吹风机
           牙刷 枕头 羽绒服 沙发 咖啡壶 咖啡机 手冲壶 电饭煲 空气炸锅 破壁机 豆浆机 微波炉 烤箱 电水壶 热水器
           油烟机 洗碗机 吸尘器 取暖器 加湿器 除湿机 茶具 茶壶 雨伞 家用电器
        environment: 环保 垃圾 分类 低碳 污染 节能 节水 绿色 生态 气候 碳中和 塑料 回收 可持续 植树 节约
        pets: 猫 狗 宠物 仓鼠 鹦鹉 犬 兔子 喵 铲屎官
        nature: 春天 春日 夏天 秋天 冬天 秋日 雨 雪 赏花 花开 月亮 星空 大海 森林 山水 河流 季节 清晨 黄昏 风景 日落
           阳光 大自然 荷花 桂花 落叶 晴天 星星
        culture: 文化 传统节日 传统文化 饮食文化 传统 非遗 历史 艺术 诗 书法 博物馆 节日 戏曲 民俗
           古建筑 国学 文学 手艺 剪纸 汉服 故乡 茶道
        beauty: 洗面奶 彩妆 造型 短发 护肤 口红 面膜 防晒霜 面霜 香水 美妆 化妆 底妆 粉底 妆容 脱妆 卸妆 防晒 美白 祛痘 痘痘 敏感肌 油皮 干皮
           护发 脱发 美甲 眼影 精华 洁面 保湿 抗老 毛孔 发型
        fashion: 穿搭 服装 衣服 衣柜 连衣裙 牛仔裤 西装 显瘦 搭配技巧 配饰 球鞋 时尚 裙子 外套 穿衣
        gardening: 多肉 养花 绿植 盆栽 园艺 月季 绿萝 兰花 玫瑰 种花 种菜 花园 阳台花 仙人掌 发财树 君子兰 绣球 植物
           浇水 花卉 插花 鲜花 花店
        farming: 农业 农村 农民 农作物 种植 养殖 大棚 果园 水稻 小麦 玉米 蔬菜基地 农产品 合作社 乡村振兴 春耕 秋收 畜牧
           水产 茶园 化肥 农药 病虫害 农机 养鸡 养猪 葡萄园 三农 助农 助农直播
        sport: 健身 夜跑 晨跑 跑步 瑜伽 马拉松 篮球 足球 羽毛球 乒乓球 网球 游泳 滑雪 骑行 普拉提 力量训练 深蹲 跳绳 太极拳 太极
           飞盘 攀岩 体育 拉伸 排球 高尔夫 武术 跳舞 舞蹈 广场舞 引体向上
        games: 游戏 手游 电竞 王者荣耀 原神 桌游 剧本杀 switch 主机 象棋 围棋 狼人杀 通关 steam 玩家 密室逃脱 麻将
           我的世界
        music: 音乐 吉他 钢琴 唱歌 小提琴 练琴 乐理 尤克里里 古筝 歌曲 乐器 乐队 演唱会 声乐 合唱 架子鼓 歌词 编曲 作曲
           二胡 古典乐 爵士
        photography: 摄影 拍照 相机 构图 修图 手机拍 人像 胶片 镜头 航拍 照片 剪辑 写真 旅拍 vlog
        craft: 手工 编织 画画 素描 水彩 油画 书法练习 陶艺 木工 刺绣 折纸 剪纸制作 钩针 十字绣 手账 手作 手工皂
           皮具 国画 涂鸦 插画 香薰 缝纫
        petcare: 遛狗 养猫 养狗 猫粮 狗粮 猫砂 宠物医院 宠物店 驱虫 绝育 领养 养鱼 鱼缸 训犬
        medicine: 高血压 糖尿病 感冒 发烧 过敏 用药 疫苗 慢病 护理 医院 医生 就医 就诊 中医 医疗 痛风 胃病 骨折 癌症
           肿瘤 流感 咳嗽 关节炎 手术 康复 病人 患者 血脂 鼻炎 牙齿 牙痛 口腔 急救 心脏 中风 诊所
        feelings: 安全感 婆婆 岳母 恋爱 爱情 婚姻 分手 相亲 离婚冷静 脱单 异地恋 夫妻 失恋 暗恋 情感 伴侣 婆媳 人际关系 社交 友情 朋友
           孤独 亲密关系 求婚 单身 前任 吵架 冷战 表白 婚后
        law: 法律 合同 维权 离婚 遗嘱 仲裁 诉讼 起诉 律师 劳动法 著作权 侵权 消费者权益 继承 赔偿 辞退 裁员 工伤 欠薪
           拖欠工资 知识产权 商标 专利 违约 法规 借条 彩礼 民法典 社保 试用期 法律规制
        home: 家居 装修 软装 客厅 卧室 玄关 小户型 出租屋 硬装 瓷砖 地板 厨房改造 卫生间
           搬家 家装
        housing: 买房 租房 二手房 房产 楼盘 房价 房贷 公积金 学区房 房东 合租 房地产 首付 购房 旧小区 老旧小区 小区改造
           置业 售楼
        car: 汽车 买车 新能源车 电动汽车 驾照 学车 开车 驾驶 轮胎 备胎 燃油车 二手车 车险 倒车 停车 洗车 试驾
           充电桩 混动 suv 油耗 交通流量 卡车 重卡 摩托车 违章 科目二 科目三
        making: 制造 工厂 车间 生产线 供应链 精益 质检 质量管理 流水线 工业 机床 模具 装配 产能 设备维护 良率 焊接
           5s管理 六西格玛 物流 仓储 生产管理 班组
        media: 自媒体 短视频 公众号 涨粉 写作 选题 爆款 博主 小红书 抖音 视频号 新媒体 内容创作 播客 账号 粉丝 标题党
           up主 文案写作 投稿 b站
        science: 量子 黑洞 宇宙 恐龙 地震 进化 物理 化学 生物学 天文 相对论 引力 基因 火山 细胞 太阳系 光合作用 数学之美
           能量守恒 原子 彩虹 潮汐 台风 银河 行星 火星 dna 人体 微生物 熵 科普 三体问题 极光 海洋生物
        works: 电影 影评 书评 观后感 读后感 电视剧 小说 红楼梦 西游记 三国演义 水浒传 动漫 动画片 纪录片 话剧 名著
           荷塘月色 百年孤独 活着 追剧 综艺 剧情 散文 诗歌 古诗
        celebration: 婚礼 生日 派对 聚会 年会 团建 庆典 生日会 满月酒 布置 婚宴 纪念日 联欢会 晚会 结婚 订婚 家宴 年夜饭
        sight: 故宫 长城 天坛 兵马俑 颐和园 圆明园 西湖 黄山 泰山 华山 布达拉宫 外滩 鼓浪屿 平遥 乌镇 周庄 古城 名胜 古迹 寺庙
           少林寺 拙政园 园林 中轴线 胡同 故居 大运河 都江堰 鼓楼 大雁塔 黄鹤楼
        artwork: 壁画 敦煌 敦煌壁画 莫高窟 石窟 雕塑 青铜器 瓷器 清明上河图 千里江山图 名画 昆曲 京剧 皮影 皮影戏 年画 唐三彩
           兰亭集序 蒙娜丽莎 兵器展 玉器
        festival: 端午 端午节 中秋 中秋节 春节 元宵 元宵节 清明 清明节 重阳 重阳节 七夕 腊八 除夕 泼水节 圣诞节 年味 过年 庙会
        familyday: 母亲节 父亲节 教师节 儿童节 妇女节 感恩节 情人节
        solarterm: 二十四节气 节气 立春 惊蛰 春分 谷雨 立夏 芒种 夏至 小暑 大暑 立秋 处暑 白露 秋分 寒露 霜降 立冬 冬至 小寒 大寒
        sportevent: 世界杯 奥运会 奥运 冬奥会 亚运会 欧洲杯 欧冠 国足 女足 女排 中超 nba cba 全运会 锦标赛 大满贯 残奥会 村超
        industry: 半导体 芯片 光刻机 光伏 锂电 储能 低空经济 钢铁 造船 风电 稀土 产业链 制造业 大飞机 工业母机 产业
        city: 城市更新 城中村 旧城改造 交通拥堵 共享单车 公交线路 城市规划 街区 步行街 口袋公园 城镇化 加装电梯 停车难 老城 城市
        hazard: 甲醛 核废水 核污染水 预制菜 添加剂 食品添加剂 转基因 微塑料 辐射 雾霾 地沟油 农药残留 重金属 二手烟 电子烟 塑化剂
        publicservice: 安检 地铁安检 地铁 公交 高铁 机场 火车站 挂号 排队 窗口服务 公共厕所 一网通办
        person: 我的父亲 我的母亲 父亲 母亲 爷爷 奶奶 外婆 外公 姥姥 同桌 班主任 恩师
        eldercare: 养老 养老服务 居家养老 社区养老 养老院 独居老人 老年人 失能 照护 赡养 老龄化 空巢老人
        choice: 要不要 该不该 值不值得 利弊 怎么选择
        homework: 写作业 作业 不爱学习 厌学 磨蹭 上课走神 偏科 辅导作业 家庭作业 听写
        sleep: 失眠 睡眠 睡不着 熬夜 早睡 早起 入睡 助眠 打鼾 午睡
        jobhunt: 面试 面试技巧 求职 简历 跳槽 校招 春招 秋招 自我介绍 裸辞 转行 找工作
        admission: 志愿填报 高考志愿 填志愿 选专业 择校 选科 转专业 留学
        thesis: 论文 论文查重 查重 开题 答辩 文献综述 毕业设计 毕业论文 降重
        officewriting: 周报 日报 月报 工作汇报 邮件 会议纪要 述职 ppt 公文写作
        wildlife: 大熊猫 熊猫 东北虎 华南虎 雪豹 藏羚羊 朱鹮 候鸟 鲸鱼 海豚 大象 金丝猴 野生动物 濒危动物 江豚 丹顶鹤 北极熊 穿山甲
        tidying: 收纳 整理 断舍离 打扫 大扫除 家务 清洁 衣柜收纳 极简生活 换季收纳 桌面整理
        """
    )

    /// Words that hold a field's word and say nothing of the field.
    static let strangers = [
        "茶余饭后", "茶话会", "租房党", "考研党", "打工人", "猫腻", "猫眼", "狗血", "热狗", "雪糕", "健康码", "水果刀", "诗和远方", "羊毛党", "咖啡色", "牛仔",
        "作业本", "数据线", "鼠标手", "马路", "安全带", "安全帽", "写作业本", "跳槽率", "面试官的",
    ]

    /// Reads a table of fields: `name: word word …`.
    static func read(_ table: String) -> [Field] {
        var result: [Field] = []
        for line in table.split(separator: "\n") {
            var words = line.split(separator: " ").map(String.init)
            if !line.hasPrefix(" "), let name = words.first {
                result.append(Field(id: String(name.dropLast()), cues: []))
                words.removeFirst()
            }
            result[result.count - 1].cues += words
        }
        return result
    }
}
