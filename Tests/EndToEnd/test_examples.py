"""The API document's own example programs, as they stand in `examples/`."""

import re
import subprocess
import sys
import warnings

import pytest

from support.people import Person
from support.program import ROOT, STOP_LIMIT, Server, environment, free_port, is_listening

EXAMPLES = ROOT / "examples"


@pytest.fixture
def demo(folder):
    """A server with the demo accounts, where the examples look for it unless port 8000 is somebody else's."""
    port = free_port() if is_listening(8000) else 8000
    if port != 8000:
        warnings.warn("port 8000 is taken: the examples run as copies in which only the port differs", stacklevel=1)
    with Server(folder, port=port, HANMO_DEMO="true", HANMO_RATE_LIMITS=None) as server:
        yield server


def run_example(name: str, command: list[str], demo: Server, folder) -> str:
    """Runs an example program and answers what it printed."""
    path = EXAMPLES / name
    if demo.port != 8000:
        path = folder / name
        path.write_text((EXAMPLES / name).read_text().replace("http://localhost:8000", f"http://localhost:{demo.port}"))
    done = subprocess.run(
        [*command, path], env=environment(), cwd=folder, capture_output=True, text=True, timeout=STOP_LIMIT
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.parametrize(
    ("name", "command", "success"),
    [
        ("client.py", [sys.executable], r"'code': 200\b"),
        ("client.js", ["node"], r"\bcode: 200\b"),
    ],
)
def test_the_example_program_writes_an_article_unchanged(name, command, success, demo, folder):
    printed = run_example(name, command, demo, folder)

    assert re.search(success, printed), printed
    assert "生成成功" in printed
    testuser = Person(demo.url, "testuser", "password123").sign_in()
    [creation] = testuser.creations()
    assert creation["title"] == "如何提高工作效率"
    assert creation["tool_type"] == "wechat_article"
    assert testuser.balance() == 90
