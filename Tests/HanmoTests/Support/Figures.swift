import HTTPTypes
import Testing

@testable import Hanmo

/// The figures of `/metrics`, each by its name and labels as they stand on the page.
struct Figures: Sendable {
    let text: String
    private let values: [String: Double]

    init(_ text: String) {
        self.text = text
        let samples = text.split(separator: "\n").filter { !$0.hasPrefix("#") }.compactMap { line in
            line.lastIndex(of: " ").map { (String(line[..<$0]), Double(line[line.index(after: $0)...]) ?? .nan) }
        }
        values = Dictionary(samples) { _, _ in .nan }
    }

    /// Nil where there is no such line; not a number where there are two.
    subscript(name: String) -> Double? { values[name] }

    var names: Set<String> { Set(values.keys.map { String($0.prefix { $0 != "{" }) }) }
}

extension TestApp {
    func figures() async throws -> Figures {
        let page = try await send(.get, "/metrics")
        #expect(page.status == 200)
        return Figures(page.text)
    }
}
