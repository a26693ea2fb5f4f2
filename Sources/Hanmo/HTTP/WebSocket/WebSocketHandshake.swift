import Crypto
import NIOHTTP1

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What a client sends to make its connection a WebSocket, once it was found to be in order (RFC 6455, 4.2.1).
struct WebSocketHandshake {
    /// What proves that the client was understood.
    private let accept: String

    /// The only version that is not a draft.
    private static let version = "13"
    /// Bytes of the client's nonce.
    private static let keyBytes = 16
    /// The protocol's own (RFC 6455, 1.3).
    private static let salt = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"

    /// - Errors: 426 this is no handshake, or one of another version; 400 its key is not 16 bytes in Base64.
    init(_ request: Request) throws(Failure) {
        func lists(_ header: String, _ word: String) -> Bool {
            request.headers[canonicalForm: header].contains { $0.lowercased() == word }
        }
        let version = request.headers.first(name: "sec-websocket-version")
        guard request.method == .GET, lists("connection", "upgrade"), lists("upgrade", "websocket"),
            version == WebSocketHandshake.version
        else {
            var failure = Failure.upgradeRequired
            failure.headers = [
                ("Upgrade", "websocket"), ("Connection", "Upgrade"),
                ("Sec-WebSocket-Version", WebSocketHandshake.version),
            ]
            throw failure
        }
        let key = request.headers.first(name: "sec-websocket-key") ?? ""
        guard Data(base64Encoded: key)?.count == WebSocketHandshake.keyBytes else {
            throw .invalid("Sec-WebSocket-Key", "应为 16 字节的 Base64", "should be 16 bytes in Base64")
        }
        let digest = Insecure.SHA1.hash(data: Array("\(key)\(WebSocketHandshake.salt)".utf8))
        accept = Data(digest).base64EncodedString()
    }

    /// The reply after which the connection is the talk's; no extension and no subprotocol is taken up.
    func reply(_ talk: WebSocketTalk) -> Reply {
        Reply(
            status: 101,
            headers: [("Upgrade", "websocket"), ("Connection", "Upgrade"), ("Sec-WebSocket-Accept", accept)],
            body: .webSocket(talk)
        )
    }
}
