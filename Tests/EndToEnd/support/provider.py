"""An AI service that answers, stalls and fails on demand, in OpenAI's and in DashScope's shape.

What it does is chosen by the model's name, so one service stands in for all of them at once: the part before the first
colon is a refusal of `REFUSALS` (with `-once` appended, of the first call only) or one of the `_do_` methods below, the
rest tells models of one behaviour apart (`gated:crash-3`). Any other name just answers.
"""

import json
import random
import socket
import struct
import threading
from collections import Counter, defaultdict
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PIECES = ["春天的早晨,", "时间管理从一张清单开始。", "效率工具只是帮手,", "习惯才是根本。"]
TEXT = "".join(PIECES)

# Seconds that a gate stays shut at most, so that a failing test cannot hold the service's threads for ever.
GATE_LIMIT = 60

# behaviour: (status, headers, OpenAI's error, DashScope's error code)
REFUSALS = {
    "moderated": (
        400,
        {},
        ("data_inspection_failed", "Output data may contain inappropriate content."),
        "DataInspectionFailed",
    ),
    "unauthorized": (401, {}, ("invalid_api_key", "Incorrect API key provided.\x1b[2J"), "InvalidApiKey"),
    "unpaid": (402, {}, ("insufficient_balance", "Insufficient Balance"), "Arrearage"),
    "limited": (429, {"Retry-After": "1"}, ("rate_limit_exceeded", "Rate limit reached"), "Throttling.RateQuota"),
    "unbilled": (
        429,
        {},
        ("insufficient_quota", "You exceeded your current quota, please check your plan and billing details."),
        "PrepaidBillOverdue",
    ),
    "broken": (500, {}, ("internal_error", "The server had an error"), "InternalError"),
    "down": (503, {}, ("unavailable", "Service unavailable"), "ModelUnavailable"),
}
ERROR_TYPES = {
    "insufficient_quota": "insufficient_quota",
    "rate_limit_exceeded": "requests",
    "data_inspection_failed": "data_inspection_failed",
}


class Gate:
    """Holds answers back until the test opens it, and tells the test when a request has come in."""

    def __init__(self):
        self._arrivals = threading.Semaphore(0)
        self._open = threading.Event()

    def wait_for_request(self, count: int = 1):
        for _ in range(count):
            assert self._arrivals.acquire(timeout=GATE_LIMIT), "the provider was never called"

    def open(self):
        self._open.set()

    def pass_through(self):
        self._arrivals.release()
        self._open.wait(GATE_LIMIT)


