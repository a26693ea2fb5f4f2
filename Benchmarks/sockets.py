"""Those who only listen: what WebSockets cost while nothing happens, and how soon an event reaches all of them."""

import asyncio
import resource
import time

from loads import request_bytes
from people import GENERATE, People
from processes import Server, Trouble

PATIENCE_SECONDS = 60
OPENING_AT_ONCE = 50
SETTLING_SECONDS = 1
"""How long the server rests before its memory is read."""


class Listener(asyncio.Protocol):
    """One WebSocket that is opened and then only waits."""

    def __init__(self, token: str):
        self.token = token
        self.received = b""
        self.opened = asyncio.get_running_loop().create_future()
        self.heard = asyncio.get_running_loop().create_future()

    def connection_made(self, transport):
        self.transport = transport
        transport.write(
            f"GET /api/v1/ws HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {self.token}\r\n"
            "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n".encode()
        )

    def data_received(self, data):
        self.received += data
        head, end, _ = self.received.partition(b"\r\n\r\n")
        if end and not self.opened.done():
            if head.startswith(b"HTTP/1.1 101"):
                self.opened.set_result(None)
            else:
                self.opened.set_exception(Trouble(f"no WebSocket: {head[:300].decode(errors='replace')}"))
        if b'"writing.completed"' in self.received and not self.heard.done():
            self.heard.set_result(asyncio.get_running_loop().time())

    def connection_lost(self, _):
        for future in (self.opened, self.heard):
            if not future.done():
                future.set_exception(Trouble("a WebSocket broke"))


def allow_files(count: int) -> None:
    """Lets this process have so many connections, where the system does."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most if most == resource.RLIM_INFINITY else min(most, 4 * count), most))


def listening(server: Server, people: People, count: int, *, owners: int) -> tuple[float, float]:
    """MiB that so many open WebSockets cost, and seconds until each has heard of an article of its owner's.

    The owners each write one article at the same moment; the time counts from there, the writing included.
    """
    allow_files(count)

    async def measure() -> tuple[float, float]:
        loop = asyncio.get_running_loop()
        tokens = people.tokens[:owners]
        before, listeners = server.memory_mib(), []
        for first in range(0, count, OPENING_AT_ONCE):
            made = await asyncio.gather(
                *(
                    loop.create_connection(lambda n=n: Listener(tokens[n % owners]), "127.0.0.1", server.port)
                    for n in range(first, min(first + OPENING_AT_ONCE, count))
                )
            )
            listeners += [listener for _, listener in made]
            await asyncio.wait_for(asyncio.gather(*(l.opened for l in listeners[first:])), PATIENCE_SECONDS)
        await asyncio.sleep(SETTLING_SECONDS)
        cost = server.memory_mib() - before
        began = loop.time()
        writers = []
        for token in tokens:
            reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
            writer.write(request_bytes("POST", GENERATE, token, people.order))
            writers.append(writer)
        heard = await asyncio.wait_for(asyncio.gather(*(l.heard for l in listeners)), PATIENCE_SECONDS)
        for connection in (*writers, *(l.transport for l in listeners)):
            connection.close()
        return cost, max(heard) - began

    found = asyncio.run(measure())
    # What was opened is closed before anything else is measured.
    time.sleep(SETTLING_SECONDS)
    return found
