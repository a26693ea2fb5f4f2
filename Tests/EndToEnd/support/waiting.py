"""What takes minutes by its nature: services that never answer, clients that dawdle.

It is begun before the first test and judged by the last ones, so that nobody waits for it.
"""

import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor

from support.people import Admin, Person, Reply
from support.provider import Provider
from support.wire import Wire

# Seconds after which a wait is a failure; bounds for safety well beyond the server's own time-outs.
CLIENT_LIMIT = 240

LANGUAGES = ["openai", "qwen"]

# What each client sends at once, and what it then sends byte by byte.
DAWDLERS = {
    "says nothing at all": ("", ""),
    "trickles its head": ("GET /health HTTP/1.1\r\nHost: hanmo\r\n", "X-Slow: " + "x" * 100_000),
    "trickles its body": (
        "POST /api/v1/auth/login HTTP/1.1\r\nHost: hanmo\r\nContent-Length: 100000\r\n\r\n",
        "x" * 100_000,
    ),
    "asks once and then stays": ("GET /health HTTP/1.1\r\nHost: hanmo\r\n\r\n", ""),
}


class Waiting:
    """A context manager; its two tables hold futures by name."""

    def __init__(self, port: int, admin: Admin, provider: Provider):
        self._stop = threading.Event()
        self._pool = ThreadPoolExecutor()
        self.dawdlers: dict[str, Future[bool]] = {
            name: self._pool.submit(self._dawdle, port, *words) for name, words in DAWDLERS.items()
        }
        self.hung: dict[str, tuple[Person, Future[Reply]]] = {}
        for language in LANGUAGES:
            person = admin.newcomer(credits=100)
            model = admin.add_model(language, f"hang:{language}", provider.base(language))
            self.hung[language] = person, self._pool.submit(person.generate, model_id=model)

    def _dawdle(self, port: int, at_once: str, slowly: str) -> bool:
        """Whether the server has closed on this client."""
        deadline = time.monotonic() + CLIENT_LIMIT
        pace = 1.0
        with Wire(port, limit=pace) as wire:
            wire.send(at_once)
            rest = iter(slowly)
            while not self._stop.is_set() and time.monotonic() < deadline:
                # Reading waits for a second, so this is also the pace of the writing.
                if wire.is_closed_by_server():
                    return True
                try:
                    wire.send(next(rest, ""))
                except OSError:
                    return True
        return False

    def __enter__(self) -> "Waiting":
        return self

    def __exit__(self, *_):
        self._stop.set()
        self._pool.shutdown()
