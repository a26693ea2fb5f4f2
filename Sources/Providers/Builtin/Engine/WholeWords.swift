extension String {
    /// Which of these words stand here on their own, not inside of a longer one of them, and where each does so last.
    ///
    /// Chinese has no spaces: 包 is no word in 面包, once 面包 is known. The longest take their letters first.
    func wholeWords(_ words: [String]) -> [String: Int] {
        let known = Set(words.filter { holds($0) }).sorted { ($1.count, $0) < ($0.count, $1) }
        guard !known.isEmpty else { return [:] }
        let letters = Array(self)
        var isTaken = [Bool](repeating: false, count: letters.count)
        var result: [String: Int] = [:]
        for word in known {
            for start in letters.indices.dropLast(word.count - 1) {
                let range = start..<start + word.count
                guard letters[range].elementsEqual(word), !isTaken[range].contains(true) else { continue }
                result[word] = start
                for index in range { isTaken[index] = true }
            }
        }
        return result
    }
}
