"""The program against its own description: schemathesis with every check, as anybody, user and administrator."""

import subprocess
import sys
from pathlib import Path

import pytest

from support.people import Person, chief
from support.program import Server, environment

CONFIGURATION = Path(__file__).with_name("schemathesis.toml")
# Seconds; a bound for safety.
RUN_LIMIT = 600
LOGOUT = "/api/v1/auth/logout"
# What reaches out to a model's own address.
OUTGOING = ["/api/v1/models/{id}/test", "/api/v1/writing/{tool_type}/generate"]
# What may end the administrator's own session, by a new password.
ACCOUNTS = "/api/v1/admin/users/{id}"


@pytest.fixture
def studio(folder):
    """A server of its own: what an administrator does to it at random should trouble nobody else."""
    with Server(folder) as server:
        yield server


def try_all(server: Server, *options: str):
    """Runs schemathesis; its report is the failure."""
    done = subprocess.run(
        [
            Path(sys.executable).with_name("schemathesis"),
            *("--config-file", CONFIGURATION, "run", f"{server.url}/openapi.json", "--checks", "all", "--no-color"),
            *options,
        ],
        env=environment(),
        cwd=server.folder,
        capture_output=True,
        text=True,
        timeout=RUN_LIMIT,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def as_person(person: Person) -> tuple[str, str]:
    return "--header", f"Authorization: Bearer {person.token}"


def paths(option: str, *paths: str) -> list[str]:
    return [word for path in paths for word in (option, path)]


def test_anybody_finds_the_api_as_described(studio):
    try_all(studio)


def test_a_user_finds_the_api_as_described(studio):
    lin = chief(studio.url).newcomer(credits=1_000_000)

    try_all(studio, *as_person(lin), *paths("--exclude-path", LOGOUT))
    try_all(studio, *as_person(lin), *paths("--include-path", LOGOUT))


def test_an_administrator_finds_the_api_as_described(studio):
    admin = chief(studio.url)
    admin.give(admin, 1_000_000)

    # First while all models are the built-in engine's; models at invented addresses come after that.
    try_all(studio, *as_person(admin), *paths("--include-path", *OUTGOING))
    try_all(studio, *as_person(admin), *paths("--exclude-path", LOGOUT, ACCOUNTS, *OUTGOING))
    try_all(studio, *as_person(admin), *paths("--include-path", ACCOUNTS))
