/// A regular expression that is compiled once, where a literal in a function is compiled each time it is come by.
///
/// `@unchecked Sendable` is sound: nothing of a literal without closures changes after it was made, but the program
/// that it compiles on its first use and stores by an atomic exchange (`Regex.Program.loweredProgram` of its library).
struct Pattern<Output>: @unchecked Sendable {
    let regex: Regex<Output>

    init(_ regex: Regex<Output>) {
        self.regex = regex
    }
}

extension String {
    func contains(_ pattern: Pattern<some Any>) -> Bool {
        contains(pattern.regex)
    }
}
