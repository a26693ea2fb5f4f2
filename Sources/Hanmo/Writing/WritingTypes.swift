import JSON
import Providers

/// What a user wants written.
struct WritingOrder: Sendable {
    let tool: WritingTool
    let brief: Brief
    let modelID: Int?
    let isStreamed: Bool

    static let titleLength = 1...200
    static let keywordCount = 20
    static let keywordLength = 1...50
    static let requirementsLength = 0...5000
    static let contentLength = 0...50_000
    static let wordLength = 1...40
    static let lengthRange = 100...20_000

    /// - Errors: 400 naming the fields.
    init(_ form: Form, tool: WritingTool) throws(Failure) {
        var form = form
        let title = form.text("title", WritingOrder.titleLength)
        let keywords = form.texts("keywords", atMost: WritingOrder.keywordCount, each: WritingOrder.keywordLength)
        let requirements = form.optionalText("requirements", WritingOrder.requirementsLength)
        let content =
            tool.required.contains("content")
            ? form.text("content", 1...WritingOrder.contentLength.upperBound)
            : form.optionalText("content", WritingOrder.contentLength)
        let language = form.optionalText("language", WritingOrder.wordLength)
        let tone = form.optionalText("tone", WritingOrder.wordLength)
        let length = form.optionalInteger("length", WritingOrder.lengthRange)
        modelID = form.optionalInteger("model_id", 1...Int.max)
        isStreamed = form.optionalBool("stream") ?? false
        try form.check()
        self.tool = tool
        brief = Brief(
            tool: tool.type,
            title: title,
            keywords: keywords,
            requirements: requirements ?? "",
            content: content ?? "",
            language: language,
            tone: tone,
            length: length
        )
    }

    /// The prompt: the tool's own, with this order's fields.
    var userPrompt: String {
        tool.prompt.filled { field in
            switch field {
            case .title: brief.title
            case .keywords: brief.keywords.joined(separator: "、")
            case .requirements: brief.requirements
            case .content: brief.content
            case .language: brief.language ?? ""
            case .tone: brief.tone ?? ""
            case .length: lengthAsked
            }
        }
    }

    /// The length with its unit.
    ///
    /// English is counted in words, so there it is told also where the order says nothing: what the prompt says of the
    /// usual length counts characters.
    private var lengthAsked: String {
        guard brief.isEnglish else { return brief.length.map { "\($0) 字" } ?? "" }
        let words = brief.length ?? tool.defaultWords
        return words > 0 ? "\(words) words" : ""
    }

    /// How many tokens the text will hardly exceed: two for each character or word, and room for what the model adds.
    ///
    /// Chinese takes 0.6 to 1.5 tokens a character and English 1.4 a word, depending on the service. The least is what
    /// most models write at most, since requirements may ask for more than we can read in them, and a text that is cut
    /// is worth less than tokens that nobody uses. What is more than a model can write is refused and then left out,
    /// see `RequestShape`.
    var expectedTokens: Int {
        let source = tool.required.contains("content") ? brief.content.unicodeScalars.count : 0
        let wished = min(brief.lengthWished ?? tool.defaultLength, WritingOrder.contentLength.upperBound)
        let length = max(wished, source)
        return max(length * WritingOrder.tokensPerCharacter + WritingOrder.spareTokens, WritingOrder.leastTokens)
    }

    private static let tokensPerCharacter = 2
    private static let spareTokens = 1_024
    private static let leastTokens = 8_192
}

/// What a generation answers.
struct WritingReceipt: WireValue {
    let creation: Int
    let content: String
    let creditsUsed: Int
    let model: String
    /// Whether the text broke off at the model's limit; told only where it did.
    let isTruncated: Bool

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.field("creation_id", creation)
            json.field("content", content)
            json.field("credits_used", creditsUsed)
            json.field("model", model)
            if isTruncated { json.field("truncated", true) }
        }
    }
}

/// A tool as the list shows it.
struct ToolReceipt: WireValue {
    let tool: WritingTool
    let model: AIModel?
    /// Whether that model can do what the tool is for.
    let isAvailable: Bool
    let language: Language

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.field("type", tool.type)
            json.field("name", tool.name.text(in: language))
            json.field("description", tool.description.text(in: language))
            json.field("credits_cost", model?.creditsCost ?? 0)
            json.field("model", model?.name)
            json.field("is_available", isAvailable)
            json.key("fields")
            json.array { json in
                for field in ToolField.all where tool.fields.contains(field.name) {
                    field.write(to: &json, isRequired: tool.required.contains(field.name), in: language)
                }
            }
        }
    }
}

/// One input of a tool, so that a client can draw its form.
private struct ToolField {
    let name: String
    let type: StaticString
    let maximumLength: Int?
    let range: ClosedRange<Int>?
    let description: Message

    static let all = [
        ToolField("title", "string", WritingOrder.titleLength.upperBound, "标题或主题", "Title or topic"),
        ToolField("keywords", "array", WritingOrder.keywordCount, "关键词", "Keywords"),
        ToolField("requirements", "string", WritingOrder.requirementsLength.upperBound, "要求", "Requirements"),
        ToolField("content", "string", WritingOrder.contentLength.upperBound, "原文或资料", "Source text or material"),
        ToolField("language", "string", WritingOrder.wordLength.upperBound, "语言", "Language"),
        ToolField("tone", "string", WritingOrder.wordLength.upperBound, "语气", "Tone"),
        ToolField(
            "length",
            "integer",
            nil,
            "字数",
            "Length in characters, or words of an English text",
            WritingOrder.lengthRange
        ),
    ]

    private init(
        _ name: String,
        _ type: StaticString,
        _ maximum: Int?,
        _ chinese: String,
        _ english: String,
        _ range: ClosedRange<Int>? = nil
    ) {
        self.name = name
        self.type = type
        self.range = range
        maximumLength = maximum
        description = Message(chinese, english)
    }

    func write(to json: inout JSONWriter, isRequired: Bool, in language: Language) {
        json.object { json in
            json.field("name", name)
            json.key("type")
            json.value("\(type)")
            json.field("required", isRequired)
            json.field("max_length", maximumLength)
            json.field("minimum", range?.lowerBound)
            json.field("maximum", range?.upperBound)
            json.field("description", description.text(in: language))
        }
    }
}
