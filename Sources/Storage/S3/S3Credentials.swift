/// The keys to an S3 service; whoever prints them sees nothing.
public struct S3Credentials: Sendable {
    /// `AWS_ACCESS_KEY_ID`; travels in every request and in signed links.
    public let accessKeyID: String
    /// `AWS_SECRET_ACCESS_KEY`; never travels.
    let secretAccessKey: String
    /// `AWS_SESSION_TOKEN`, with keys that were lent for some hours.
    let sessionToken: String?

    public init(accessKeyID: String, secretAccessKey: String, sessionToken: String? = nil) {
        self.accessKeyID = accessKeyID
        self.secretAccessKey = secretAccessKey
        self.sessionToken = sessionToken
    }

    /// - Errors: `misconfigured` where a key is empty or holds what no header can carry.
    func check() throws(StorageError) {
        for (name, value) in [
            ("AWS_ACCESS_KEY_ID", accessKeyID), ("AWS_SECRET_ACCESS_KEY", secretAccessKey),
            ("AWS_SESSION_TOKEN", sessionToken ?? "-"),
        ] {
            guard !value.isEmpty, value.utf8.allSatisfy({ 0x21...0x7E ~= $0 }) else {
                throw .misconfigured("\(name) is empty or holds characters that no key has")
            }
        }
    }

    /// Takes the keys out of somebody else's words.
    func hidden(in text: String) -> String {
        [secretAccessKey, sessionToken ?? "", accessKeyID].filter { !$0.isEmpty }.reduce(text) { text, secret in
            text.split(separator: secret, omittingEmptySubsequences: false).joined(separator: "[hidden]")
        }
    }
}

extension S3Credentials: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "S3Credentials(hidden)" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
