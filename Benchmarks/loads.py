"""Loads on a server, and what they show: `wrk` for throughput, one thread of ours for single delays."""

import asyncio
import json
import os
import shutil
import statistics
import subprocess
import time
from dataclasses import dataclass, replace

from people import GENERATE, PASSWORD, People
from processes import FOLDER, Server, Trouble

CONNECTIONS = 16
ROUNDS = 3
ROUND_SECONDS = 2
REPLY_PATIENCE_SECONDS = 60
CLOCK_SLACK_SECONDS = 0.002
"""Before a request is due its sender stops sleeping, since timers are up to a millisecond late."""


@dataclass(frozen=True)
class Figures:
    """What one load showed; what does not apply is None. A request's CPU is the server's own, user and system."""

    per_second: float | None = None
    cpu_us: float | None = None
    p50_ms: float | None = None
    p99_ms: float | None = None
    requests: int = 0
    note: str = ""

    def noting(self, note: str) -> "Figures":
        return replace(self, note=note)


def median(rounds: list[Figures]) -> Figures:
    """The median of each figure."""

    def middle(name: str):
        values = [value for figures in rounds if (value := getattr(figures, name)) is not None]
        return statistics.median(values) if values else None

    return Figures(
        middle("per_second"), middle("cpu_us"), middle("p50_ms"), middle("p99_ms"), sum(r.requests for r in rounds)
    )


# Throughput


def hammer(
    server: Server,
    people: People,
    method: str,
    path: str,
    *,
    bodies: str | None = None,
    heads: str = "heads",
    connections: int = CONNECTIONS,
    seconds: int = ROUND_SECONDS,
) -> Figures:
    """As many requests as `connections` can make, one after the other on each.

    `bodies` and `heads` name files of the users' folder: one body and one request's headers a line, taken in turn.
    """
    wrk = shutil.which("wrk")
    if wrk is None:
        raise Trouble("wrk is missing; on Debian it is the package of that name")
    environment = {
        "PATH": os.environ["PATH"], "REQUESTS_METHOD": method, "REQUESTS_PATH": path,
        "REQUESTS_HEADS": str(people.files / heads),
    }
    if bodies:
        environment["REQUESTS_BODIES"] = str(people.files / bodies)
    command = [
        wrk, "--threads", "1", "--connections", str(connections), "--duration", f"{seconds}s", "--timeout",
        f"{REPLY_PATIENCE_SECONDS}s", "--script", FOLDER / "requests.lua", f"http://127.0.0.1:{server.port}"
    ]
    cpu = server.cpu_seconds
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    cpu = server.cpu_seconds - cpu
    found = [line for line in done.stdout.splitlines() if line.startswith("figures: ")]
    if not found:
        raise Trouble(f"wrk failed: {done.stdout}{done.stderr}")
    seen = json.loads(found[0].removeprefix("figures: "))
    if seen["statuses"] or seen["sockets"]:
        raise Trouble(f"{path}: {seen['statuses']} refusals and {seen['sockets']} broken connections under load")
    if not seen["requests"]:
        raise Trouble(f"{path}: no reply within {seconds} s")
    return Figures(
        per_second=seen["requests"] / seen["microseconds"] * 1e6,
        cpu_us=cpu / seen["requests"] * 1e6,
        p50_ms=seen["p50"] / 1e3,
        p99_ms=seen["p99"] / 1e3,
        requests=seen["requests"],
    )


def hammer_in_rounds(server: Server, people: People, method: str, path: str, **how) -> Figures:
    """The medians of a few rounds, after one that warms up."""
    hammer(server, people, method, path, **how | {"seconds": 1})
    return median([hammer(server, people, method, path, **how) for _ in range(ROUNDS)])


# Single delays


class Wire(asyncio.Protocol):
    """One connection, one request at a time; knows when a mark in the reply and when the reply's end arrived."""

    def __init__(self):
        self.reply: asyncio.Future | None = None

    def connection_made(self, transport):
        self.transport = transport

    async def ask(self, request: bytes, mark: bytes = b"") -> tuple[float, float]:
        """Seconds on the loop's clock: when `mark` first stood in what had arrived, and when all had."""
        self.received, self.mark, self.marked_at = b"", mark, None
        self.reply = asyncio.get_running_loop().create_future()
        self.transport.write(request)
        return await asyncio.wait_for(self.reply, REPLY_PATIENCE_SECONDS)

    def data_received(self, data):
        self.received += data
        now = asyncio.get_running_loop().time()
        if self.marked_at is None and self.mark in self.received:
            self.marked_at = now
        if not self._is_whole() or self.reply.done():
            return
        if not self.received.startswith(b"HTTP/1.1 200") or self.marked_at is None:
            self.reply.set_exception(Trouble(f"unexpected reply: {self.received[:300].decode(errors='replace')}"))
        else:
            self.reply.set_result((self.marked_at, now))

    def _is_whole(self) -> bool:
        head, _, body = self.received.partition(b"\r\n\r\n")
        length = head.lower().find(b"content-length:")
        if length < 0:
            return body.endswith(b"0\r\n\r\n")
        return len(body) >= int(head[length + 15 :].split(b"\r\n", 1)[0])

    def connection_lost(self, _):
        if self.reply and not self.reply.done():
            self.reply.set_exception(Trouble("the connection broke"))


async def connect(port: int) -> Wire:
    return (await asyncio.get_running_loop().create_connection(Wire, "127.0.0.1", port))[1]


