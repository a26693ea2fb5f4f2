"""Those who follow events: over a WebSocket by a real client, as an event stream line by line."""

import json

import requests
from websockets.sync.client import ClientConnection, connect

from support.people import Person

# Seconds; bounds for safety, never expectations.
READ_LIMIT = 60


def socket(person: Person, query: str = "", **options) -> ClientConnection:
    """A WebSocket of somebody's; a context manager."""
    options.setdefault("additional_headers", {"Authorization": f"Bearer {person.token}"})
    return connect(f"{person.url.replace('http', 'ws', 1)}/api/v1/ws{query}", open_timeout=READ_LIMIT, **options)


def receive(connection: ClientConnection) -> dict:
    """The next event; its `data` alone says little, so the whole message."""
    return json.loads(connection.recv(READ_LIMIT))


class EventStream:
    """An event stream as a browser's `EventSource` reads it; a context manager."""

    def __init__(self, person: Person, query: str = "", last: int | None = None):
        headers = {} if last is None else {"Last-Event-ID": str(last)}
        self.last: int | None = last
        self.retry: int | None = None
        self.response = person.send(
            "GET", f"/api/v1/events{query}", headers=headers, stream=True, timeout=(READ_LIMIT, READ_LIMIT)
        )
        assert self.response.status_code == 200, self.response.text
        assert self.response.headers["Content-Type"].startswith("text/event-stream")
        self._lines = self.response.iter_lines(chunk_size=1)

    def next(self) -> tuple[str, dict] | None:
        """Name and data of the next event, or None at the end."""
        name, data = "message", []
        for raw in self._lines:
            line = raw.decode()
            if not line:
                if data:
                    return name, json.loads("\n".join(data))
                name = "message"
                continue
            field, _, value = line.partition(":")
            value = value.removeprefix(" ")
            if field == "event":
                name = value
            elif field == "data":
                data.append(value)
            elif field == "id":
                self.last = int(value)
            elif field == "retry":
                self.retry = int(value)
        return None

    def wait_until_open(self) -> "EventStream":
        """Reads the opening, which says from where the stream goes on."""
        for raw in self._lines:
            field, _, value = raw.decode().partition(": ")
            if field == "id":
                self.last = int(value)
                return self
        raise AssertionError("the stream ended before it began")

    def __enter__(self) -> "EventStream":
        return self

    def __exit__(self, *_):
        self.response.close()


def refused(person: Person, query: str = "", **headers) -> requests.Response:
    """What a plain request gets where a WebSocket is asked for."""
    return person.send("GET", f"/api/v1/ws{query}", headers=headers)
