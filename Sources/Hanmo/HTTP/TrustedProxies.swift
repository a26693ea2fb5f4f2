import NIOHTTP1

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// The addresses whose `X-Forwarded-For` is believed (`HANMO_TRUSTED_PROXIES`, CIDR).
struct TrustedProxies: Sendable {
    struct Network: Sendable {
        let prefix: [UInt8]
        let bits: Int

        /// `10.0.0.0/8`, `::1/128`, or a bare address.
        init?(_ text: String) {
            let parts = text.split(separator: "/", omittingEmptySubsequences: false)
            guard parts.count <= 2, let address = TrustedProxies.bytes(of: String(parts[0])) else { return nil }
            prefix = address
            if parts.count == 2 {
                guard let bits = Int(parts[1]), 0...(address.count * 8) ~= bits else { return nil }
                self.bits = bits
            } else {
                bits = address.count * 8
            }
        }

        func contains(_ address: [UInt8]) -> Bool {
            guard address.count == prefix.count else { return false }
            for bit in 0..<bits {
                let mask: UInt8 = 0x80 >> UInt8(bit % 8)
                if address[bit / 8] & mask != prefix[bit / 8] & mask { return false }
            }
            return true
        }
    }

    let networks: [Network]

    /// The client's address: the rightmost one in `X-Forwarded-For` that is not a trusted proxy's itself.
    func client(of headers: HTTPHeaders, peer: String) -> String {
        guard !networks.isEmpty, isTrusted(peer) else { return peer }
        var client = peer
        for hop in headers[canonicalForm: "x-forwarded-for"].reversed() {
            let address = TrustedProxies.address(of: hop)
            guard TrustedProxies.bytes(of: address) != nil else { break }
            client = address
            if !isTrusted(client) { break }
        }
        return client
    }

    /// A hop without the port that some proxies add: `192.0.2.1:4711`, `[2001:db8::1]:4711`.
    private static func address(of hop: some StringProtocol) -> String {
        if hop.first == "[" { return String(hop.dropFirst().prefix { $0 != "]" }) }
        return String(hop.count { $0 == ":" } == 1 ? hop.prefix { $0 != ":" } : hop[...])
    }

    /// Whom an address stands for where allowances are counted: itself, or its network of 64 bits for IPv6, since that
    /// is what one customer is given (RFC 6177).
    static func household(of address: String) -> String {
        guard address.utf8.contains(UInt8(ascii: ":")), let bytes = bytes(of: address) else { return address }
        guard bytes.count == 16 else { return bytes.map { String($0) }.joined(separator: ".") }
        return bytes.prefix(8).map { String($0, radix: 16) }.joined(separator: ":") + "/64"
    }

    /// True for an address by which a machine reaches itself.
    static func isThisMachine(_ address: String) -> Bool {
        guard let bytes = bytes(of: address) else { return false }
        return bytes.count == 4 ? bytes[0] == 127 : bytes == Array(repeating: 0, count: 15) + [1]
    }

    /// False for addresses that many share or that say nothing of where somebody is: this machine's, those of private
    /// and carriers' own networks (RFC 1918, 6598, 4193, 3927), and what is no address.
    ///
    /// Behind a proxy that nobody has named, everybody comes from one of these.
    static func isPublic(_ address: String) -> Bool {
        guard let bytes = bytes(of: address) else { return false }
        return !notPublic.contains { $0.contains(bytes) }
    }

    private static let notPublic = [
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16",
        "::/127", "fc00::/7", "fe80::/10",
    ].compactMap(Network.init)

    private func isTrusted(_ address: String) -> Bool {
        guard let bytes = TrustedProxies.bytes(of: address) else { return false }
        return networks.contains { $0.contains(bytes) }
    }

    /// 4 or 16 bytes; an IPv4 address written as IPv6 counts as IPv4.
    private static func bytes(of address: String) -> [UInt8]? {
        var v4 = in_addr()
        if inet_pton(AF_INET, address, &v4) == 1 { return withUnsafeBytes(of: v4) { Array($0) } }
        var v6 = in6_addr()
        guard inet_pton(AF_INET6, address, &v6) == 1 else { return nil }
        let bytes = withUnsafeBytes(of: v6) { Array($0) }
        let mapped: [UInt8] = Array(repeating: 0, count: 10) + [0xFF, 0xFF]
        return bytes.starts(with: mapped) ? Array(bytes.suffix(4)) : bytes
    }
}
