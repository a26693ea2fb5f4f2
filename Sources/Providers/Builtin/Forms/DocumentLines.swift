/// Lines of an outline that documents of several kinds share.
enum DocumentLines {
    /// Who issued it, and when: what every document ends with; a note such as ``contact`` stands below (GB/T 9704).
    static let signature = """
        + 【待补充：发文机关署名】
        + 【待补充：成文日期】
        """
    static let contact = "+ （联系人：【待补充】，电话：【待补充】）"
    /// The sections of the keywords, and of the points of a long notice of a meeting or an activity.
    static let calledSections = """
        ## {k} @ each=keyword per=700 most=4 least=1200 weight=0.7 own=w fill=formal
        ## {h} @ each=point per=1400 least=1800 own=wh fill=formal
        """
    /// The sections of the points of a long request or report.
    static let reportedSections = "## {h} @ each=point per=700 most=6 least=1600 own=wh fill=formal"
}
