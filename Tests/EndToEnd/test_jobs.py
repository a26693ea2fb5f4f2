"""Jobs of the program itself: they run in `hanmo serve`, come again and again, and outlive `kill -9`."""

import time
from functools import partial

from support import database
from support.people import chief, eventually
from support.program import Server, free_port, run, said

RECURRING = ["events.sweep", "idempotency.sweep", "jobs.sweep", "payments.compare", "payments.sweep", "referrals.pay",
             "referrals.sweep", "sessions.sweep", "statistics.days"]
HOUR_MS = 3_600_000


def jobs(admin, query=""):
    return admin.call("GET", f"/api/v1/admin/jobs{query}").ok()["items"]


def test_recurring_jobs_run_when_they_are_due_and_are_then_due_again(folder):
    server = Server(folder)
    with server:
        assert sorted(job["kind"] for job in jobs(chief(server.url), "?state=queued")) == RECURRING
    # As if the server had been away for two hours.
    database.change(folder, f"UPDATE jobs SET run_at = {int(time.time() * 1000) - 2 * HOUR_MS}")

    with server:
        admin = chief(server.url)
        eventually(partial(check_one_run_each, admin))


def check_one_run_each(admin):
    by_state = {state: sorted(job["kind"] for job in jobs(admin, f"?state={state}")) for state in ("done", "queued")}
    assert by_state == {"done": RECURRING, "queued": RECURRING}


def test_a_job_that_was_running_when_its_process_was_killed_runs_again(folder):
    server = Server(folder)
    server.start()
    # It says that it is ready before it has thought of its jobs.
    eventually(partial(check_queued, chief(server.url), "jobs.sweep"))
    server.kill()
    database.change(
        folder,
        f"UPDATE jobs SET state = 'running', lane = NULL, attempts = 1, run_at = {int(time.time() * 1000) - HOUR_MS},"
        " owner = (SELECT max(id) FROM job_runners) WHERE kind = 'jobs.sweep'",
    )

    with server:
        admin = chief(server.url)
        eventually(partial(check_finished, admin, "jobs.sweep", attempts=2))
        assert "took over jobs" in server.log


def check_queued(admin, kind: str):
    assert jobs(admin, f"?state=queued&kind={kind}")


def check_finished(admin, kind: str, attempts: int):
    found = [(job["attempts"], job["last_error"]) for job in jobs(admin, f"?state=done&kind={kind}")]
    assert found == [(attempts, "the process that ran it has ended")]


def test_a_stopped_server_leaves_nothing_that_seems_to_run(folder):
    server = Server(folder)
    with server:
        assert server.stop() == 0
    assert database.ask(folder, "SELECT count(*) FROM job_runners") == [("0",)]
    assert database.ask(folder, "SELECT count(*) FROM jobs WHERE state = 'running'") == [("0",)]


def test_a_cancelled_job_is_retried_by_an_administrator(folder):
    with Server(folder) as server:
        admin = chief(server.url)
        [job] = jobs(admin, "?kind=sessions.sweep")

        cancelled = admin.call("POST", f"/api/v1/admin/jobs/{job['id']}/cancel").ok()
        admin.call("POST", f"/api/v1/admin/jobs/{job['id']}/retry").ok()

        assert cancelled["state"] == "cancelled"
        eventually(lambda: check_states(admin, "sessions.sweep", ["queued", "done"]))


def check_states(admin, kind: str, states: list[str]):
    assert [job["state"] for job in jobs(admin, f"?kind={kind}")] == states


@database.only_sqlite
def test_a_worker_is_refused_on_sqlite_because_the_server_does_everything_there(folder):
    done = run("worker", folder=folder)

    assert done.returncode == 78
    assert "PostgreSQL" in said(done) and "hanmo serve" in said(done)
    assert "Fatal error" not in said(done)
    assert not (folder / "data").exists()


@database.only_sqlite
def test_a_server_on_sqlite_that_would_run_no_jobs_is_refused(folder):
    done = run("serve", folder=folder, HANMO_HTTP_PORT=free_port(), HANMO_WORKERS=0)

    assert done.returncode != 0
    assert "HANMO_WORKERS" in said(done) and "SQLite" in said(done)
