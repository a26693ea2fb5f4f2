import Crypto
import Wire

/// Signs requests as Amazon's Signature Version 4 asks.
///
/// Source: Amazon S3 API Reference, "Authenticating Requests (AWS Signature Version 4)", read in November 2026; the
/// examples there are tests of ours.
struct Signer: Sendable {
    let credentials: S3Credentials
    let region: String
    /// `s3`; the vectors of Amazon's own test suite name another.
    var service = "s3"

    private static let algorithm = "AWS4-HMAC-SHA256"
    /// Stands for the hash of a body that was not known when the link was made.
    private static let unsignedBody = "UNSIGNED-PAYLOAD"

    /// What is signed of a request.
    struct Request {
        var method: String
        /// With its escapes, as it is sent.
        var path: String
        /// Without escapes.
        var query: [(name: String, value: String)] = []
        /// All of them are signed, `host` among them.
        var headers: [(name: String, value: String)]
        /// The SHA-256 of the body in hexadecimal digits.
        var bodyHash: String
    }

    /// The value of the `Authorization` header.
    func authorization(of request: Request, at moment: Moment) -> String {
        let canonical = Signer.canonical(request)
        return "\(Signer.algorithm) Credential=\(credentials.accessKeyID)/\(scope(moment)),"
            + "SignedHeaders=\(canonical.signedHeaders),Signature=\(signature(of: canonical.text, at: moment))"
    }

    /// The query of a link that anybody may follow, signature included, with its escapes.
    ///
    /// - Parameter query: what else the link is to ask for.
    func linkQuery(
        host: String,
        path: String,
        query: [(name: String, value: String)],
        validForSeconds: Int,
        at moment: Moment
    ) -> String {
        var all = query
        all.append(("X-Amz-Algorithm", Signer.algorithm))
        all.append(("X-Amz-Credential", "\(credentials.accessKeyID)/\(scope(moment))"))
        all.append(("X-Amz-Date", moment.stamp))
        all.append(("X-Amz-Expires", "\(validForSeconds)"))
        all.append(("X-Amz-SignedHeaders", "host"))
        if let token = credentials.sessionToken { all.append(("X-Amz-Security-Token", token)) }
        let request = Request(
            method: "GET",
            path: path,
            query: all,
            headers: [("host", host)],
            bodyHash: Signer.unsignedBody
        )
        let signature = signature(of: Signer.canonical(request).text, at: moment)
        return "\(Signer.canonicalQuery(all))&X-Amz-Signature=\(signature)"
    }

    /// The request in the one form that both sides hash, and the names of its headers.
    static func canonical(_ request: Request) -> (text: String, signedHeaders: String) {
        let headers = request.headers
            .map { (name: $0.name.lowercased(), value: trimmed($0.value)) }
            .sorted { $0.name < $1.name }
        let names = headers.map(\.name).joined(separator: ";")
        let lines =
            [request.method, request.path, canonicalQuery(request.query)]
            + headers.map { "\($0.name):\($0.value)" }
            + ["", names, request.bodyHash]
        return (lines.joined(separator: "\n"), names)
    }

    /// A query with its escapes, in the order of the escaped names and then values: also what is sent.
    static func canonicalQuery(_ query: [(name: String, value: String)]) -> String {
        query
            .map { (name: PercentText.escaped($0.name), value: PercentText.escaped($0.value)) }
            .sorted { $0.name != $1.name ? $0.name < $1.name : $0.value < $1.value }
            .map { "\($0.name)=\($0.value)" }
            .joined(separator: "&")
    }

    static func hash(_ bytes: some Sequence<UInt8>) -> String {
        String(hex: SHA256.hash(data: Array(bytes)))
    }

    private static func trimmed(_ value: String) -> String {
        value.split(separator: " ").joined(separator: " ")
    }

    private func scope(_ moment: Moment) -> String {
        "\(moment.day)/\(region)/\(service)/aws4_request"
    }

    private func signature(of canonical: String, at moment: Moment) -> String {
        let text = [Signer.algorithm, moment.stamp, scope(moment), Signer.hash(canonical.utf8)].joined(separator: "\n")
        var key = SymmetricKey(data: Array("AWS4\(credentials.secretAccessKey)".utf8))
        for part in [moment.day, region, service, "aws4_request"] {
            key = SymmetricKey(data: HMAC<SHA256>.authenticationCode(for: Array(part.utf8), using: key))
        }
        return String(hex: HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: key))
    }
}
