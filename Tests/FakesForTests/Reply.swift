import NIOCore
import NIOPosix

/// What a ``FakeServer`` does when a request has come in.
public struct Reply: Sendable {
    public enum Step: Sendable {
        /// Bytes as they go over the wire.
        case send(String)
        /// Nothing, until the test opens the gate.
        case wait(Gate)
        /// Nothing, for as long as the connection lives.
        case hang
        /// The end of the connection, in order.
        case close
        /// The end of the connection, by a reset.
        case reset
    }

    public var steps: [Step]

    public init(_ steps: Step...) {
        self.steps = steps
    }

    /// A whole answer that says how long it is.
    public init(status: Int = 200, headers: [String: String] = [:], _ body: String = "") {
        let all = headers.merging(["content-length": "\(body.utf8.count)"]) { given, _ in given }
        self.init(.send(Reply.head(status, all) + body))
    }

    /// The same, once the test has opened the gate.
    public func held(by gate: Gate) -> Reply {
        var reply = self
        reply.steps.insert(.wait(gate), at: 0)
        return reply
    }

    /// A chunked answer: the pieces are sent one by one, with what stands between them.
    public static func chunked(
        status: Int = 200,
        headers: [String: String] = ["content-type": "text/event-stream"],
        _ pieces: [Step],
        ends: Bool = true
    ) -> Reply {
        let head = Reply.head(status, headers.merging(["transfer-encoding": "chunked"]) { given, _ in given })
        var reply = Reply(.send(head))
        for piece in pieces {
            if case .send(let text) = piece {
                reply.steps.append(.send(String(text.utf8.count, radix: 16) + "\r\n" + text + "\r\n"))
            } else {
                reply.steps.append(piece)
            }
        }
        if ends { reply.steps.append(.send("0\r\n\r\n")) }
        // The first piece travels with the head, so that no test depends on what lies between them.
        if reply.steps.count > 1, case .send(let first) = reply.steps[1] {
            reply.steps.replaceSubrange(0...1, with: [.send(head + first)])
        }
        return reply
    }

    /// A stream of events in one go.
    public static func events(_ text: String) -> Reply {
        chunked([.send(text)])
    }

    public static func head(_ status: Int, _ headers: [String: String]) -> String {
        let lines = headers.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)\r\n" }
        return "HTTP/1.1 \(status) Whatever\r\n" + lines.joined() + "\r\n"
    }

    func play(on channel: any Channel) async {
        for step in steps where channel.isActive {
            switch step {
            case .send(let text): try? await channel.writeAndFlush(ByteBuffer(string: text))
            case .wait(let gate): await gate.isOpened()
            case .hang: try? await channel.closeFuture.get()
            case .close: try? await channel.close()
            case .reset:
                let options = channel as! any SocketOptionProvider
                try? await options.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
                try? await channel.close()
            }
        }
    }
}

/// Holds something back until a test lets it go.
public final class Gate: Sendable, Hashable {
    private let promise = NIOSingletons.posixEventLoopGroup.next().makePromise(of: Void.self)

    public init() {}

    public func open() {
        promise.succeed()
    }

    public func isOpened() async {
        try? await promise.futureResult.get()
    }

    public static func == (left: Gate, right: Gate) -> Bool { left === right }

    public func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}
