import Crypto
import CryptoExtras
import NIOPosix

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Hashes passwords with scrypt on a pool of threads, few at a time: it is meant to be slow and to fill memory.
struct Passwords: Sendable {
    /// What a hash costs; written into each, so that it can be raised later.
    struct Cost: Sendable {
        /// N is 2 to this power; memory is 128 · N · r bytes.
        var log2N: Int
        var blockSize: Int
        var parallelism: Int

        /// 16 MiB five times over: one of the sets that OWASP's password storage guide calls equal (read 2026).
        static let production = Cost(log2N: 14, blockSize: 8, parallelism: 5)
        /// For tests that need many users and no security.
        static let cheap = Cost(log2N: 1, blockSize: 1, parallelism: 1)
    }

    private static let saltBytes = 16
    private static let hashBytes = 32

    let cost: Cost
    /// As many threads as hashes may be computed at once.
    let pool: NIOThreadPool

    /// The stored form of a password: `$scrypt$ln=14,r=8,p=5$salt$hash`, the last two in base64.
    func hash(_ password: String) async throws -> String {
        let salt = (0..<Passwords.saltBytes).map { _ in UInt8.random(in: 0...255) }
        let cost = cost
        let hash = try await pool.runIfActive { try Passwords.derive(password, salt, cost) }
        return """
            $scrypt$ln=\(cost.log2N),r=\(cost.blockSize),p=\(cost.parallelism)\
            $\(Data(salt).base64EncodedString())$\(Data(hash).base64EncodedString())
            """
    }

    /// True where the password is the one that was hashed.
    ///
    /// A nil hash costs the same time and is never true.
    func verify(_ password: String, against stored: String?) async throws -> Bool {
        guard let stored, let (cost, salt, expected) = Passwords.parse(stored) else {
            _ = try await hash(password)
            return false
        }
        let actual = try await pool.runIfActive { try Passwords.derive(password, salt, cost) }
        // Compared in a time that tells nothing about where they differ.
        return actual.count == expected.count && zip(actual, expected).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }

    private static func derive(_ password: String, _ salt: [UInt8], _ cost: Cost) throws -> [UInt8] {
        try KDF.Scrypt.deriveKey(
            from: Array(password.utf8),
            salt: salt,
            outputByteCount: hashBytes,
            rounds: 1 << cost.log2N,
            blockSize: cost.blockSize,
            parallelism: cost.parallelism
        ).withUnsafeBytes { Array($0) }
    }

    private static func parse(_ stored: String) -> (Cost, salt: [UInt8], hash: [UInt8])? {
        let parts = stored.split(separator: "$")
        guard parts.count == 4, parts[0] == "scrypt",
            let salt = Data(base64Encoded: String(parts[2])), let hash = Data(base64Encoded: String(parts[3]))
        else { return nil }
        let numbers = parts[1].split(separator: ",").compactMap { $0.split(separator: "=").last.flatMap { Int($0) } }
        guard numbers.count == 3 else { return nil }
        return (Cost(log2N: numbers[0], blockSize: numbers[1], parallelism: numbers[2]), Array(salt), Array(hash))
    }
}
