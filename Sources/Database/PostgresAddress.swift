import CLibpq

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Where a PostgreSQL server is and how to talk to it: a URL as libpq reads it, with our defaults for what it leaves
/// out.
///
/// It may name several hosts, TLS settings, and whatever else libpq knows; what stands in the URL wins. The password is
/// in here, so nothing prints this but ``description``.
struct PostgresAddress: Sendable, CustomStringConvertible {
    /// Hosts, ports and name, for people; no user and no password.
    let description: String
    private let parameters: [String: String]
    private let secrets: [String]

    /// - Errors: ``DatabaseError/unreachable(_:)`` where libpq can't read the URL.
    init(_ url: String) throws {
        if let reason = libpq_open() { throw DatabaseError.unreachable(String(cString: reason)) }
        var message: UnsafeMutablePointer<CChar>?
        guard let options = PQconninfoParse(url, &message) else {
            let reason = message.map { String(cString: $0) } ?? "out of memory"
            PQfreemem(message)
            // From its first quotation mark on, what libpq says may be the URL, and with it the password.
            throw DatabaseError.unreachable("not a URL of PostgreSQL: \(reason.prefix { $0 != "\"" })…")
        }
        defer { PQconninfoFree(options) }
        var given: [String: String] = [:]
        var option = options
        while let keyword = option.pointee.keyword {
            if let value = option.pointee.val {
                given[String(cString: keyword)] = String(cString: value)
            }
            option += 1
        }
        let hosts = given["host"] ?? given["hostaddr"] ?? "localhost"
        description = "\(hosts)\(given["port"].map { ":\($0)" } ?? "")/\(given["dbname"] ?? "")"
        secrets = ["password", "sslpassword"].compactMap { given[$0] }.filter { !$0.isEmpty }
        var parameters = PostgresAddress.defaults.merging(given) { _, ours in ours }
        // The server takes the last of two settings, so that the URL's win here too.
        parameters["options"] = [PostgresAddress.sessionOptions, given["options"]].compactMap(\.self)
            .joined(separator: " ")
        self.parameters = parameters
    }

    /// Opens a connection; blocks for as long as that takes, at most `connect_timeout` for each host.
    ///
    /// - Errors: ``DatabaseError/unreachable(_:)`` with libpq's reason.
    func connect() throws -> OpaquePointer {
        var keywords: [UnsafePointer<CChar>?] = []
        var values: [UnsafePointer<CChar>?] = []
        for (keyword, value) in parameters {
            keywords.append(UnsafePointer(strdup(keyword)))
            values.append(UnsafePointer(strdup(value)))
        }
        defer {
            for pointer in keywords + values { free(UnsafeMutablePointer(mutating: pointer)) }
        }
        guard let pointer = PQconnectdbParams(keywords + [nil], values + [nil], 0) else {
            throw DatabaseError.unreachable("out of memory")
        }
        guard PQstatus(pointer) == CONNECTION_OK else {
            let reason = withoutSecrets(String(cString: PQerrorMessage(pointer)))
            PQfinish(pointer)
            throw DatabaseError.unreachable(reason)
        }
        // The server's notices ("… already exists, skipping") are not for standard error.
        PQsetNoticeProcessor(pointer, { _, _ in }, nil)
        return pointer
    }

    private func withoutSecrets(_ message: String) -> String {
        secrets.reduce(PostgresAddress.onOneLine(message)) { $0.replacing($1, with: "…") }
    }

    /// libpq ends its messages with a line break and writes one line a host.
    private static func onOneLine(_ message: String) -> String {
        message.split(whereSeparator: \.isNewline).joined(separator: "; ")
    }

    private static let defaults = [
        "application_name": "hanmo",
        "client_encoding": "UTF8",
        // Of several hosts the one that takes writes; after a failover that is another one.
        "target_session_attrs": "read-write",
        "connect_timeout": "5",
        // A peer that has vanished without a word is given up after some 30 seconds.
        "keepalives": "1",
        "keepalives_idle": "15",
        "keepalives_interval": "5",
        "keepalives_count": "3",
        "tcp_user_timeout": "30000",
    ]

    /// Limits in milliseconds.
    ///
    /// A statement and a wait for a lock are bounded for whoever waits for the reply; a transaction that
    /// does nothing is one whose process hangs, and it holds locks.
    private static let sessionOptions = """
        -c statement_timeout=30000 -c lock_timeout=10000 -c idle_in_transaction_session_timeout=60000 -c jit=off
        """
}
