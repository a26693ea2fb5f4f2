"""A connection without an HTTP client in between: bytes out, bytes in."""

import socket
from dataclasses import dataclass

from requests.structures import CaseInsensitiveDict

# Seconds for one read; a bound for safety, never an expectation.
READ_LIMIT = 60


@dataclass
class Response:
    status: int
    headers: CaseInsensitiveDict
    body: bytes


class Wire:
    """One TCP connection to a server; a context manager."""

    def __init__(self, port: int, limit: float = READ_LIMIT):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=limit)
        self._rest = b""

    def send(self, text: str | bytes) -> "Wire":
        self.socket.sendall(text.encode() if isinstance(text, str) else text)
        return self

    def receive(self, *, has_body: bool = True) -> Response:
        """The next response on this connection."""
        while b"\r\n\r\n" not in self._rest:
            self._more()
        head, _, self._rest = self._rest.partition(b"\r\n\r\n")
        status, *lines = head.decode("latin-1").split("\r\n")
        headers = CaseInsensitiveDict(line.split(": ", 1) for line in lines)
        length = int(headers.get("Content-Length", 0)) if has_body else 0
        while len(self._rest) < length:
            self._more()
        body, self._rest = self._rest[:length], self._rest[length:]
        return Response(int(status.split()[1]), headers, body)

    def _more(self):
        data = self.socket.recv(65_536)
        assert data, f"the server closed the connection after {self._rest!r}"
        self._rest += data

    def is_closed_by_server(self) -> bool:
        """Waits for the end of what the server sends; false where it stays open."""
        try:
            while self.socket.recv(65_536):
                pass
            return True
        except (ConnectionResetError, BrokenPipeError):
            return True
        except TimeoutError:
            return False

    def __enter__(self) -> "Wire":
        return self

    def __exit__(self, *_):
        self.socket.close()