class Provider:
    """The service; a context manager."""

    def __init__(self):
        self.gates: defaultdict[str, Gate] = defaultdict(Gate)
        self.calls: Counter[str] = Counter()
        self.bodies: dict[str, dict] = {}
        self.headers: dict[str, list[dict[str, str]]] = defaultdict(list)
        self.ended = threading.Event()
        self.random = random.Random(20260122)
        self._lock = threading.Lock()
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.provider = self
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    @property
    def port(self) -> int:
        return self._server.server_address[1]

    def base(self, provider: str) -> str:
        """What an administrator types as `api_base` for a model of this provider."""
        return f"http://127.0.0.1:{self.port}" + ("/api/v1" if provider == "qwen" else "/v1")

    def note(self, model: str, body: dict, headers: dict[str, str]) -> int:
        """Counts a call and answers its number."""
        with self._lock:
            self.calls[model] += 1
            self.bodies[model] = body
            self.headers[model].append(headers)
            return self.calls[model]

    def __enter__(self) -> "Provider":
        self._thread.start()
        return self

    def __exit__(self, *_):
        for gate in list(self.gates.values()):
            gate.open()
        self.ended.set()
        self._server.shutdown()
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 1024
    provider: Provider

    def handle_error(self, request, client_address):
        """A caller that has gone away is no news here."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def log_message(self, *_):
        """Says nothing: the tests ask `calls`."""

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))) or "{}")
        self.is_native = "/services/aigc/" in self.path
        if not self.is_native and not self.path.endswith("/chat/completions"):
            return self._json(
                404, {"error": {"code": "not_found", "message": self.path, "type": "invalid_request_error"}}
            )
        self.model = body.get("model", "")
        self.streams = self.headers.get("X-DashScope-SSE") == "enable" if self.is_native else bool(body.get("stream"))
        self.adds_up = self.is_native and not body.get("parameters", {}).get("incremental_output")
        headers = {name.lower(): value for name, value in self.headers.items()}
        number = self.server.provider.note(self.model, body, headers)
        behaviour = self.model.partition(":")[0]
        name = behaviour.removesuffix("-once")
        if name in REFUSALS and (name == behaviour or number == 1):
            return self._refuse(name)
        getattr(self, f"_do_{name}", self._do_ok)()

    # Behaviours

    def _do_ok(self):
        self._answer(PIECES)

    def _do_gated(self):
        """Waits for its gate before the first byte."""
        self.server.provider.gates[self.model].pass_through()
        self._answer(PIECES)

    def _do_halfway(self):
        """Sends its first piece, then waits for its gate."""
        self._answer(PIECES, pause_after=1)

    def _do_slow(self):
        """Takes a moment, each time another one, as real services do."""
        threading.Event().wait(self.server.provider.random.uniform(0, 0.15))
        self._answer(PIECES)

    def _do_hang(self):
        """Takes the request and never answers."""
        self.server.provider.ended.wait()
        self.close_connection = True

    def _do_reset(self):
        """Answers with a TCP reset."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()
        self.close_connection = True

    def _do_cut(self):
        """Goes away in the middle of its answer."""
        self._answer(PIECES, cut_after=2)

    def _do_garbled(self):
        """Sends something that is not JSON."""
        self._bytes(200, b'{"choices": [{"message": ', "application/json", {})

    def _do_page(self):
        """Sends a web page, as a wrong address does."""
        self._bytes(200, b"<html>It works!</html>", "text/html", {})

    def _do_echo(self):
        """Refuses the key, and repeats it in its words, as some services do."""
        message = "Incorrect API key provided: " + self.headers.get("Authorization", "").removeprefix("Bearer ")
        if self.is_native:
            return self._json(401, {"code": "InvalidApiKey", "message": message, "request_id": "0b6f"})
        self._json(401, {"error": {"code": "invalid_api_key", "message": message, "type": "invalid_request_error"}})

    def _do_empty(self):
        self._answer([""])

    def _do_blank(self):
        self._answer([" \n", " "])

    def _do_filtered(self):
        """Ends at the service's own content filter, with nothing to show."""
        self._answer([""], reason="content_filter")

    # Shapes

    def _refuse(self, behaviour: str):
        status, headers, (code, message), native_code = REFUSALS[behaviour]
        if self.is_native:
            body = {"code": native_code, "message": message, "request_id": "0b6f"}
        else:
            body = {
                "error": {"code": code, "message": message, "type": ERROR_TYPES.get(code, "api_error"), "param": None}
            }
        self._json(status, body, headers)

    def _answer(self, pieces: list[str], reason="stop", pause_after: int | None = None, cut_after: int | None = None):
        if self.streams:
            return self._events(pieces, reason, pause_after, cut_after)
        if pause_after is not None:
            self.server.provider.gates[self.model].pass_through()
        whole = json.dumps(self._whole("".join(pieces), reason), ensure_ascii=False).encode()
        if cut_after is not None:
            self._head(200, "application/json", {"Content-Length": str(len(whole))})
            self.wfile.write(whole[: len(whole) // 2])
            self.close_connection = True
        else:
            self._bytes(200, whole, "application/json", {})

    def _events(self, pieces, reason, pause_after, cut_after):
        self._head(200, "text/event-stream", {"Transfer-Encoding": "chunked"})
        for index, piece in enumerate(pieces):
            if index == pause_after:
                self.server.provider.gates[self.model].pass_through()
            if index == cut_after:
                self.close_connection = True
                return
            self._event(self._chunk("".join(pieces[: index + 1]) if self.adds_up else piece, None))
        self._event(self._chunk("".join(pieces) if self.adds_up else "", reason))
        if not self.is_native:
            self._event(
                {
                    "id": "c1",
                    "object": "chat.completion.chunk",
                    "model": self.model,
                    "choices": [],
                    "usage": self._usage(),
                }
            )
            self._piece(b"data: [DONE]\n\n")
        self.wfile.write(b"0\r\n\r\n")

    def _usage(self):
        names = ("input_tokens", "output_tokens") if self.is_native else ("prompt_tokens", "completion_tokens")
        return {names[0]: 30, names[1]: 40, "total_tokens": 70}

    def _whole(self, text: str, reason: str):
        choice = {"index": 0, "finish_reason": reason, "message": {"role": "assistant", "content": text}}
        if self.is_native:
            return {"output": {"choices": [choice]}, "usage": self._usage(), "request_id": "0b6f"}
        return {
            "id": "c1",
            "object": "chat.completion",
            "model": self.model,
            "choices": [choice],
            "usage": self._usage(),
        }

    def _chunk(self, text: str, reason: str | None):
        if self.is_native:
            choice = {"message": {"role": "assistant", "content": text}, "finish_reason": reason or "null"}
            return {"output": {"choices": [choice]}, "usage": self._usage(), "request_id": "0b6f"}
        choice = {"index": 0, "delta": {"content": text} if text else {}, "finish_reason": reason}
        return {"id": "c1", "object": "chat.completion.chunk", "model": self.model, "choices": [choice]}

    # Bytes

    def _event(self, value: dict):
        prefix = "id:1\nevent:result\n:HTTP_STATUS/200\ndata:" if self.is_native else "data: "
        self._piece(f"{prefix}{json.dumps(value, ensure_ascii=False)}\n\n".encode())

    def _piece(self, data: bytes):
        self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
        self.wfile.flush()

    def _json(self, status: int, body, headers=None):
        self._bytes(status, json.dumps(body, ensure_ascii=False).encode(), "application/json", headers or {})

    def _bytes(self, status: int, body: bytes, kind: str, headers: dict):
        self._head(status, kind, {"Content-Length": str(len(body)), **headers})
        self.wfile.write(body)

    def _head(self, status: int, kind: str, headers: dict):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
