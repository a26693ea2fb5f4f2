"""A real S3 server (moto's), and a line to it that a test can hold or cut."""

import http.client
import re
import socket
import struct
import subprocess
import sys
import threading
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

import requests

# Seconds; bounds for safety, never expectations.
LIMIT = 60

# Names who asks; moto looks at no signature.
_OWNER = {
    "Authorization": "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/s3/aws4_request,"
    " SignedHeaders=host, Signature=x"
}


class Bucket:
    """The server, with one bucket; a context manager."""

    name = "hanmo-test"

    def __init__(self):
        self._process: subprocess.Popen | None = None
        self.origin = ""

    def url(self, through: "Line") -> str:
        """What an operator writes as `HANMO_STORAGE_URL`."""
        return f"s3://{self.name}?endpoint={through.origin}"

    credentials = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test-secret"}

    def put(self, key: str, content: bytes):
        requests.put(f"{self.origin}/{self.name}/{key}", content, timeout=LIMIT).raise_for_status()

    def has(self, key: str) -> bool:
        status = requests.head(f"{self.origin}/{self.name}/{key}", headers=_OWNER, timeout=LIMIT).status_code
        # Nothing but "there is none" counts as gone: to somebody unknown the server answers 403 for what is there.
        assert status in (200, 404), f"the bucket answered {status} for {key}"
        return status == 200

    def __enter__(self) -> "Bucket":
        self._process = subprocess.Popen(
            ["setpriv", "--pdeathsig", "KILL", sys.executable, "-u", "-m", "moto.server", "-H", "127.0.0.1", "-p", "0"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        try:
            said = []
            for line in self._process.stderr:
                said.append(line)
                if found := re.search(r"Running on (http://127\.0\.0\.1:\d+)\s", line):
                    self.origin = found[1]
                    break
            assert self.origin, f"moto's server ended before it listened: {said}"
            # Read on, so that the server never waits for its own log to be read.
            threading.Thread(target=self._process.stderr.read, daemon=True).start()
            requests.put(f"{self.origin}/{self.name}", timeout=LIMIT).raise_for_status()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        self._process.kill()
        self._process.wait()


class Line:
    """A proxy in front of a server; a context manager. Deletions alone can be held or cut, all else passes."""

    def __init__(self, target: str):
        self.target = urlsplit(target).netloc
        self.passed: Counter[str] = Counter()
        """How many deletions of each path have reached the server."""
        self._lock = threading.Lock()
        self._mode = "pass"
        self._held = threading.Semaphore(0)
        self._cut = threading.Semaphore(0)
        self._ended = threading.Event()
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.line = self
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def hold(self):
        """From now on deletions are taken and never answered."""
        self._mode = "hold"

    def cut(self):
        """From now on deletions are answered by a reset of the connection."""
        self._mode = "cut"

    def let_pass(self):
        self._mode = "pass"

    def wait_for_held(self):
        assert self._held.acquire(timeout=LIMIT), "nobody asked for a deletion"

    def wait_for_cut(self):
        assert self._cut.acquire(timeout=LIMIT), "nobody asked for a deletion"

    def __enter__(self) -> "Line":
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._ended.set()
        self._server.shutdown()
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    line: Line


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def log_message(self, *_):
        pass

    def _pass(self):
        length = int(self.headers.get("Content-Length", 0))
        body = self.rfile.read(length) if length else None
        # The Host header stays as it was signed.
        upstream = http.client.HTTPConnection(self.server.line.target, timeout=LIMIT)
        try:
            upstream.request(self.command, self.path, body, dict(self.headers))
            answer = upstream.getresponse()
            content = answer.read()
        finally:
            upstream.close()
        self.send_response_only(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in ("transfer-encoding", "content-length", "connection"):
                self.send_header(name, value)
        if self.command == "HEAD":
            self.send_header("Content-Length", answer.getheader("Content-Length", "0"))
        elif answer.status != 204:
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    do_GET = do_HEAD = do_PUT = do_POST = _pass

    def do_DELETE(self):
        line = self.server.line
        match line._mode:
            case "hold":
                line._held.release()
                line._ended.wait()
                self.close_connection = True
            case "cut":
                line._cut.release()
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                self.connection.close()
                self.close_connection = True
            case _:
                with line._lock:
                    line.passed[urlsplit(self.path).path] += 1
                self._pass()
