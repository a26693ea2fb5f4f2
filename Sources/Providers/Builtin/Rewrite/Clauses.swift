/// Turns Chinese sentences of two clauses around, where that leaves their meaning alone.
enum Clauses {
    static func turn(_ sentence: String) -> String {
        guard let stop = sentence.last, stop == "。", !sentence.contains("“"), !sentence.contains("：") else {
            return sentence
        }
        let parts = sentence.dropLast().split(separator: "，", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2 else { return parts.count > 2 ? broken(parts) + "。" : sentence }
        let (first, second) = (parts[0], parts[1])
        if let cause = rest(of: first, after: ["因为", "由于"]) {
            return bare(second, ["所以", "因此", "因而"]) + "，这是因为" + cause + "。"
        }
        if let but = rest(of: second, after: ["但是", "可是", "不过", "但"]),
            let though = rest(of: first, after: ["虽然", "尽管"]), !but.hasPrefix("也"), !but.hasPrefix("却")
        {
            return but + "，尽管" + though + "。"
        }
        if let result = rest(of: second, after: ["因此", "所以", "因而"]), first.count > 8 {
            return first + "。正因如此，" + result + "。"
        }
        return sentence
    }

    /// Breaks a long sentence before a clause that could begin one of its own.
    private static func broken(_ parts: [String]) -> String {
        var result = parts[0]
        var length = parts[0].count
        for part in parts.dropFirst() {
            if length > 24, let but = rest(of: part, after: ["但是", "然而"]) {
                result += "。不过，" + but
                length = but.count
            } else if length > 24, let so = rest(of: part, after: ["因此", "所以"]) {
                result += "。正因如此，" + so
                length = so.count
            } else {
                result += "，" + part
                length += part.count
            }
        }
        return result
    }

    private static func rest(of text: String, after heads: [String]) -> String? {
        for head in heads where text.hasPrefix(head) && text.count > head.count + 1 {
            return String(text.dropFirst(head.count))
        }
        return nil
    }

    private static func bare(_ text: String, _ heads: [String]) -> String {
        rest(of: text, after: heads) ?? text
    }
}
