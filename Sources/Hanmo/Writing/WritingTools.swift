/// The tools, in the API document's order.
struct WritingTools: Sendable {
    let all: [WritingTool]

    init() throws {
        all = try WritingTools.files.map { type, file in
            try WritingTool(type: type, file: String(decoding: file, as: UTF8.self))
        }
    }

    /// - Errors: 404 where there is no such tool.
    func fetch(_ type: Substring?) throws(Failure) -> WritingTool {
        guard let type, let tool = all.first(where: { $0.type[...] == type }) else { throw .notFound }
        return tool
    }

    /// The `tool_type` of each.
    static var types: [String] { files.map(\.type) }

    private static let files: [(type: String, file: [UInt8])] = [
        ("wechat_article", PackageResources.wechat_article_md),
        ("xiaohongshu_note", PackageResources.xiaohongshu_note_md),
        ("official_document", PackageResources.official_document_md),
        ("academic_paper", PackageResources.academic_paper_md),
        ("marketing_copy", PackageResources.marketing_copy_md),
        ("news_article", PackageResources.news_article_md),
        ("video_script", PackageResources.video_script_md),
        ("story_novel", PackageResources.story_novel_md),
        ("business_plan", PackageResources.business_plan_md),
        ("work_report", PackageResources.work_report_md),
        ("resume", PackageResources.resume_md),
        ("lesson_plan", PackageResources.lesson_plan_md),
        ("content_rewrite", PackageResources.content_rewrite_md),
        ("translation", PackageResources.translation_md),
    ]
}
