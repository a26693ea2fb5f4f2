/// The language in which a reply speaks to its reader.
enum Language: Sendable {
    case chinese
    case english

    /// Chinese, unless `Accept-Language` asks for English before Chinese.
    init(acceptLanguage: String?) {
        guard let acceptLanguage else {
            self = .chinese
            return
        }
        let ranges = acceptLanguage.split(separator: ",").map { range in
            let parts = range.split(separator: ";")
            let tag = parts.first?.drop(while: { $0 == " " }).lowercased() ?? ""
            let weight = parts.dropFirst().compactMap { part -> Double? in
                let part = part.drop { $0 == " " }
                return part.hasPrefix("q=") ? Double(part.dropFirst(2)) : nil
            }
            return (tag: tag, weight: weight.first ?? 1)
        }
        func weight(of language: String) -> Double {
            ranges.filter { $0.tag.hasPrefix(language) }.map(\.weight).max() ?? 0
        }
        self = weight(of: "en") > weight(of: "zh") ? .english : .chinese
    }

    func say(_ chinese: String, _ english: String) -> String {
        self == .english ? english : chinese
    }
}

/// A sentence for the user, in both languages.
struct Message: Sendable, Equatable {
    let chinese: String
    let english: String

    init(_ chinese: String, _ english: String) {
        self.chinese = chinese
        self.english = english
    }

    func text(in language: Language) -> String {
        language.say(chinese, english)
    }

    /// What the API document says where nothing more is to be told; the same in both languages.
    static let success = Message("success", "success")
}
