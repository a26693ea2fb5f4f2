import CCmarkGFM

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// GitHub's Markdown, by cmark-gfm; raw HTML in a text becomes text that shows it.
///
/// A text out of ``MarkdownBounds`` stays as it stands.
enum Markdown {
    private static let extensions = ["strikethrough", "autolink", "tasklist", "table"]
    /// Registering is not safe from several threads, so it happens once.
    private static let isRegistered: Void = cmark_gfm_core_extensions_ensure_registered()
    private static let options = CMARK_OPT_VALIDATE_UTF8 | CMARK_OPT_FOOTNOTES

    static func html(_ text: String) -> String {
        rendered(text) { document, extensions in cmark_render_html(document, options, extensions) }
            ?? "<pre style=\"white-space: pre-wrap; overflow-wrap: anywhere\">\n\(escaped(text))</pre>\n"
    }

    /// The text without its marks; behind what it links to and shows stands where that is, as in `官网 <https://…>`.
    static func plainText(_ text: String) -> String {
        rendered(text) { document, _ in
            showAddresses(in: document)
            showBreaks(in: document)
            return cmark_render_plaintext(document, options, 0)
        } ?? "\(text)\n"
    }

    /// Nil where the text is not one to render.
    private static func rendered(
        _ text: String,
        _ render: (OpaquePointer, UnsafeMutablePointer<cmark_llist>?) -> UnsafeMutablePointer<CChar>?
    ) -> String? {
        _ = isRegistered
        guard MarkdownBounds.hold(text), let parser = cmark_parser_new(options) else { return nil }
        defer { cmark_parser_free(parser) }
        for name in extensions {
            if let found = cmark_find_syntax_extension(name) { cmark_parser_attach_syntax_extension(parser, found) }
        }
        var text = text
        text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { cmark_parser_feed(parser, $0.baseAddress, $0.count) }
        }
        guard let document = cmark_parser_finish(parser) else { return nil }
        defer { cmark_node_free(document) }
        showHTML(in: document)
        guard let output = render(document, cmark_parser_get_syntax_extensions(parser)) else { return nil }
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

    /// Puts the addresses of links and images behind their texts, which are all that plain text shows of them.
    private static func showAddresses(in document: OpaquePointer) {
        guard let walk = cmark_iter_new(document) else { return }
        defer { cmark_iter_free(walk) }
        while case let event = cmark_iter_next(walk), event != CMARK_EVENT_DONE {
            guard event == CMARK_EVENT_EXIT, let node = cmark_iter_get_node(walk),
                [CMARK_NODE_LINK, CMARK_NODE_IMAGE].contains(cmark_node_get_type(node)),
                let address = cmark_node_get_url(node).map({ String(cString: $0) }), !address.isEmpty
            else { continue }
            let shown = cmark_node_first_child(node).flatMap(cmark_node_get_literal).map { String(cString: $0) } ?? ""
            // Addresses that stand in the text itself are links, too.
            if [shown, "http://\(shown)", "mailto:\(shown)"].contains(address) { continue }
            if let text = textNode(" <\(address)>") { cmark_node_append_child(node, text) }
        }
    }

    /// Puts a line of its own where the text is parted, of which plain text shows nothing.
    private static func showBreaks(in document: OpaquePointer) {
        guard let walk = cmark_iter_new(document) else { return }
        defer { cmark_iter_free(walk) }
        while cmark_iter_next(walk) != CMARK_EVENT_DONE {
            guard let node = cmark_iter_get_node(walk), cmark_node_get_type(node) == CMARK_NODE_THEMATIC_BREAK,
                let line = paragraph("---")
            else { continue }
            if cmark_node_replace(node, line) == 1 { cmark_node_free(node) } else { cmark_node_free(line) }
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

    /// Text for an HTML attribute or element, byte by byte: a mark may join with any of these into one character, and
    /// strings that grow by little strings are copied each time.
    static func escaped(_ text: String) -> String {
        var escaped: [UInt8] = []
        escaped.reserveCapacity(text.utf8.count)
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "&"): escaped += "&amp;".utf8
            case UInt8(ascii: "<"): escaped += "&lt;".utf8
            case UInt8(ascii: ">"): escaped += "&gt;".utf8
            case UInt8(ascii: "\""): escaped += "&quot;".utf8
            default: escaped.append(byte)
            }
        }
        return String(decoding: escaped, as: UTF8.self)
    }
}
