/// A text as a file: Markdown, plain text or a web page, with the labels that AI-made files carry.
struct TextExport: Sendable {
    enum Format: String, Sendable, CaseIterable {
        case md
        case txt
        case html
    }

    let text: String
    let disposition: String
    let contentType: String

    init(_ creation: Creation, _ format: Format, producer: String) {
        let label = AIGCLabel(producer: producer, creation: creation.id)
        disposition = FileName.attachment(
            creation.title,
            plainly: "creation-\(creation.id)",
            extension: format.rawValue
        )
        switch format {
        case .md:
            contentType = "text/markdown; charset=utf-8"
            text = "\(label.frontMatter)\n\(creation.content)\n\n\(AIGCLabel.sentence)\n"
        case .txt:
            contentType = "text/plain; charset=utf-8"
            text = "\(Markdown.plainText(creation.content))\n\(AIGCLabel.sentence)\n"
        case .html:
            contentType = "text/html; charset=utf-8"
            text = TextExport.page(creation, label)
        }
    }

    private static func page(_ creation: Creation, _ label: AIGCLabel) -> String {
        """
        <!doctype html>
        <html lang="zh-CN">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="AIGC" content="\(Markdown.escaped(label.json))">
        <title>\(Markdown.escaped(creation.title))</title>
        <style>
        body { max-width: 42rem; margin: 2rem auto; padding: 0 1rem; }
        body { font: 1rem/1.8 system-ui, "Noto Sans CJK SC", sans-serif; }
        h1, h2, h3 { line-height: 1.4; }
        body { overflow-wrap: anywhere; }
        pre { overflow-x: auto; }
        img { max-width: 100%; }
        table { border-collapse: collapse; display: block; max-width: 100%; overflow-x: auto; }
        th, td { border: 1px solid #bbb; padding: .3rem .6rem; min-width: 3em; }
        th:not([align]) { text-align: left; }
        blockquote { margin-left: 0; padding-left: 1rem; border-left: .25rem solid #ccc; color: #555; }
        footer { margin-top: 3rem; color: #666; font-size: .9rem; }
        </style>
        </head>
        <body>
        \(Markdown.html(creation.content))\
        <footer>\(AIGCLabel.sentence)</footer>
        </body>
        </html>

        """
    }
}
