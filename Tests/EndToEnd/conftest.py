"""The world that the tests begin with."""

import os
from pathlib import Path

import pytest

from support.people import Admin, Caller, chief
from support.program import HANMO, Server
from support.provider import Provider
from support.waiting import Waiting


def pytest_sessionstart():
    if not (HANMO.is_file() and os.access(HANMO, os.X_OK)):
        pytest.exit(f"{HANMO} is not there: build it first, or name another one in HANMO_BINARY", 2)


@pytest.fixture(scope="session")
def provider():
    """An AI service that the server's models can point to."""
    with Provider() as provider:
        yield provider


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """A server for all tests that need nothing special of it: an administrator, no rate limits."""
    with Server(tmp_path_factory.mktemp("shared")) as server:
        yield server


@pytest.fixture(scope="session")
def admin(server) -> Admin:
    return chief(server.url)


@pytest.fixture(scope="session")
def waiting(server, admin, provider):
    """What takes minutes by its nature."""
    with Waiting(server.port, admin, provider) as waiting:
        yield waiting


@pytest.fixture(scope="session", autouse=True)
def begin_waiting_early(request):
    """Begins it before the first test, if any test is going to ask how it ended."""
    if any("waiting" in item.fixturenames for item in request.session.items):
        request.getfixturevalue("waiting")


@pytest.fixture
def anyone(server) -> Caller:
    """Somebody who has not signed in."""
    return Caller(server.url)


@pytest.fixture
def folder(tmp_path) -> Path:
    """An empty working directory, for servers and commands of a test's own."""
    return tmp_path
