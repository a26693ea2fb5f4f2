"""A database that has nothing to give: connections that are all taken, rows that somebody keeps locked."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest

from support.cluster import Cluster
from support.database import only_sqlite
from support.people import Caller, chief, eventually
from support.program import Server

# It brings its own PostgreSQL; once is enough.
pytestmark = only_sqlite

CONNECTIONS = 2


@pytest.fixture
def cluster():
    with Cluster() as cluster:
        yield cluster


@pytest.fixture
def server(folder, cluster):
    with Server(folder, HANMO_DATABASE_URL=cluster.url, HANMO_DATABASE_CONNECTIONS=CONNECTIONS) as server:
        yield server


def test_whoever_finds_no_connection_is_told_when_to_come_back_and_is_served_once_there_is_one(server, cluster):
    admin = chief(server.url)
    lin, mei = admin.newcomer(credits=100), admin.newcomer(credits=100)
    with ThreadPoolExecutor() as pool:
        with cluster.holding(f"SELECT id FROM users WHERE id = {lin.id} FOR UPDATE"):
            # Lin's orders wait for the row, and with them all the connections there are.
            waiting = [pool.submit(lin.generate, title=f"第{number}篇", outage=True) for number in range(CONNECTIONS)]
            eventually(partial(check_locked_out, cluster, CONNECTIONS))
            refused = mei.call("GET", "/api/v1/credit/balance", outage=True)
            alive = Caller(server.url).call("GET", "/health")
        served = mei.call("GET", "/api/v1/credit/balance")
        replies = [order.result() for order in waiting]

    assert refused.code == 500
    assert int(refused.headers["Retry-After"]) >= 1
    assert alive.code == served.code == 200
    # They were patient enough, or they were told so and nothing was taken.
    assert {reply.code for reply in replies} <= {200, 500}
    done = [reply.data["creation_id"] for reply in replies if reply.code == 200]
    assert sorted(creation["id"] for creation in lin.creations()) == sorted(done)
    assert lin.balance() == 100 - 10 * len(done)


def check_locked_out(cluster: Cluster, sessions: int):
    assert cluster.ask("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'") == [(str(sessions),)]


def test_a_row_that_stays_locked_is_told_and_costs_nothing(server, cluster):
    lin = chief(server.url).newcomer(credits=100)
    with cluster.holding(f"SELECT id FROM users WHERE id = {lin.id} FOR UPDATE"):
        refused = lin.generate(outage=True)

    assert refused.code == 500
    assert int(refused.headers["Retry-After"]) >= 1
    assert lin.generate().code == 200
    assert lin.ledger() == ["adjustment +100", "consume -10"]
