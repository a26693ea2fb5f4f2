import FakesForTests

/// How a fake gateway fails when it is told to.
public enum Mishap: Hashable, Sendable {
    /// The gateway refuses, in its own protocol and signed: `status` is WeChat Pay's, the code either's own.
    case refusal(status: Int = 400, code: String)
    /// Something before the gateway answers with this status and no word of its protocol.
    case status(Int)
    /// The connection is reset before anything was done.
    case reset
    /// It is done, and the connection is reset instead of an answer.
    case lost
    /// It is done, and the answer waits until the test opens the gate.
    case held(Gate)
    /// A refund is begun, the connection is reset, and the money moves only when the test lets it; Alipay only.
    case slow
    /// There is no answer, ever.
    case silence
    /// The answer is no HTTP.
    case noise
    /// It is done, and the answer was changed after it was signed.
    case forged
    /// It is done, and the answer has no signature.
    case unsigned
    /// It is done, and the answer is signed by a key that is not the gateway's.
    case strangersKey
    /// It is done, and the answer was signed long ago; WeChat Pay only.
    case stale
    /// It is done, and the answer is signed and no JSON.
    case garbage
    /// It is done, and the answer is signed and about another order.
    case otherOrder
    /// It is done, and the answer is longer than anybody should read.
    case endless
}

extension Reply {
    static let silence = Reply(.hang)
    static let reset = Reply(.reset)
    /// What is no HTTP.
    static let noise = Reply(.send("SSH-2.0-OpenSSH_9.2\r\n\r\n"), .hang)
}
