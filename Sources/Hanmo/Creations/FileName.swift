import Wire

/// What a file that is downloaded is called.
enum FileName {
    /// Characters of a title that become part of a name; file systems allow 255 bytes, and a character has up to four.
    private static let titleLength = 50

    /// `Content-Disposition` for a file to keep, named by its title.
    ///
    /// - Parameters:
    ///   - plainly: the name for clients that read nothing but ASCII.
    ///   - ext: without its dot.
    /// - Source: RFC 6266, RFC 8187.
    static func attachment(_ title: String, plainly fallback: String, extension ext: String) -> String {
        let plain = "attachment; filename=\"\(fallback).\(ext)\""
        let name = cleaned(title)
        return name.isEmpty ? plain : "\(plain); filename*=UTF-8''\(PercentText.escaped("\(name).\(ext)"))"
    }

    /// Without what some file system refuses, and without what hides how a name ends.
    private static func cleaned(_ title: String) -> String {
        let scalars = title.unicodeScalars.map { isRefused($0) ? " " : $0 }
        let words = String(String.UnicodeScalarView(scalars)).split(whereSeparator: \.isWhitespace)
        let name = words.joined(separator: " ").drop { $0 == "." || $0 == " " }
        var kept = String(String.UnicodeScalarView(name.unicodeScalars.prefix(titleLength)))
        while kept.hasSuffix(".") || kept.hasSuffix(" ") { kept.removeLast() }
        return kept
    }

    private static func isRefused(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned: true
        default: "\\/:*?\"<>|".unicodeScalars.contains(scalar)
        }
    }
}
