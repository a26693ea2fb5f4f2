/// Words as they are looked for in texts that are walked by scalars.
func scalars(of words: String...) -> [[Unicode.Scalar]] {
    words.map { Array($0.unicodeScalars) }
}

extension ArraySlice<Unicode.Scalar> {
    /// Whether it begins with a word in lower case; A to Z count as a to z.
    func begins(with word: [Unicode.Scalar]) -> Bool {
        count >= word.count && zip(self, word).allSatisfy { $0 == $1 || $0.lowercased == $1 }
    }

    func begins(withAnyOf words: [[Unicode.Scalar]]) -> Bool {
        words.contains(where: begins)
    }

    /// Whether one of the words stands in it, letters as they are.
    func holds(anyOf words: [[Unicode.Scalar]]) -> Bool {
        words.contains { word in
            indices.contains { self[$0] == word.first && self[$0...].starts(with: word) }
        }
    }
}

extension Unicode.Scalar {
    /// A to Z in lower case; others as they are.
    fileprivate var lowercased: Unicode.Scalar {
        "A"..."Z" ~= self ? Unicode.Scalar(UInt8(value) | 0x20) : self
    }

    /// A Chinese character.
    var isHan: Bool {
        (0x4e00...0x9fff).contains(value) || (0x3400...0x4dbf).contains(value) || (0x20000...0x323af).contains(value)
    }

    /// A letter of a Latin alphabet.
    var isLatin: Bool {
        (0x41...0x5a).contains(value) || (0x61...0x7a).contains(value)
            || ((0xc0...0x24f).contains(value) && value != 0xd7 && value != 0xf7)
    }
}
