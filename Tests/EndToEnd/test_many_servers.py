"""Several servers on one PostgreSQL database: what one knows, the others know."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from support.database import ask, only_postgres, url
from support.events import EventStream
from support.people import PASSWORD, Caller, Person, chief, eventually
from support.program import Server, Worker

pytestmark = only_postgres

SECRET = "0123456789abcdef0123456789abcdef-of-both"
# A killed server's leases run out after 30 seconds, and are looked for every ten.
LEASE_PATIENCE_SECONDS = 90


@pytest.fixture
def pair(folder):
    """Two servers that know each other only through the database."""
    with Server(folder, HANMO_SECRET=SECRET) as one, Server(folder, HANMO_SECRET=SECRET) as other:
        yield one, other


def test_a_worker_whose_settings_keep_jobs_out_of_servers_runs_the_usual_number(folder):
    with Worker(folder, "worker", HANMO_DATABASE_URL=url(folder), HANMO_WORKERS=0) as worker:
        assert "jobs at once: 4" in worker.log


def test_many_servers_that_start_at_once_make_one_installation(folder):
    servers = [Server(folder, HANMO_SECRET=SECRET, HANMO_DEMO="true") for _ in range(4)]
    try:
        with ThreadPoolExecutor(len(servers)) as pool:
            list(pool.map(lambda server: server.start(), servers))
        models = [chief(server.url).call("GET", "/api/v1/models").ok() for server in servers]
    finally:
        for server in servers:
            server.kill()

    assert all(listed == models[0] for listed in models)
    assert ask(folder, "SELECT count(*) FROM users") == [("3",)]
    assert ask(folder, "SELECT id, kind FROM ai_models ORDER BY id") == [
        ("1", "text"), ("2", "image"), ("3", "video"), ("4", "ppt"),
    ]


def test_who_signed_in_at_one_is_known_to_the_other_and_so_is_who_signed_out(pair):
    one, other = pair
    lin = Person.register(one.url)
    there = Person(other.url, lin.name, token=lin.token)

    assert there.call("GET", "/api/v1/auth/me").code == 200
    assert lin.call("POST", "/api/v1/auth/logout").code == 200
    assert there.call("GET", "/api/v1/auth/me").code == 401


def test_rate_limits_are_counted_across_both(folder):
    settings = {"HANMO_SECRET": SECRET, "HANMO_RATE_LIMITS": None}
    with Server(folder, **settings) as one, Server(folder, **settings) as other:
        form = {"username": "nobody", "password": PASSWORD}
        callers = [Caller(one.url), Caller(other.url)]

        codes = [callers[turn % 2].call("POST", "/api/v1/auth/login", form).code for turn in range(12)]

        assert codes == [401] * 10 + [429] * 2


def test_who_is_disabled_at_one_is_out_at_the_other(pair):
    one, other = pair
    admin = chief(one.url)
    lin = admin.newcomer()
    there = lin.at(other.url)
    with EventStream(there) as stream:
        stream.wait_until_open()
        disabled = admin.call("POST", f"/api/v1/admin/users/{lin.id}/disable", {"reason": "test"})

        assert disabled.code == 200
        assert there.call("GET", "/api/v1/auth/me").code == 401
        assert stream.next()[0] == "token.expired"
        assert stream.next() is None
    assert Caller(other.url).login(lin.name, PASSWORD).code == 403


def test_codes_that_there_are_not_are_counted_across_both(folder):
    settings = {"HANMO_SECRET": SECRET, "HANMO_RATE_LIMITS": None}
    with Server(folder, **settings) as one, Server(folder, **settings) as other:
        lin = Person.register(one.url)
        places = [lin, lin.at(other.url)]
        guess = {"code": "ABCD-EFGH-JKLM-NPQR"}

        codes = [places[turn % 2].call("POST", "/api/v1/operation/redeem", guess).code for turn in range(12)]

        assert codes == [400] * 10 + [429] * 2


def test_a_code_is_redeemed_at_one_of_both(pair):
    one, other = pair
    admin = chief(one.url)
    form = {"name": "gift", "credits": 5, "count": 1, "expires_at": "2035-12-31T23:59:59"}
    [code] = admin.call("POST", "/api/v1/admin/redemption-batches", form).ok()["codes"]
    people = [admin.newcomer() for _ in range(10)]
    places = [person.at(pair[turn % 2].url) for turn, person in enumerate(people)]

    def redeem(person: Person) -> int:
        return person.call("POST", "/api/v1/operation/redeem", {"code": code}).code

    with ThreadPoolExecutor(len(places)) as pool:
        codes = list(pool.map(redeem, places))

    assert sorted(codes) == [200] + [400] * 9
    assert sum(person.balance() for person in people) == 5


def test_a_key_used_at_one_is_honoured_by_the_other_at_the_same_moment(pair, provider):
    one, other = pair
    admin = chief(one.url)
    lin = admin.newcomer(credits=100)
    model = admin.add_model("openai", "slow:key", provider.base("openai"), credits_cost=10)
    there = Person(other.url, lin.name, token=lin.token)

    with ThreadPoolExecutor(8) as pool:
        replies = list(
            pool.map(
                lambda turn: (lin, there)[turn % 2].generate(
                    title="春天", model_id=model, headers={"Idempotency-Key": "once"}
                ),
                range(8),
            )
        )

    assert len({reply.ok()["creation_id"] for reply in replies}) == 1
    assert lin.ledger("consume") == ["consume -10"]


def test_what_a_killed_server_left_is_refunded_once_by_the_other(folder, provider):
    with Server(folder, HANMO_SECRET=SECRET) as survivor:
        victim = Server(folder, HANMO_SECRET=SECRET).start()
        try:
            admin = chief(survivor.url)
            lin = admin.newcomer(credits=100)
            model = admin.add_model("openai", "gated:killed", provider.base("openai"), credits_cost=10)
            begun = lin.at(victim.url).generate_in_vain(model)
            provider.gates["gated:killed"].wait_for_request()
        finally:
            victim.kill()
        begun.join()

        eventually(lambda: _expect(lin.balance() == 100), LEASE_PATIENCE_SECONDS)

        assert lin.ledger("refund") == ["refund +10"]
        assert ask(folder, "SELECT state FROM generations") == [("failed",)]


def _expect(holds: bool):
    assert holds
