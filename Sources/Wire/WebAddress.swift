/// Web addresses, looked at before a library gets them that ends the process at a port beyond 65,535.
public enum WebAddress {
    /// Whether an address names no port, or one from 1 to 65,535.
    public static func hasUsablePort(_ address: String) -> Bool {
        let rest = address.firstRange(of: "//").map { address[$0.upperBound...] } ?? address[...]
        let authority = rest.prefix { !"/?#".contains($0) }
        // An IPv6 address has colons of its own, in brackets.
        let host = authority.lastIndex(of: "]").map { authority[$0...] } ?? authority
        guard let colon = host.lastIndex(of: ":") else { return true }
        let port = host[host.index(after: colon)...]
        return port.isEmpty || port.utf8.allSatisfy { 0x30...0x39 ~= $0 } && UInt16(port).map { $0 > 0 } ?? false
    }
}
