/// A web page of one card, without scripts, for people who come from a link.
struct SmallPage {
    let title: String
    let language: Language
    /// Seconds after which a browser looks again.
    var refreshSeconds: Int?
    /// HTML below the title; whoever makes it escapes what others wrote.
    let body: String

    /// It may send its forms to this site alone, and nobody shows it in a frame of theirs.
    var reply: Reply {
        Reply(
            contentType: "text/html; charset=utf-8",
            headers: [
                (
                    "Content-Security-Policy",
                    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; form-action 'self'; "
                        + "frame-ancestors 'none'"
                )
            ],
            body: .bytes(Array(html.utf8))
        )
    }

    private var html: String {
        """
        <!doctype html>
        <html lang="\(language == .english ? "en" : "zh-CN")">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        \(refreshSeconds.map { "<meta http-equiv=\"refresh\" content=\"\($0)\">\n" } ?? "")\
        <link rel="icon" href="data:,">
        <title>\(title)</title>
        <style>
        \(SmallPage.style)
        </style>
        </head>
        <body>
        <main>
        <h1>\(title)</h1>
        \(body)
        </main>
        </body>
        </html>

        """
    }

    private static let style = """
        :root { color-scheme: light dark; --page: #f3f4f6; --card: #fff; --text: #1f2937; --soft: #6b7280; }
        :root { --line: #d1d5db; --good: #15803d; --act: #2563eb; }
        @media (prefers-color-scheme: dark) {
        :root { --page: #111827; --card: #1f2937; --text: #f3f4f6; --soft: #9ca3af; --line: #4b5563; --good: #4ade80; }
        }
        body { font: 1rem/1.6 system-ui, "Noto Sans CJK SC", sans-serif; margin: 0; }
        body { background: var(--page); color: var(--text); }
        main { width: min(22rem, 100% - 2rem); box-sizing: border-box; margin: 6vh auto; padding: 2rem; }
        main { text-align: center; background: var(--card); border-radius: 1rem; }
        main { box-shadow: 0 1px 3px #0001, 0 8px 24px #0001; }
        h1 { font-size: 1.25rem; }
        .amount { font-size: clamp(1.75rem, 12vw, 2.5rem); font-weight: 700; margin: .5rem 0; }
        .status, small { color: var(--soft); }
        .status.paid { color: var(--good); font-size: 1.125rem; font-weight: 600; }
        .status.paid::before { content: "✓ "; }
        .code svg { width: 12rem; max-width: 100%; background: #fff; color: #000; border-radius: .5rem; }
        button, .act { display: block; box-sizing: border-box; width: 100%; padding: .75rem; margin-top: .75rem; }
        button, .act { border: 1px solid var(--line); border-radius: .5rem; font: inherit; cursor: pointer; }
        button, .act { background: none; color: inherit; text-decoration: none; }
        .pay { background: var(--act); border-color: var(--act); color: #fff; }
        pre { text-align: left; overflow-x: auto; padding: .75rem; border: 1px solid var(--line); border-radius: .5rem; }
        small { overflow-wrap: anywhere; }
        small a { color: inherit; }
        """

    /// An address as the value of an attribute.
    static func escaped(_ url: String) -> String {
        url.map { character in
            switch character {
            case "&": "&amp;"
            case "\"": "&quot;"
            case "<": "&lt;"
            default: String(character)
            }
        }.joined()
    }
}
