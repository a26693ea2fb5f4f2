"""A whole site of many processes: what dies, and what is found after."""

import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
import requests
from websockets.exceptions import ConnectionClosed

from support.books import check_person, check_rows
from support.cluster import FAST, IMMEDIATE
from support.database import only_sqlite
from support.events import receive, socket
from support.load import Load
from support.people import PASSWORD, Admin, Caller, chief, eventually
from support.site import Site

# The site brings its own PostgreSQL; once is enough.
pytestmark = only_sqlite

# A dead worker's jobs are run by another one within 25 seconds, a dead server's generations refunded within 40.
PATIENCE_SECONDS = 120


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    with Site(tmp_path_factory.mktemp("site")) as site:
        yield site


@pytest.fixture(scope="module")
def boss(site) -> Admin:
    return chief(site.one.url)


def test_rate_limits_are_counted_across_both_servers_at_the_same_moment(site):
    with site.server(HANMO_RATE_LIMITS="on") as one, site.server(HANMO_RATE_LIMITS="on") as other:
        form = {"username": "nobody", "password": PASSWORD}
        callers = [Caller(one.url), Caller(other.url)]
        start = threading.Barrier(24)

        def sign_in(turn: int) -> int:
            start.wait()
            return callers[turn % 2].call("POST", "/api/v1/auth/login", form).code

        with ThreadPoolExecutor(24) as pool:
            codes = sorted(pool.map(sign_in, range(24)))

        assert codes == [401] * 10 + [429] * 14


def test_an_idempotency_key_is_honoured_by_the_other_server(site, boss):
    lin = boss.newcomer(credits=100)
    key = {"Idempotency-Key": "once"}

    first = lin.generate(title="春天", headers=key).ok()
    second = lin.at(site.other.url).generate(title="春天", headers=key).ok()
    another = lin.at(site.other.url).generate(title="秋天", headers=key)

    assert first == second
    assert another.code == 400
    assert lin.ledger("consume") == ["consume -10"]


def test_a_socket_at_one_server_hears_what_the_other_did(site, boss):
    lin = boss.newcomer(credits=100)
    with socket(lin) as connection:
        reply = lin.at(site.other.url).generate(title="春天").ok()

        heard = receive(connection)

    assert heard["event"] == "writing.completed"
    assert heard["data"]["creation_id"] == reply["creation_id"]


def test_a_follower_misses_nothing_though_the_database_restarts(site, boss):
    lin = boss.newcomer(credits=1_000)
    there = lin.at(site.other.url)
    heard: list[int] = []
    with socket(lin) as connection:
        for _ in range(3):
            there.generate().ok()
            site.cluster.restart(FAST)
            there.generate().ok()
        try:
            heard += [receive(connection)["id"] for _ in range(6)]
        except ConnectionClosed as closed:
            # A server may give up on somebody whom it can't tell anything for a while.
            assert closed.rcvd.code == 1011
    with socket(lin, f"?last_event_id={len(heard)}") as connection:
        heard += [receive(connection)["id"] for _ in range(6 - len(heard))]

    assert heard == [1, 2, 3, 4, 5, 6]


def test_a_deleted_creation_takes_its_objects_along_though_the_bucket_cuts_the_line(site, boss):
    lin = boss.newcomer(credits=100)
    creation = lin.generate().ok()["creation_id"]
    key = site.give_file(lin, creation)
    assert requests.get(f"{site.other.url}/files/{key}", timeout=60).content == b"a picture"

    site.line.cut()
    try:
        lin.call("DELETE", f"/api/v1/creations/{creation}").ok()
        site.line.wait_for_cut()
    finally:
        site.line.let_pass()

    eventually(lambda: _expect(not site.bucket.has(key)), PATIENCE_SECONDS)


def test_a_worker_told_to_stop_while_the_bucket_hangs_hands_its_job_to_the_other(site, boss):
    key = _hold_a_deletion(site, boss)
    worker = site.worker_that_deletes(key)
    site.line.let_pass()

    assert worker.stop() == 0
    worker.start()

    eventually(lambda: _expect(not site.bucket.has(key)), PATIENCE_SECONDS)
    eventually(lambda: _expect(site.deletion_job(key) == ("done", 1)), PATIENCE_SECONDS)
    assert site.deletions(key) == 1


