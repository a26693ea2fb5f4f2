"""A PostgreSQL that hangs: it is still there, takes connections, and says nothing."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from support.cluster import Cluster
from support.database import only_sqlite
from support.people import Caller, chief, eventually
from support.program import Server

# It brings its own PostgreSQL; once is enough.
pytestmark = only_sqlite

# Statements take three seconds at most, so an answer is waited for eight seconds and not half a minute.
IMPATIENT = "&options=-cstatement_timeout%3D3000&connect_timeout=2"
PATIENT = "&options=-cstatement_timeout%3D600000"


@pytest.fixture
def cluster():
    with Cluster() as cluster:
        yield cluster


def test_everybody_is_answered_while_it_hangs_and_served_once_it_goes_on(folder, cluster):
    with Server(folder, HANMO_DATABASE_URL=cluster.url + IMPATIENT, HANMO_RATE_LIMITS="on") as server:
        lin = chief(server.url).newcomer(credits=100)
        lin.generate().ok()
        with ThreadPoolExecutor() as pool, cluster.hanging():
            asked = [
                pool.submit(lin.call, "GET", "/api/v1/auth/me", outage=True),
                pool.submit(lin.generate, title="春天", outage=True),
                pool.submit(Caller(server.url).call, "GET", "/ready", outage=True),
            ]
            alive = Caller(server.url).call("GET", "/health")
            replies = [question.result() for question in asked]

        assert alive.code == 200
        assert [reply.code for reply in replies] == [500, 500, 500]
        assert int(replies[2].headers["Retry-After"]) >= 1
        eventually(lambda: Caller(server.url).call("GET", "/ready", outage=True).ok())
        lin.generate(title="秋天").ok()
        # Nothing was taken for what failed, or it comes back.
        eventually(lambda: check_books(lin))


def check_books(lin):
    assert len(lin.creations()) == 2
    assert lin.balance() == 80


def test_a_stop_ends_in_time_while_it_hangs(folder, cluster):
    with Server(folder, HANMO_DATABASE_URL=cluster.url + PATIENT) as server:
        lin = chief(server.url).newcomer(credits=100)
        with ThreadPoolExecutor() as pool:
            with cluster.hanging():
                question = pool.submit(lin.send, "GET", "/api/v1/credit/balance")
                eventually(lambda: check_taken(server))
                server.signal()
                status = server.wait()
            # It was cut off, or told so.
            question.exception()

        # By itself it would have waited longer than a stop may take, and than this test does.
        assert status == 0
        assert "the database does not answer" in server.log
        server.start()
        assert lin.balance() == 100


def check_taken(server):
    """Somebody waits for an answer of the database."""
    figures = requests.get(f"{server.url}/metrics", timeout=60).text
    assert int(re.search(r"^hanmo_database_connections_in_use (\d+)$", figures, re.MULTILINE)[1]) > 0
