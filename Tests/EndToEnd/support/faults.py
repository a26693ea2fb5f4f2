"""System calls that fail when a test wants them to, by strace."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def failing(calls: str, error: str, when: str, paths: list[Path]) -> list[str]:
    """The words that start a program whose calls of some kind fail on some files, or on all where none is named.

    strace counts the calls of each thread by itself. It runs as a grandchild, so that the process is the program itself.
    """
    words = ["strace", "-D", "-f", "-qq", "-o", "/dev/null", *only(paths)]
    return [*words, "-e", f"trace={calls}", "-e", f"inject={calls}:error={error}:when={when}"]


def only(paths: list[Path]) -> list[str]:
    return [word for path in paths for word in ("-P", str(path))]


@contextmanager
def full_disk(pid: int, paths: list[Path]) -> Iterator[None]:
    """Lets no thread of a program that runs write to some files, for as long as the block lasts."""
    calls = "pwrite64,write"
    words = ["strace", "-f", "-p", str(pid), "-o", "/dev/null", *only(paths)]
    words += ["-e", f"trace={calls}", "-e", f"inject={calls}:error=ENOSPC"]
    with subprocess.Popen(words, stderr=subprocess.PIPE, text=True) as tracer:
        try:
            told = tracer.stderr.readline()
            assert "attached" in told, told
            yield
        finally:
            tracer.terminate()
            tracer.communicate()


def require_tracing():
    """Fails, and says why, where this machine lets nobody trace."""
    tried = subprocess.run(["strace", "-D", "-o", "/dev/null", "true"], capture_output=True, text=True, timeout=60)
    assert tried.returncode == 0 and not tried.stderr, (
        f"ptrace is not permitted on this machine, so no disk can be made to fail: {tried.stderr}"
    )
