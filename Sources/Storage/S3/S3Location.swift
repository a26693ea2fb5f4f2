import Foundation
import Wire

/// Where a bucket is: `s3://BUCKET[/PREFIX]?endpoint=URL&region=R&style=path|virtual&public=URL`.
///
/// | parameter | meaning | default |
/// |---|---|---|
/// | `endpoint` | the service, `https://s3.example.com[:PORT][/PATH]` | Amazon's own in the region |
/// | `region` | the region that signatures name | `us-east-1` |
/// | `style` | whether the bucket is in the path or in the host's name | `path` with an endpoint, `virtual` without |
/// | `public` | an address before the keys under which anybody may read | none |
public struct S3Location: Sendable, Equatable {
    let bucket: String
    /// What stands before each key: empty, or ending in a slash.
    let prefix: String
    let region: String
    /// `https://host[:port]`, with the bucket where it belongs there.
    let origin: String
    /// What the `Host` header says: no port that is the scheme's own.
    let host: String
    /// What the path begins with, no slash at its end; holds the bucket where it belongs there.
    let basePath: String
    let publicBase: String?
    /// Without query, for messages.
    let description: String

    init(_ url: String) throws(StorageError) {
        guard let parts = URLComponents(string: url), parts.scheme == "s3", let bucket = parts.host,
            parts.user == nil, parts.password == nil, parts.port == nil, parts.fragment == nil
        else { throw .misconfigured("an S3 storage is s3://BUCKET[/PREFIX]?endpoint=URL&region=R, without any key") }
        guard (3...63).contains(bucket.utf8.count), bucket.utf8.allSatisfy(\.isBucketByte) else {
            throw .misconfigured("a bucket's name has 3 to 63 of a-z, 0-9, '.', '-'")
        }
        let values = try S3Location.parameters(parts.queryItems ?? [])
        let region = values["region"] ?? "us-east-1"
        guard !region.isEmpty, region.utf8.allSatisfy(\.isBucketByte) else {
            throw .misconfigured("region= is no region's name")
        }
        let service = try Service(values["endpoint"] ?? "https://s3.\(region).amazonaws.com", parameter: "endpoint")
        let isVirtual: Bool
        switch values["style"] {
        case "path": isVirtual = false
        case "virtual": isVirtual = true
        // A certificate for *.s3.… does not hold for a name with dots.
        case nil: isVirtual = values["endpoint"] == nil && !bucket.contains(".")
        default: throw .misconfigured("style= is path or virtual")
        }
        self.bucket = bucket
        self.region = region
        prefix = try S3Location.prefix(parts.path)
        host = isVirtual ? "\(bucket).\(service.host)" : service.host
        origin = "\(service.scheme)://\(host)"
        basePath = isVirtual ? service.path : "\(service.path)/\(bucket)"
        publicBase = try values["public"].map { text throws(StorageError) in
            let service = try Service(text, parameter: "public")
            return "\(service.scheme)://\(service.host)\(service.path)"
        }
        description = "bucket \(bucket) at \(service.scheme)://\(service.host)"
    }

    /// The path of an object, as it is sent and signed; keys and prefixes need no escapes.
    func path(of key: ObjectKey) -> String {
        "\(basePath)/\(prefix)\(key)"
    }

    /// The path of the bucket itself.
    var bucketPath: String {
        basePath.isEmpty ? "/" : basePath
    }

    private static func parameters(_ items: [URLQueryItem]) throws(StorageError) -> [String: String] {
        var values: [String: String] = [:]
        for item in items {
            guard ["endpoint", "region", "style", "public"].contains(item.name), values[item.name] == nil else {
                throw .misconfigured("an S3 storage takes endpoint=, region=, style= and public=, each once")
            }
            values[item.name] = item.value ?? ""
        }
        return values
    }

    private static func prefix(_ path: String) throws(StorageError) -> String {
        let segments = path.split(separator: "/").map(String.init)
        guard !segments.isEmpty else { return "" }
        let prefix = segments.joined(separator: "/") + "/"
        guard prefix.utf8.count <= prefixLimitBytes,
            segments.allSatisfy({ $0.utf8.first != UInt8(ascii: ".") && $0.utf8.allSatisfy(\.isPrefixByte) })
        else {
            throw .misconfigured(
                "the prefix after the bucket has segments of A-Z, a-z, 0-9, '.', '_', '-' that begin with no dot"
            )
        }
        return prefix
    }

    /// Leaves room for a key within S3's 1,024 bytes.
    private static let prefixLimitBytes = 256
}

/// An address of a service, taken apart.
private struct Service {
    let scheme: String
    let host: String
    let path: String

    init(_ text: String, parameter: String) throws(StorageError) {
        guard let parts = URLComponents(string: text), let scheme = parts.scheme?.lowercased(),
            scheme == "https" || scheme == "http", var host = parts.percentEncodedHost?.lowercased(), !host.isEmpty,
            parts.user == nil, parts.password == nil, parts.query == nil, parts.fragment == nil
        else { throw .misconfigured("\(parameter)= is http(s)://HOST[:PORT][/PATH], without any key") }
        if host.contains(":"), !host.hasPrefix("[") { host = "[\(host)]" }
        guard WebAddress.hasUsablePort(text) else {
            throw .misconfigured("\(parameter)= has a port that is none")
        }
        if let port = parts.port, port != (scheme == "https" ? 443 : 80) { host += ":\(port)" }
        self.scheme = scheme
        self.host = host
        var path = parts.percentEncodedPath
        while path.hasSuffix("/") { path.removeLast() }
        self.path = path
    }
}

extension UInt8 {
    fileprivate var isBucketByte: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."),
            UInt8(ascii: "-"):
            true
        default: false
        }
    }

    fileprivate var isPrefixByte: Bool {
        isBucketByte || self == UInt8(ascii: "_") || UInt8(ascii: "A")...UInt8(ascii: "Z") ~= self
    }
}
