"""A clock that is set back by an hour while the program runs: nothing hangs, nothing happens twice."""

import threading
from functools import partial

import pytest

from support import database
from support.books import check_person, check_rows
from support.clock import Clock
from support.database import only_sqlite
from support.events import receive, socket
from support.load import Load
from support.people import Caller, chief, eventually
from support.program import Server

pytestmark = only_sqlite

HOUR = 3600
PRICE = 10


@pytest.fixture
def clock(folder) -> Clock:
    return Clock(folder)


def test_an_hour_back_changes_nothing_for_people_sessions_and_work_under_way(clock, folder, provider):
    with Server(folder, **clock.settings) as server:
        admin = chief(server.url)
        lin = admin.newcomer(credits=1_000)
        model = admin.add_model("openai", "gated:clock", provider.base("openai"), credits_cost=PRICE)
        before = lin.generate(title="一", headers={"Idempotency-Key": "before"}).ok()
        replies = []
        under_way = threading.Thread(target=lambda: replies.append(lin.generate(title="二", model_id=model)))
        under_way.start()
        provider.gates["gated:clock"].wait_for_request()

        with socket(lin) as connection:
            clock.move(-HOUR)
            provider.gates["gated:clock"].open()
            under_way.join()
            after = lin.generate(title="三").ok()
            heard = [receive(connection)["data"]["title"] for _ in range(2)]

        # The session goes on, a new one begins, a key still names what was done with it.
        assert lin.generate(title="一", headers={"Idempotency-Key": "before"}).ok() == before
        assert lin.sign_in().call("GET", "/api/v1/auth/me").code == 200
        refreshed = Caller(server.url, lin.refresh_token).call("POST", "/api/v1/auth/refresh")
        assert refreshed.code == 200
        assert heard == ["二", "三"]
        # Newest first means what was done last, whatever the clock said.
        assert [entry["type"] for entry in lin.entries()] == ["adjustment"] + ["consume"] * 3
        assert lin.creations()[0]["id"] == after["creation_id"]
        kept = {before["creation_id"], after["creation_id"], replies[0].ok()["creation_id"]}
        check_person(lin, kept, PRICE)

        clock.move(0)
        load = Load([lin], admin.add_model("openai", "slow:clock", provider.base("openai"), credits_cost=PRICE))
        try:
            for hours in (-1, 0, -1):
                load.wait_for(5)
                clock.move(hours * HOUR)
            load.wait_for(5)
        finally:
            load.end()
        check_person(lin, kept | load.kept[lin.name], PRICE)
    check_rows(partial(database.ask, folder))


def test_an_hour_back_neither_stalls_a_job_nor_runs_it_twice(clock, folder):
    with Server(folder, **clock.settings) as server:
        admin = chief(server.url)
        [job] = admin.call("GET", "/api/v1/admin/jobs?kind=sessions.sweep").ok()["items"]
        clock.move(-HOUR)

        # Now due is earlier than all that was ever due before.
        for runs in (1, 2):
            open_jobs = admin.call("GET", "/api/v1/admin/jobs?kind=sessions.sweep&state=queued").ok()["items"]
            [job] = open_jobs
            admin.call("POST", f"/api/v1/admin/jobs/{job['id']}/cancel").ok()
            admin.call("POST", f"/api/v1/admin/jobs/{job['id']}/retry").ok()
            eventually(partial(check_runs, admin, runs))


def check_runs(admin, runs: int):
    items = admin.call("GET", "/api/v1/admin/jobs?kind=sessions.sweep").ok()["items"]
    assert sorted(job["state"] for job in items) == ["done"] * runs + ["queued"]
    assert all(job["attempts"] == 1 for job in items if job["state"] == "done")


def test_an_hour_back_shuts_nobody_out_whose_allowance_was_used_up(clock, folder):
    with Server(folder, HANMO_RATE_LIMITS="on", **clock.settings) as server:
        caller = Caller(server.url)
        codes = [caller.login("nobody", "wrong-password").code for _ in range(11)]
        clock.move(-HOUR)
        after = [caller.login("nobody", "wrong-password") for _ in range(11)]

    assert codes == [401] * 10 + [429]
    assert [reply.code for reply in after] == [401] * 10 + [429]
    assert 1 <= int(after[-1].headers["Retry-After"]) <= 60
