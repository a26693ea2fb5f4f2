"""`hanmo move`: an installation in another database, with everybody's belongings and not a credit more or less."""

import itertools
import sqlite3
from contextlib import closing

import pytest

from support import database
from support.database import only_postgres
from support.events import EventStream
from support.people import Person, chief
from support.program import Server, run, said

ON_SQLITE = {"HANMO_DATABASE_URL": None}


def sqlite(folder, name="data/hanmo.db"):
    return f"sqlite:{folder / name}"


def another(folder):
    """An empty database: on PostgreSQL where there is a server, else a second file."""
    (folder / "another").mkdir(exist_ok=True)
    return database.url(folder) or sqlite(folder, "another/hanmo.db")


def move(folder, source, target):
    return run("move", "--from", source, "--to", target, folder=folder)


def belongings(person: Person):
    """All that somebody has, as the API tells it."""
    return {
        "me": person.call("GET", "/api/v1/auth/me").ok(),
        "balance": person.balance(),
        "ledger": person.entries(),
        "creations": person.creations(),
        "activities": person.pages("/api/v1/operation/activities"),
        "referrals": person.pages("/api/v1/operation/referral/records"),
        "events": events(person),
        "texts": [person.call("GET", f"/api/v1/creations/{item['id']}").ok() for item in person.creations()],
    }


def events(person: Person):
    """What has happened to somebody, by the numbers that they may go on from."""
    seen = []
    with EventStream(person, last=0) as stream:
        while len(seen) < len(person.creations()):
            seen.append((stream.next(), stream.last))
    return seen


def test_an_installation_grows_up_and_comes_back(folder):
    with Server(folder, HANMO_DEMO="true", **ON_SQLITE) as server:
        admin = chief(server.url)
        mei = admin.newcomer(credits=70)
        lin = Person(server.url, "testuser", "password123").sign_in()
        for person in (mei, lin):
            person.generate(title="春天").ok()
            person.generate(title="夏天", headers={"Idempotency-Key": "summer"}).ok()
        gone = mei.generate(title="秋天").ok()["creation_id"]
        assert mei.call("DELETE", f"/api/v1/creations/{gone}").code == 200
        form = {"name": "迎新", "type": "credit_gift", "config": {"credits": 5}}
        dates = {"start_time": "2026-01-22T00:00:00", "end_time": "2099-12-31T23:59:59"}
        gift = admin.call("POST", "/api/v1/operation/activities", form | dates).ok()["id"]
        mei.call("POST", f"/api/v1/operation/activities/{gift}/participate").ok()
        code = mei.call("GET", "/api/v1/auth/me").ok()["referral_code"]
        form = {"username": "zhao", "email": "zhao@example.com", "password": "zhao's password", "referral_code": code}
        admin.call("POST", "/api/v1/auth/register", form).ok()
        models = admin.call("GET", "/api/v1/models").ok()
        batch = {"name": "gift", "credits": 5, "count": 4, "expires_at": "2035-12-31T23:59:59"}
        codes = admin.call("POST", "/api/v1/admin/redemption-batches", batch).ok()["codes"]
        assert mei.call("POST", "/api/v1/operation/redeem", {"code": codes.pop()}).code == 200
        acts = admin.call("GET", "/api/v1/admin/audit").ok()
        before = [belongings(person) for person in (mei, lin)]

    places = [sqlite(folder), another(folder), sqlite(folder, "third/hanmo.db")]
    for turn, (source, target) in enumerate(itertools.pairwise(places)):
        moved = move(folder, source, target)
        assert moved.returncode == 0, said(moved)
        assert "HANMO_SECRET" in moved.stdout and "HANMO_STORAGE_URL" in moved.stdout
        # It is in nobody's way when it has ended, and says nothing that only its owner may know.
        assert "hanmo@" not in said(moved)

        with Server(folder, HANMO_DEMO="true", HANMO_DATABASE_URL=target) as server:
            admin = chief(server.url)
            assert admin.call("GET", "/api/v1/models").ok() == models
            assert admin.call("GET", "/api/v1/admin/audit").ok() == acts
            # The token of the old place is good in the new one.
            there = [Person(server.url, person.name, token=person.token) for person in (mei, lin)]
            assert [belongings(person) for person in there] == before
            Person(server.url, "testuser", "password123").sign_in()

            checked = server.command("check")
            assert checked.returncode == 0, said(checked)
            # Life goes on behind the old numbers, and a key of the old place is known.
            again = there[0].generate(title="夏天", headers={"Idempotency-Key": "summer"}).ok()
            assert again["creation_id"] in {item["id"] for item in before[0]["creations"]}
            assert there[0].balance() == before[0]["balance"]
            new = there[0].generate(title=f"冬天 {turn}").ok()["creation_id"]
            assert new > gone
            # A code that was made in the old place is redeemed in the new one.
            assert there[0].call("POST", "/api/v1/operation/redeem", {"code": codes.pop()}).code == 200
            before = [belongings(person) for person in there]


