#!/usr/bin/env python3
"""An AI service for the benchmark: speaks OpenAI's chat completions, answers at once, always with the same text.

It does as little as a provider can, so that what is measured is the server: bytes made beforehand, no parsing beyond
what finds the end of a request. `stream: true` gets the text as server-sent events, all of them at once.

Prints its port on a line of its own when it listens; ends with its standard input, so that it never outlives its maker.
"""

import asyncio
import json
import os
import sys

SENTENCE = "把一天的事情写下来,先做最要紧的一件,做完再看下一件。"
TEXT_LENGTH = 600
TEXT = (SENTENCE * (TEXT_LENGTH // len(SENTENCE) + 1))[:TEXT_LENGTH]
DELTA_LENGTH = 30
USAGE = {"prompt_tokens": 500, "completion_tokens": 400, "total_tokens": 900}


def whole_reply() -> bytes:
    choice = {"index": 0, "message": {"role": "assistant", "content": TEXT}, "finish_reason": "stop"}
    body = json.dumps(
        {"id": "bench", "object": "chat.completion", "model": "bench", "choices": [choice], "usage": USAGE},
        ensure_ascii=False,
    ).encode()
    head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


def streamed_reply() -> bytes:
    def event(delta: dict, reason: str | None = None, **more) -> str:
        choice = {"index": 0, "delta": delta, "finish_reason": reason}
        chunk = {"id": "bench", "object": "chat.completion.chunk", "model": "bench", "choices": [choice], **more}
        return f"data: {json.dumps(chunk, ensure_ascii=False)}\n\n"

    pieces = [TEXT[start : start + DELTA_LENGTH] for start in range(0, TEXT_LENGTH, DELTA_LENGTH)]
    events = [event({"content": piece}) for piece in pieces] + [event({}, "stop", usage=USAGE), "data: [DONE]\n\n"]
    body = "".join(events).encode()
    head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
    return head.encode() + f"{len(body):x}\r\n".encode() + body + b"\r\n0\r\n\r\n"


WHOLE, STREAMED = whole_reply(), streamed_reply()


class Connection(asyncio.Protocol):
    """Waits for whole requests (head and `Content-Length` bytes of body) and answers each."""

    def __init__(self):
        self.received = b""

    def connection_made(self, transport):
        self.transport = transport

    def data_received(self, data):
        self.received += data
        while (head := self.received.find(b"\r\n\r\n")) >= 0:
            fields = self.received[:head].lower()
            length = fields.find(b"content-length:")
            size = int(fields[length + 15 :].split(b"\r\n", 1)[0]) if length >= 0 else 0
            end = head + 4 + size
            if len(self.received) < end:
                return
            body, self.received = self.received[head + 4 : end], self.received[end:]
            self.transport.write(STREAMED if b'"stream":true' in body else WHOLE)


async def main() -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Connection, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    ended = asyncio.Event()
    loop.add_reader(sys.stdin.fileno(), lambda: os.read(sys.stdin.fileno(), 4096) or ended.set())
    await ended.wait()


if __name__ == "__main__":
    asyncio.run(main())
