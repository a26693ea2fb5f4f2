"""A PostgreSQL server of a test's own, to be restarted and starved; it is gone afterwards, however the test ends."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

from support import database

# Seconds after which a server that neither started nor stopped is a failure: for safety, never expectations.
LIMIT = 60

# What `pg_ctl restart -m …` sends: sessions are ended and all is written down, or the server stops dead and recovers.
FAST, IMMEDIATE = signal.SIGINT, signal.SIGQUIT


class Cluster:
    """The server, on a socket in a temporary folder; a context manager. It syncs commits as a real one does."""

    def __init__(self, **settings):
        self._bin = _binaries()
        self._folder = Path(tempfile.mkdtemp(prefix="hanmo-cluster-"))
        self._settings = settings
        self._process: subprocess.Popen | None = None

    @property
    def url(self) -> str:
        return f"postgres://hanmo@/postgres?host={self._folder}"

    def ask(self, question: str) -> list[tuple[str, ...]]:
        """The rows that a query answers, every value as text."""
        return database.ask_postgres(self.url, question)

    def change(self, statement: str):
        """Changes rows behind the program's back."""
        database.change_postgres(self.url, statement)

    @contextmanager
    def holding(self, statement: str):
        """Keeps a transaction open that has run a statement, and with it the statement's locks."""
        session = subprocess.Popen(
            [self._bin / "psql", "--no-psqlrc", "--quiet", "--set", "ON_ERROR_STOP=1", self.url],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            session.stdin.write(f"BEGIN;\n{statement};\n\\echo held\n")
            session.stdin.flush()
            assert any(line == "held\n" for line in session.stdout), f"{statement} failed"
            yield
        finally:
            session.kill()
            session.communicate()

    @contextmanager
    def hanging(self):
        """Stops the server and its sessions in the middle of whatever they do: still there, and silent."""
        server = self._process.pid
        # The server first, so that it begins no session that we don't see.
        os.kill(server, signal.SIGSTOP)
        sessions = _children(server)
        try:
            for session in sessions:
                os.kill(session, signal.SIGSTOP)
            yield
        finally:
            # None of them has ended meanwhile: they could not, and nobody could take note of it.
            for process in [server, *sessions]:
                os.kill(process, signal.SIGCONT)

    def start(self):
        settings = {"listen_addresses": "", "max_connections": 200, **self._settings}
        words = [f"-c{name}={value}" for name, value in settings.items()]
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [*_as_owner(), self._bin / "postgres", "-D", self._folder / "data", "-k", self._folder, *words],
                cwd=self._folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        deadline = time.monotonic() + LIMIT
        while subprocess.run([self._bin / "pg_isready", "-q", "-h", self._folder]).returncode != 0:
            assert self._process.poll() is None and time.monotonic() < deadline, self._log()
            time.sleep(0.02)

    def stop(self, how: signal.Signals = FAST):
        if self._process is None:
            return
        self._process.send_signal(how)
        try:
            self._process.wait(LIMIT)
        except subprocess.TimeoutExpired:
            self._process.send_signal(IMMEDIATE)
            self._process.wait(LIMIT)
            raise AssertionError(f"PostgreSQL did not stop: {self._log()}") from None
        finally:
            self._process = None

    def restart(self, how: signal.Signals):
        self.stop(how)
        self.start()

    def _log(self) -> str:
        return (self._folder / "log").read_text(errors="replace")

    def __enter__(self) -> "Cluster":
        try:
            if os.getuid() == 0:
                shutil.chown(self._folder, "postgres")
            made = subprocess.run(
                [
                    *_as_owner(), self._bin / "initdb", "-D", self._folder / "data", "--no-sync",
                    "--username=hanmo", "--auth=trust", "--encoding=UTF8", "--no-locale",
                ],
                cwd=self._folder,
                capture_output=True,
                text=True,
                timeout=LIMIT,
            )
            assert made.returncode == 0, made.stderr
            self.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        try:
            self.stop(IMMEDIATE)
        finally:
            shutil.rmtree(self._folder, ignore_errors=True)


def _binaries() -> Path:
    """Where the newest PostgreSQL of Debian's packages has its programs."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    assert found, "there is no PostgreSQL server here; scripts/setup tests installs one"
    return found[-1].parent


def _as_owner() -> list[str]:
    """PostgreSQL refuses to run as root; and should the tests be killed outright, the kernel ends the server."""
    owner = ["--reuid", "postgres", "--regid", "postgres", "--init-groups"] if os.getuid() == 0 else []
    return ["setpriv", *owner, "--pdeathsig", "INT"]


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
