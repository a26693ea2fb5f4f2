"""The program under test: its commands, and a server as a real process that is stopped whatever happens."""

import os
import re
import signal
import socket
import subprocess
import time
from pathlib import Path
from typing import Self

import requests

from support import database

ROOT = Path(__file__).resolve().parents[3]
HANMO = Path(os.environ.get("HANMO_BINARY", ROOT / ".build" / "debug" / "hanmo"))

# Seconds after which a process that neither became ready nor stopped is a failure: for safety, never expectations.
READY_LIMIT = 60
STOP_LIMIT = 60
COMMAND_LIMIT = 120

ADMIN = {
    "HANMO_ADMIN_USERNAME": "chief",
    "HANMO_ADMIN_EMAIL": "chief@example.com",
    "HANMO_ADMIN_PASSWORD": "chief-password-1",
}


def environment(**settings) -> dict[str, str]:
    """The environment of a process: nothing of ours except what a program needs to run, and `settings`."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "LD_LIBRARY_PATH") if name in os.environ}
    return kept | {name: str(value) for name, value in settings.items() if value is not None}


def run(*arguments, folder: Path, stdin: str | None = None, **settings) -> subprocess.CompletedProcess:
    """Runs one command to its end in `folder`, which is also where `./data` is."""
    settings = {"HANMO_DATABASE_URL": database.url(folder)} | settings
    return subprocess.run(
        [HANMO, *arguments],
        cwd=folder,
        env=environment(**settings),
        input=stdin,
        stdin=subprocess.DEVNULL if stdin is None else None,
        capture_output=True,
        text=True,
        timeout=COMMAND_LIMIT,
    )


def said(process: subprocess.CompletedProcess) -> str:
    """All that a command printed."""
    return process.stdout + process.stderr


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def is_listening(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(5)
        return probe.connect_ex(("127.0.0.1", port)) == 0


class Program:
    """One process of the program; a context manager, so that no test leaves one behind."""

    def __init__(self, name: str, folder: Path, words: list, settings: dict):
        self.name = name
        self.folder = folder
        self.words = words
        self.settings = settings
        self.process: subprocess.Popen | None = None
        self.log_path = folder / f"{name}.log"

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def log(self) -> str:
        """Everything that the process has printed, from every start."""
        return self.log_path.read_text(errors="replace") if self.log_path.exists() else ""

    @property
    def pid(self) -> int:
        return self.process.pid

    def start(self) -> Self:
        self.launch()
        try:
            self._wait_until_ready()
        except BaseException:
            self.kill()
            raise
        return self

    def launch(self):
        """Starts the process without waiting for it; whoever calls this sees to its end."""
        assert self.process is None, "it is already running"
        self._log_before = len(self.log)
        with self.log_path.open("ab") as log:
            self.process = subprocess.Popen(
                self.words,
                cwd=self.folder,
                env=environment(**self.settings),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def is_ready(self) -> bool:
        raise NotImplementedError

    def _wait_until_ready(self):
        deadline = time.monotonic() + READY_LIMIT
        while time.monotonic() < deadline:
            assert self.process.poll() is None, f"the {self.name} has stopped by itself:\n{self.log}"
            if self.is_ready():
                return
            time.sleep(0.02)
        raise AssertionError(f"the {self.name} did not become ready:\n{self.log}")

    def signal(self, number: int = signal.SIGTERM):
        self.process.send_signal(number)

    def wait(self) -> int:
        """Waits for the end of a process that was told to stop, and answers its exit status."""
        status = self.process.wait(STOP_LIMIT)
        self.process = None
        return status

    def stop(self) -> int:
        """Stops it as an operator does; a process that does not follow is killed, and that is a failure."""
        self.signal()
        try:
            return self.wait()
        except subprocess.TimeoutExpired:
            self.kill()
            raise AssertionError(f"the {self.name} did not stop at SIGTERM:\n{self.log}") from None

    def kill(self):
        """`kill -9`: no last words."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, kind, error, trace):
        if kind is None and self.process is not None and self.process.poll() is None:
            assert self.stop() == 0, f"the {self.name} did not end well:\n{self.log}"
        else:
            crashed = self.process is not None and self.process.poll() is not None
            self.kill()
            assert kind is not None or not crashed, f"the {self.name} has stopped by itself:\n{self.log}"
        if kind is not None:
            print(f"--- log of {self.name}\n{re.sub(r'^', '    ', self.log, flags=re.MULTILINE)}")


class Server(Program):
    """`hanmo serve` in a folder of its own."""

    def __init__(self, folder: Path, port: int | None = None, *, under: list[str] | None = None, **settings):
        """`under` are the words of a program that starts it, such as a tracer."""
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        # Hashing is dear on purpose, dearer still in a debug build, and not what these tests are about.
        defaults = {
            "HANMO_HTTP_PORT": self.port,
            "HANMO_PUBLIC_URL": self.url,
            "HANMO_RATE_LIMITS": "off",
            "HANMO_PASSWORD_COST": "4",
        }
        if "HANMO_DATABASE_URL" not in settings:
            defaults["HANMO_DATABASE_URL"] = database.url(folder)
        words = [*(under or []), HANMO, "serve"]
        super().__init__(f"server-{self.port}", folder, words, defaults | ADMIN | settings)

    def is_ready(self) -> bool:
        try:
            return requests.get(f"{self.url}/ready", timeout=5).status_code == 200
        except requests.RequestException:
            return False

    def command(self, *arguments, stdin: str | None = None) -> subprocess.CompletedProcess:
        """Runs another command on the same data with the same settings."""
        return run(*arguments, folder=self.folder, stdin=stdin, **self.settings)


class Worker(Program):
    """`hanmo worker` beside servers, whose settings it shares."""

    def __init__(self, folder: Path, name: str, **settings):
        super().__init__(name, folder, [HANMO, "worker"], settings)

    def is_ready(self) -> bool:
        return "worker is ready" in self.log[self._log_before :]
