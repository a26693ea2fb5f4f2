/// The dates and stretches of time that titles begin with.
extension Topic {
    /// Takes a stretch of time off the front: 2026年, 2026年第一季度, 上半年, 本周六, 3月, 3月15日.
    ///
    /// Of 三月的雨 and 下周一见 nothing is taken, because too little would be left.
    static func takePeriod(_ text: inout String) -> String {
        var rest = text
        let period = period(before: &rest)
        guard rest.count >= 2, !(rest.hasPrefix("的") && rest.count == 2) else { return "" }
        text = rest
        return period
    }

    private static func period(before text: inout String) -> String {
        var period = ""
        for pattern in periods {
            guard let match = text.prefixMatch(of: pattern.regex), match.0.count < text.count else { continue }
            period += match.0
            text = String(text[match.range.upperBound...])
        }
        if period.isEmpty, let match = text.prefixMatch(of: fromThenOn.regex),
            match.0.count + 2 < text.count
        {
            period = String(match.0.dropLast())
            text = String(text[match.range.upperBound...])
        }
        return period.hasSuffix("月份") ? String(period.dropLast()) : period
    }

    /// Writes 2026年终总结 as 2026年年终总结: one 年 stands for two where a noun goes on with it.
    static func withYearTwice(_ text: String) -> String {
        guard let match = text.firstMatch(of: sharedYear.regex) else { return text }
        return text.replacing(match.0, with: match.0 + "年")
    }

    /// Takes the word off by which a date is joined to what happens then: 起, 将, 的.
    static func takeLink(of text: inout String) {
        for word in ["起，", "起", "将", "的", "，"] where text.hasPrefix(word) && text.count > word.count + 1 {
            if word == "起", ["起来", "起源", "起点", "起步", "起床", "起诉"].contains(where: { text.hasPrefix($0) }) { continue }
            if word == "将", ["将军", "将来", "将进酒", "将士"].contains(where: { text.hasPrefix($0) }) { continue }
            text.removeFirst(word.count)
        }
    }
}

/// How a stretch of time may go on from the front of a title.
private let periods = [
    Pattern(/[0-9０-９]{4}年度?/),
    Pattern(/(?:前?第?[一二三四1234前两]|本)?季度(?!假)|[上下]半年|本?年度|年终(?!总结|奖|盘点|述职|大促|大会)|月度|[本上下]周(?:末|[一二三四五六日])|[本上下]月[底初末]/),
    Pattern(/[本上下]周(?![年边刊岁])|[本上]月/),
    Pattern(/[0-9一二三四五六七八九十]{1,2}月份?(?:[0-9]{1,2}[日号])?(?:[至到—–~-][0-9]{1,2}(?:月[0-9]{1,2}[日号]|[月日号]))?/),
]
private let fromThenOn = Pattern(/(?:明[天日]|今[天日]|下周|下月|今|即日)起(?![床来源点步])/)

/// A year whose 年 begins the next word, too (2026年货清单); not that of 2026年中考, 2026年会计考试 and 2026年终身学习.
private let sharedYear = Pattern(
    #/
    [0-9]{4}年(?=
    终(?:总|奖|工|盘|述|大|汇|考|复|评|晚|慰|聚|座|会)|中(?:总结|盘点|大促|述职|复盘|汇报|会议|工作|购物|促销|考核)
    |会(?:策|方案|活|主持|节目|致|邀|通知|流程|发言|抽|怎|游|筹|文案|晚|现|总|讲|表演|小品|预算|红|开场|颁|暨|场地|礼|的|$)|货(?![运币车物架源款轮代拉场])|夜饭|级(?!别)
    |[味糕兽俗]|轻(?=[人一化妈父女男干教群的员消用])|薪(?![酬资金])|假(?![期日])|画(?![展家作院册面质室廊像])|报(?=[解分披季出怎要])|卡(?![车片通塔丁拉牌位尔点])|检(?![察测验查修疫索讨])
    )
    /#
)