def request_bytes(method: str, path: str, token: str = "", body: dict | None = None) -> bytes:
    content = b"" if body is None else json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
    fields = ["Host: 127.0.0.1", f"Content-Length: {len(content)}", "Content-Type: application/json"]
    if token:
        fields.append(f"Authorization: Bearer {token}")
    return "\r\n".join([f"{method} {path} HTTP/1.1", *fields, "", ""]).encode() + content


def delays(seconds: list[float], **more) -> Figures:
    """The median and the 99th percentile of delays."""
    ordered = sorted(seconds)
    return Figures(
        p50_ms=ordered[len(ordered) // 2] * 1e3,
        p99_ms=ordered[min(len(ordered) - 1, len(ordered) * 99 // 100)] * 1e3,
        requests=len(ordered),
        **more,
    )


async def paced(port: int, request, per_second: float, until) -> list[float]:
    """Sends `request(number)` at fixed moments, whatever the server does, until `until(number)`; answers the delays.

    A delay counts from the moment the request was due, so that one that had to wait behind a slow one shows it.
    """
    loop, free, delays, tasks = asyncio.get_running_loop(), [], [], []
    start = loop.time() + 0.1

    async def send(number: int, due: float) -> None:
        wire = free.pop() if free else await connect(port)
        delays.append((await wire.ask(request(number)))[1] - due)
        free.append(wire)

    number = 0
    while not until(number):
        due = start + number / per_second
        await asyncio.sleep(max(0.0, due - loop.time() - CLOCK_SLACK_SECONDS))
        while loop.time() < due:
            await asyncio.sleep(0)
        tasks.append(asyncio.create_task(send(number, due)))
        number += 1
    await asyncio.gather(*tasks)
    for wire in free:
        wire.transport.close()
    return delays


def rated(server: Server, people: People, provider: str, per_second: int, seconds: int) -> tuple[Figures, float]:
    """Articles at a low, fixed rate; answers the figures and by how many milliseconds our median exceeds the provider's."""
    count = per_second * seconds
    ours = [
        request_bytes("POST", GENERATE, token, people.order | {"title": f"慢慢来 {place}"})
        for place, token in enumerate(people.tokens)
    ]
    port, asked = provider_request(provider, stream=False)
    rounds, added = [], []
    for _ in range(ROUNDS):
        cpu = server.cpu_seconds
        found = asyncio.run(paced(server.port, lambda n: ours[n % len(ours)], per_second, lambda n: n == count))
        cpu = server.cpu_seconds - cpu
        rounds.append(delays(found, per_second=float(per_second), cpu_us=cpu / count * 1e6))
        alone = delays(asyncio.run(paced(port, lambda _: asked, per_second, lambda n: n == count // 2)))
        added.append(rounds[-1].p50_ms - alone.p50_ms)
    return median(rounds), statistics.median(added)


def provider_request(provider: str, *, stream: bool) -> tuple[int, bytes]:
    port = int(provider.rpartition(":")[2].partition("/")[0])
    body = {"model": "bench", "messages": [{"role": "user", "content": "x" * 500}]}
    return port, request_bytes("POST", "/v1/chat/completions", body=body | ({"stream": True} if stream else {}))


def first_pieces(server: Server, people: People, provider: str, count: int) -> tuple[Figures, float]:
    """Streamed articles one after the other: from the request to the first piece of text, and what we add to that."""
    ours = [request_bytes("POST", GENERATE, token, people.order | {"stream": True}) for token in people.tokens]
    port, asked = provider_request(provider, stream=True)

    async def one_after_another(port: int, request, mark: bytes) -> list[float]:
        wire, loop, found = await connect(port), asyncio.get_running_loop(), []
        for number in range(count):
            began = loop.time()
            found.append((await wire.ask(request(number), mark))[0] - began)
        wire.transport.close()
        return found

    rounds, added = [], []
    for _ in range(ROUNDS):
        cpu, began = server.cpu_seconds, time.perf_counter()
        found = asyncio.run(one_after_another(server.port, lambda n: ours[n % len(ours)], b"event: delta"))
        rate, cpu = count / (time.perf_counter() - began), server.cpu_seconds - cpu
        rounds.append(delays(found, per_second=rate, cpu_us=cpu / count * 1e6))
        alone = delays(asyncio.run(one_after_another(port, lambda _: asked, b'"content"')))
        added.append(rounds[-1].p50_ms - alone.p50_ms)
    return median(rounds), statistics.median(added)


def balance_beside_logins(server: Server, people: People, logins: int, per_second: int, seconds: int) -> Figures:
    """Balances at a fixed rate while so many logins wait for their turn; over when the logins or the time are."""
    ours = [request_bytes("GET", "/api/v1/credit/balance", token) for token in people.tokens]

    async def measure() -> tuple[list[float], int]:
        async def log_in(number: int) -> None:
            name = people.names[number % len(people.names)]
            wire = await connect(server.port)
            try:
                await wire.ask(
                    request_bytes("POST", "/api/v1/auth/login", body={"username": name, "password": PASSWORD})
                )
            finally:
                wire.transport.close()

        waiting = [asyncio.create_task(log_in(number)) for number in range(logins)]
        await asyncio.sleep(0.1)
        count = per_second * seconds
        found = await paced(
            server.port,
            lambda n: ours[n % len(ours)],
            per_second,
            lambda n: n == count or (n > 0 and all(task.done() for task in waiting)),
        )
        still = sum(not task.done() for task in waiting)
        await asyncio.gather(*waiting)
        return found, still

    found, still = asyncio.run(measure())
    note = f"{logins} logins at once, {still} of them still waiting at the end"
    return delays(found, per_second=float(per_second)).noting(note)