def test_what_a_killed_worker_and_a_killed_server_had_begun_is_ended_once_by_the_others(site, boss, provider):
    lin = boss.newcomer(credits=100)
    gate = provider.gates["gated:site"]
    model = boss.add_model("openai", "gated:site", provider.base("openai"), credits_cost=10)
    key = _hold_a_deletion(site, boss)
    worker = site.worker_that_deletes(key)
    doomed = lin.at(site.other.url).generate_in_vain(model, headers={"Idempotency-Key": "doomed"})
    try:
        gate.wait_for_request()
        site.other.kill()
        worker.kill()
        site.line.let_pass()
        doomed.join()

        eventually(lambda: _expect(not site.bucket.has(key)), PATIENCE_SECONDS)
        eventually(lambda: _expect(site.deletion_job(key) == ("done", 2)), PATIENCE_SECONDS)
        assert site.deletions(key) == 1

        eventually(lambda: _expect(lin.balance() == 100), PATIENCE_SECONDS)
        gate.open()
        # The same key, because nobody was answered: it is free again.
        lin.generate(title="春天", model_id=model, headers={"Idempotency-Key": "doomed"}).ok()
        assert lin.ledger() == ["adjustment +100", "consume -10", "refund +10", "consume -10"]
        assert len(lin.creations()) == 1
    finally:
        gate.open()
        site.other.start()
        worker.start()


@pytest.mark.parametrize("how", [IMMEDIATE, FAST], ids=["immediate", "fast"])
def test_a_restart_of_the_database_under_load_loses_nothing_and_is_got_over_by_itself(how, site, boss, provider):
    people = [boss.newcomer(credits=100_000) for _ in range(4)]
    model = boss.add_model("openai", f"slow:{how}", provider.base("openai"), credits_cost=10)
    hands = [person.at(server.url) for person in people for server in site.servers]
    pids = [program.pid for program in [*site.servers, *site.workers]]

    load = Load(hands, model, 2, outage=True)
    try:
        load.wait_for(40)
        for _ in range(4):
            site.cluster.restart(how)
            load.wait_for(40)
        # Longer than anybody waits.
        site.cluster.stop(how)
        load.wait_for_failure()
        refused = boss.call("GET", "/api/v1/credit/balance", outage=True)
        site.cluster.start()
        load.wait_for(40)
    finally:
        load.end()

    assert load.cut_off == 0, "a request got no answer at all"
    assert refused.code == 500
    assert int(refused.headers["Retry-After"]) >= 1
    for person in people:
        eventually(partial(check_person, person, load.kept[person.name], 10), PATIENCE_SECONDS)
    # A key that was repeated until it was answered has been charged once.
    titles = [creation["title"] for person in people for creation in person.creations()]
    assert len(titles) == len(set(titles))
    eventually(partial(check_rows, site.cluster.ask), PATIENCE_SECONDS)
    _check_that_jobs_are_done(site, boss)
    assert [program.pid for program in [*site.servers, *site.workers]] == pids
    assert all(program.process.poll() is None for program in [*site.servers, *site.workers])


def _check_that_jobs_are_done(site: Site, boss: Admin):
    lin = boss.newcomer(credits=100)
    creation = lin.generate().ok()["creation_id"]
    key = site.give_file(lin, creation)
    lin.call("DELETE", f"/api/v1/creations/{creation}").ok()
    eventually(lambda: _expect(not site.bucket.has(key)), PATIENCE_SECONDS)


def _hold_a_deletion(site: Site, boss: Admin) -> str:
    """Deletes a creation whose object the bucket is asked to delete but says nothing; answers the object's key."""
    lin = boss.newcomer(credits=100)
    creation = lin.generate().ok()["creation_id"]
    key = site.give_file(lin, creation)
    site.line.hold()
    lin.call("DELETE", f"/api/v1/creations/{creation}").ok()
    site.line.wait_for_held()
    return key


def _expect(holds: bool):
    assert holds
