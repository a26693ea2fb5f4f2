"""Processes of the benchmark: started apart from the caller's settings, looked at through /proc, ended by their id."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
WITH_POSTGRES = FOLDER.parent / "scripts/with-postgres"
ADMIN = {"username": "warden", "email": "warden@example.com", "password": "a-long-admin-password"}
PAYMENT_SECRET = "what-the-payment-bridge-signs-with"
START_PATIENCE_SECONDS = 60
STOP_PATIENCE_SECONDS = 40
"""A little more than the server itself gives requests under way."""

_running: list[subprocess.Popen] = []
_ticks = os.sysconf("SC_CLK_TCK")


class Trouble(Exception):
    """The benchmark can't go on; the text says why."""


def end_all() -> None:
    """Ends whatever still runs, the latest first; servers without waiting for them to be orderly."""
    while _running:
        process = _running.pop()
        if process.stdin:
            # It ends by itself then, and leaves nothing behind.
            process.stdin.close()
        else:
            process.kill()
        process.wait()


def start_provider() -> str:
    """Starts the stand-in for an AI service; answers the address that a model needs."""
    process = subprocess.Popen(
        [sys.executable, FOLDER / "provider.py"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    _running.append(process)
    port = process.stdout.readline().strip()
    if not port:
        raise Trouble("the stand-in for an AI service did not start")
    return f"http://127.0.0.1:{port}/v1"


@contextmanager
def postgres(folder: Path) -> Iterator[str]:
    """A PostgreSQL server of its own, in `folder`; gives the address of an empty database on it."""
    process = subprocess.Popen(
        [WITH_POSTGRES, "sh", "-c", 'echo "$HANMO_TEST_DATABASE_URL"; exec cat'],
        env=os.environ | {"TMPDIR": str(folder)}, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )
    _running.append(process)
    url = process.stdout.readline().strip()
    if not url:
        raise Trouble("PostgreSQL did not start")
    yield url
    process.stdin.close()
    process.wait()
    _running.remove(process)


class Server:
    """`hanmo serve` on a data folder, ready when the constructor returns."""

    def __init__(
        self,
        program: Path,
        data: Path,
        *,
        database: str = "",
        bare: bool = False,
        patience_seconds: int = START_PATIENCE_SECONDS,
    ):
        """`database`: where, if not in the folder. `bare`: all at its default, as far as that can be beside others.
        `patience_seconds`: how long a start may take."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        environment = {
            name: value for name, value in os.environ.items() if not name.startswith(("HANMO_", "DASHSCOPE_"))
        }
        environment |= {"HANMO_HTTP_PORT": str(self.port), "HANMO_DATA_DIR": str(data)}
        if database:
            environment["HANMO_DATABASE_URL"] = database
        if not bare:
            environment |= {f"HANMO_ADMIN_{name.upper()}": value for name, value in ADMIN.items()}
            environment |= {"HANMO_RATE_LIMITS": "off", "HANMO_PAYMENT_SECRET": PAYMENT_SECRET}
        data.mkdir(parents=True, exist_ok=True)
        self.log = data.parent / f"{data.name}.log"
        began = time.perf_counter()
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                [program, "serve"], env=environment, cwd=data.parent, stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
        _running.append(self.process)
        self._wait_until_healthy(began + patience_seconds)
        self.start_ms = (time.perf_counter() - began) * 1e3

    def _wait_until_healthy(self, end: float) -> None:
        while time.perf_counter() < end:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
            try:
                connection.request("GET", "/health")
                if connection.getresponse().status == 200:
                    return
            except OSError:
                time.sleep(0.001)
            finally:
                connection.close()
            if self.process.poll() is not None:
                break
        raise Trouble(f"the server did not start; its log ends: {self.log.read_text(errors='replace')[-1000:]}")

    @property
    def cpu_seconds(self) -> float:
        """User and system time of all its threads so far."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / _ticks

    def memory_mib(self, kind: str = "VmRSS") -> float:
        """Memory that it holds now (`VmRSS`) or held at most (`VmHWM`)."""
        for line in Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith(f"{kind}:"):
                return int(line.split()[1]) / 1024
        raise Trouble("the server has ended")

    def stop(self) -> None:
        """Ends it in order, so that its database file is complete by itself."""
        self.process.send_signal(signal.SIGTERM)
        try:
            status = self.process.wait(STOP_PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            raise Trouble(f"the server did not stop within {STOP_PATIENCE_SECONDS} s") from None
        _running.remove(self.process)
        if status != 0:
            raise Trouble(f"the server ended with status {status}: {self.log.read_text(errors='replace')[-1000:]}")
