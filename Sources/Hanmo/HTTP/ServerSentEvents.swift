import NIOCore

extension ByteSink {
    /// Sends one event.
    func send(_ event: String, _ data: [UInt8], id: Int? = nil) async -> Bool {
        var buffer = ByteBuffer()
        buffer.writeEvent(event, data, id: id)
        return await send(buffer)
    }

    /// Sends what readers of events pass over, so that no proxy takes the connection for dead.
    func sendComment() async -> Bool {
        await send(ByteBuffer(staticString: ":\n\n"))
    }
}

extension ByteBuffer {
    /// One server-sent event; `data` is JSON and so has no line breaks.
    mutating func writeEvent(_ event: String, _ data: [UInt8], id: Int? = nil) {
        if let id { writeString("id: \(id)\n") }
        writeStaticString("event: ")
        writeString(event)
        writeStaticString("\ndata: ")
        writeBytes(data)
        writeStaticString("\n\n")
    }
}

/// Sends bytes into a connection from wherever the work is done.
struct ConnectionSink: ByteSink {
    let handler: NIOLoopBound<ExchangeHandler>
    let eventLoop: any EventLoop

    func send(_ bytes: ByteBuffer) async -> Bool {
        let isListening = eventLoop.flatSubmit {
            handler.value.write(piece: bytes) ?? eventLoop.makeSucceededFuture(false)
        }
        return (try? await isListening.get()) ?? false
    }
}