def test_what_died_with_its_process_is_refunded_in_the_new_place(folder, provider):
    server = Server(folder, **ON_SQLITE).start()
    try:
        admin = chief(server.url)
        lin = admin.newcomer(credits=100)
        model = admin.add_model("openai", "gated:move", provider.base("openai"), credits_cost=10)
        begun = lin.generate_in_vain(model)
        provider.gates["gated:move"].wait_for_request()
    finally:
        server.kill()
    begun.join()
    # Long ago, so that nobody waits for its lease.
    with closing(sqlite3.connect(server.data / "hanmo.db")) as old, old:
        old.execute("UPDATE generations SET lease_until = 0")

    moved = move(folder, sqlite(folder), another(folder))

    assert moved.returncode == 0, said(moved)
    with Server(folder, HANMO_DATABASE_URL=another(folder)) as server:
        there = Person(server.url, lin.name, token=lin.token)
        assert there.balance() == 100
        assert there.ledger() == ["adjustment +100", "consume -10", "refund +10"]


def test_a_database_that_is_served_is_not_moved(folder):
    with Server(folder, **ON_SQLITE) as server:
        refused = move(folder, sqlite(folder), another(folder))

        assert refused.returncode == 1
        assert "--from" in refused.stderr and server.url in refused.stderr and "stop it first" in refused.stderr
        assert chief(server.url).balance() == 0


@only_postgres
def test_a_database_that_is_served_on_postgresql_is_not_moved(folder):
    with Server(folder):
        refused = move(folder, database.url(folder), sqlite(folder))

    assert refused.returncode == 1
    assert "--from" in refused.stderr and "hanmo worker" in refused.stderr
    moved = move(folder, database.url(folder), sqlite(folder))
    assert moved.returncode == 0, said(moved)


def test_a_target_that_holds_anything_is_left_alone(folder):
    target = another(folder)
    with Server(folder, **ON_SQLITE):
        pass
    with Server(folder, HANMO_DATABASE_URL=target) as server:
        lin = chief(server.url).newcomer(credits=20)
        lin.generate().ok()
        before = belongings(lin)

    refused = move(folder, sqlite(folder), target)

    assert refused.returncode == 1
    assert "nothing was moved" in refused.stderr and "not empty" in refused.stderr and "users" in refused.stderr
    with Server(folder, HANMO_DATABASE_URL=target) as server:
        assert belongings(Person(server.url, lin.name, token=lin.token)) == before


def test_books_that_do_not_add_up_are_not_moved(folder):
    with Server(folder, **ON_SQLITE) as server:
        lin = chief(server.url).newcomer(credits=10)
    with closing(sqlite3.connect(server.data / "hanmo.db")) as old, old:
        old.execute("UPDATE users SET credit_balance = 11 WHERE id = ?", [lin.id])

    refused = move(folder, sqlite(folder), another(folder))

    assert refused.returncode == 1
    assert f"ledgers: {lin.id}" in refused.stderr and "hanmo check" in refused.stderr
    with closing(sqlite3.connect(server.data / "hanmo.db")) as old, old:
        old.execute("UPDATE users SET credit_balance = 10 WHERE id = ?", [lin.id])
    assert move(folder, sqlite(folder), another(folder)).returncode == 0


@pytest.mark.parametrize(
    ("source", "target", "word"),
    [
        ("sqlite:nowhere/hanmo.db", "sqlite:new/hanmo.db", "nowhere/hanmo.db"),
        ("sqlite:", "sqlite:new/hanmo.db", "--from"),
        ("sqlite::memory:", "sqlite:new/hanmo.db", "--from"),
        ("sqlite:empty.db", "mysql://localhost/hanmo", "--to"),
        ("sqlite:empty.db", "sqlite:empty.db", "the same database"),
        ("sqlite:empty.db", "sqlite:new/hanmo.db", "no installation"),
        ("sqlite:text.db", "sqlite:new/hanmo.db", "not a database"),
        ("postgres://lin:geheim@127.0.0.1:1/hanmo", "sqlite:new/hanmo.db", "127.0.0.1"),
    ],
)
def test_what_cannot_be_moved_is_told(folder, source, target, word):
    with closing(sqlite3.connect(folder / "empty.db")) as empty, empty:
        empty.execute("CREATE TABLE other (id INTEGER)")
    (folder / "text.db").write_text("This is a text and no database. " * 100)

    refused = move(folder, source, target)

    assert refused.returncode == 1, said(refused)
    assert word in refused.stderr
    assert "Fatal error" not in said(refused) and "geheim" not in said(refused)
