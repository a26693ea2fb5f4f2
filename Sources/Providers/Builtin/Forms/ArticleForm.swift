extension FormSpec {
    /// An article for a WeChat account: a hook, sections that each carry one idea, a closing with a call.
    static func article(_ style: Int) -> FormSpec {
        articles[style % articles.count]
    }

    private static let articles = [
        FormSpec(outline(heading: "{h}")),
        FormSpec(.chinese, outline(heading: "{h}")),
        FormSpec(outline(heading: "{p}：{h}")),
    ]

    /// An article in so many parts and no more.
    ///
    /// Each part of a long one goes on with further points, and questions follow the last: five points alone can't fill
    /// it without going round in circles.
    static func article(parts: Int) -> FormSpec {
        FormSpec(
            .chinese,
            "## @ weight=0.6 from=hook,scene,manner keys=keyword\n" + String(repeating: part, count: parts)
                + """
                ## @ closes=yes least=2000 weight=0.6 layout=apart upto=4 from=question,question,question,question
                ## @ weight=0.4 closes=yes from=close,call
                """
        )
    }

    private static let part = """
        ## {h} @ each=point per=20000 most=1 fill=plain
        ## @ least=1600 weight=0.9 layout=apart upto=4
        * **{p}**：{j}{i}

        """

    private static func outline(heading: String) -> String {
        """
        ## @ weight=0.7 from=hook,scene,bridge,manner keys=keyword
        ## @ below=260 weight=2 fill=plain
        ## {k}：{h} @ each=keyword per=400 most=5 least=400 fill=plain
        ## HEADING @ each=point per=190 least=260 fill=plain
        ## 如果你是{w} @ each=person per=4000 least=4200 weight=0.7 from=scene,people,people,people fill=plain
        ## 容易走的弯路 @ least=1200 weight=0.6 layout=apart upto=4 extras=here
        * **{x}。** 这样做看似省事，放到{t}上却会原地打转；更稳妥的做法：{y}。
        * **{x}。** 不少人在{t}上走过这段弯路，换个做法会轻松许多：{y}。
        * **{x}。** 放到{t}里，短时间看不出坏处，时间一长就显出来了，不如这样：{y}。
        * **{x}。** 谈到{t}，与其事后补救，不如一开始就换个做法：{y}。
        ## 常见的几个问题 @ least=3800 weight=0.9 layout=apart from=question,question,question,question,question
        ## 一份可以照着走的安排 @ least=5200 weight=0.8 layout=numbered from=step,step,step,step,step,step
        ## 写在最后 @ closes=yes weight=0.6 from=manner,close,call least=400 number=no
        ## @ closes=yes below=400 weight=0.5 from=close,call
        """.replacing("HEADING", with: heading)
    }
}
