import JSON

/// What accounts are made of, checked as the forms are read.
extension Form {
    static let usernameLength = 3...32
    static let emailLength = 3...254
    static let passwordLength = 8...128
    /// Characters of a code that somebody sends: those of ours have six.
    static let referralCodeLength = 1...32

    /// Checks an account that comes from elsewhere by the form that a request would have to pass.
    ///
    /// - Errors: 400 naming the fields.
    static func check(_ identity: Identity?, password: String) throws(Failure) {
        var json = JSONWriter()
        json.object { json in
            json.field("username", identity?.username)
            json.field("email", identity?.email)
            json.field("password", password)
        }
        var form = try Form(body: json.bytes)
        if identity != nil {
            _ = form.username()
            _ = form.email()
        }
        _ = form.password()
        try form.check()
    }

    mutating func username(_ field: String = "username") -> String {
        checkedUsername(text(field, Form.usernameLength), field)
    }

    mutating func optionalUsername(_ field: String = "username") -> String? {
        optionalText(field, Form.usernameLength).map { checkedUsername($0, field) }
    }

    /// Letters of any script, digits, `_` and `-`.
    private mutating func checkedUsername(_ name: String, _ field: String) -> String {
        let isFine = name.unicodeScalars.allSatisfy { scalar in
            let properties = scalar.properties
            let isMark = [.nonspacingMark, .spacingMark].contains(properties.generalCategory)
            // What can't be seen would let two names look alike.
            return !properties.isDefaultIgnorableCodePoint
                && (properties.isAlphabetic || isMark || properties.numericType != nil || scalar == "_"
                    || scalar == "-")
        }
        let hasLetter = name.unicodeScalars.contains { $0.properties.isAlphabetic || $0.properties.numericType != nil }
        if !isFine || !name.isEmpty && !hasLetter {
            fault(field, "只能包含文字、数字、_ 和 -", "may have letters, digits, _ and - only")
        }
        return name
    }

    mutating func email(_ field: String = "email") -> String {
        checkedEmail(text(field, Form.emailLength), field)
    }

    mutating func optionalEmail(_ field: String = "email") -> String? {
        optionalText(field, Form.emailLength).map { checkedEmail($0, field) }
    }

    /// `local@domain` as browsers' e-mail fields have it (WHATWG HTML, valid e-mail address), with a dot in the domain.
    private mutating func checkedEmail(_ email: String, _ field: String) -> String {
        guard !email.isEmpty else { return email }
        let parts = email.split(separator: "@", omittingEmptySubsequences: false)
        let isWord: (Unicode.Scalar) -> Bool = { $0.isASCII && ($0.properties.isAlphabetic || "0"..."9" ~= $0) }
        let isLocal: (Unicode.Scalar) -> Bool = { isWord($0) || ".!#$%&'*+/=?^_`{|}~-".unicodeScalars.contains($0) }
        let labels = parts.last?.split(separator: ".", omittingEmptySubsequences: false) ?? []
        let isFine =
            parts.count == 2 && 1...64 ~= parts[0].utf8.count && parts[0].unicodeScalars.allSatisfy(isLocal)
            && labels.count >= 2
            && labels.allSatisfy { label in
                1...63 ~= label.utf8.count && label.first != "-" && label.last != "-"
                    && label.unicodeScalars.allSatisfy { isWord($0) || $0 == "-" }
            }
        if !isFine { fault(field, "不是有效的邮箱地址", "is not an e-mail address") }
        return email
    }

    /// A password is taken as it is: spaces at its ends belong to it.
    mutating func password(_ field: String = "password") -> String {
        text(field, Form.passwordLength, trimmed: false)
    }
}
