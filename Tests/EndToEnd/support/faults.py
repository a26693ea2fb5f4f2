"""System calls that fail when a test wants them to, by strace."""

import subprocess
from pathlib import Path


def failing(calls: str, error: str, when: str, paths: list[Path]) -> list[str]:
    """The words that start a program whose calls of some kind fail on some files, or on all where none is named.

    strace counts the calls of each thread by itself. It runs as a grandchild, so that the process is the program itself.
    """
    words = ["strace", "-D", "-f", "-qq", "-o", "/dev/null", *(word for path in paths for word in ("-P", str(path)))]
    return [*words, "-e", f"trace={calls}", "-e", f"inject={calls}:error={error}:when={when}"]


def require_tracing():
    """Fails, and says why, where this machine lets nobody trace."""
    tried = subprocess.run(["strace", "-D", "-o", "/dev/null", "true"], capture_output=True, text=True, timeout=60)
    assert tried.returncode == 0 and not tried.stderr, (
        f"ptrace is not permitted on this machine, so no disk can be made to fail: {tried.stderr}"
    )
