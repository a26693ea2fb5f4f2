import CCmarkGFM

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

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
        table { border-collapse: collapse; width: 100%; }
        th, td { border: 1px solid #bbb; padding: .3rem .6rem; text-align: left; }
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

/// GitHub's Markdown, by cmark-gfm; raw HTML in a text becomes text that shows it.
enum Markdown {
    private static let extensions = ["strikethrough", "autolink", "tasklist"]
    /// Cells that tables may come to; Debian's cmark-gfm fills short rows up without a bound of its own.
    private static let cellLimit = 200_000
    /// Registering is not safe from several threads, so it happens once.
    private static let isRegistered: Void = cmark_gfm_core_extensions_ensure_registered()
    private static let options = CMARK_OPT_VALIDATE_UTF8 | CMARK_OPT_FOOTNOTES

    static func html(_ text: String) -> String {
        rendered(text) { document, extensions in cmark_render_html(document, options, extensions) }
    }

    static func plainText(_ text: String) -> String {
        rendered(text) { document, _ in cmark_render_plaintext(document, options, 0) }
    }

    private static func rendered(
        _ text: String,
        _ render: (OpaquePointer, UnsafeMutablePointer<cmark_llist>?) -> UnsafeMutablePointer<CChar>?
    ) -> String {
        _ = isRegistered
        guard let parser = cmark_parser_new(options) else { return text }
        defer { cmark_parser_free(parser) }
        for name in hasBoundedTables(text) ? extensions + ["table"] : extensions {
            if let found = cmark_find_syntax_extension(name) { cmark_parser_attach_syntax_extension(parser, found) }
        }
        var text = text
        text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { cmark_parser_feed(parser, $0.baseAddress, $0.count) }
        }
        guard let document = cmark_parser_finish(parser) else { return text }
        defer { cmark_node_free(document) }
        showHTML(in: document)
        guard let output = render(document, cmark_parser_get_syntax_extensions(parser)) else { return text }
        defer { free(output) }
        return String(cString: output)
    }

    /// Puts text in the place of raw HTML: an article about HTML keeps what it is about, and none of it runs.
    private static func showHTML(in document: OpaquePointer) {
        guard let walk = cmark_iter_new(document) else { return }
        defer { cmark_iter_free(walk) }
        // A node without children may be replaced while the walk stands at it.
        while cmark_iter_next(walk) != CMARK_EVENT_DONE {
            guard let node = cmark_iter_get_node(walk) else { continue }
            let type = cmark_node_get_type(node)
            guard type == CMARK_NODE_HTML_BLOCK || type == CMARK_NODE_HTML_INLINE else { continue }
            let source = cmark_node_get_literal(node).map { String(cString: $0) } ?? ""
            guard let shown = type == CMARK_NODE_HTML_BLOCK ? paragraph(source) : textNode(source) else { continue }
            if cmark_node_replace(node, shown) == 1 { cmark_node_free(node) } else { cmark_node_free(shown) }
        }
    }

    /// A paragraph that keeps the lines of a source.
    private static func paragraph(_ source: String) -> OpaquePointer? {
        guard let paragraph = cmark_node_new(CMARK_NODE_PARAGRAPH) else { return nil }
        let lines = source.trimmed.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for (number, line) in lines.enumerated() {
            if number > 0, let end = cmark_node_new(CMARK_NODE_LINEBREAK) { cmark_node_append_child(paragraph, end) }
            if !line.isEmpty, let text = textNode(String(line)) { cmark_node_append_child(paragraph, text) }
        }
        return paragraph
    }

    private static func textNode(_ source: String) -> OpaquePointer? {
        let node = cmark_node_new(CMARK_NODE_TEXT)
        if let node { cmark_node_set_literal(node, source) }
        return node
    }

    /// True where the widest row times the number of rows stays below the limit.
    private static func hasBoundedTables(_ text: String) -> Bool {
        var lines = 1
        var bars = 0
        var mostBars = 0
        for byte in text.utf8 {
            if byte == UInt8(ascii: "\n") {
                lines += 1
                bars = 0
            } else if byte == UInt8(ascii: "|") {
                bars += 1
                mostBars = max(mostBars, bars)
            }
        }
        return (mostBars + 1) * lines <= cellLimit
    }

    /// Text for an HTML attribute or element, scalar by scalar: a mark may join with any of these into one character.
    static func escaped(_ text: String) -> String {
        var escaped = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped.append(contentsOf: "&amp;".unicodeScalars)
            case "<": escaped.append(contentsOf: "&lt;".unicodeScalars)
            case ">": escaped.append(contentsOf: "&gt;".unicodeScalars)
            case "\"": escaped.append(contentsOf: "&quot;".unicodeScalars)
            default: escaped.append(scalar)
            }
        }
        return String(escaped)
    }
}
