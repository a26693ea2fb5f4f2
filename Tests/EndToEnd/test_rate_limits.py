"""The API document's limits, with a server that keeps them."""

import pytest

from support.people import PASSWORD, Caller, Person, chief
from support.program import Server


@pytest.fixture
def limited(folder):
    with Server(folder, HANMO_RATE_LIMITS=None) as server:
        yield server


def sign_in(caller: Caller, **options):
    form = {"username": "nobody", "password": PASSWORD}
    return caller.call("POST", "/api/v1/auth/login", form, **options)


def test_the_eleventh_sign_in_within_a_minute_has_to_wait(limited):
    caller = Caller(limited.url)

    replies = [sign_in(caller) for _ in range(10)]
    refused = sign_in(caller)

    assert [reply.code for reply in replies] == [401] * 10
    assert [reply.headers["X-RateLimit-Remaining"] for reply in replies] == [str(left) for left in range(9, -1, -1)]
    assert {reply.headers["X-RateLimit-Limit"] for reply in replies} == {"10"}
    assert all(1 <= int(reply.headers["X-RateLimit-Reset"]) <= 60 for reply in replies)
    assert refused.code == 429
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    assert refused.headers["X-RateLimit-Remaining"] == "0"


def test_registering_and_signing_in_share_one_allowance(limited):
    caller = Caller(limited.url)
    for _ in range(9):
        sign_in(caller)

    form = {"username": "lin", "email": "lin@example.com", "password": PASSWORD}
    assert caller.call("POST", "/api/v1/auth/register", form).code == 200
    assert caller.login("lin", PASSWORD).code == 429


def test_service_pages_are_not_limited(limited):
    caller = Caller(limited.url)

    for path in ("/health", "/ready", "/metrics", "/openapi.json"):
        replies = [caller.send("GET", path) for _ in range(110)]
        assert {reply.status_code for reply in replies} == {200}
        assert "X-RateLimit-Limit" not in replies[-1].headers


def test_a_user_reads_100_times_a_minute_and_does_not_use_up_anothers_share(limited):
    admin = chief(limited.url)
    lin, mei = Person.register(limited.url), Person.register(limited.url)

    replies = [lin.call("GET", "/api/v1/credit/balance") for _ in range(101)]

    assert [reply.code for reply in replies] == [200] * 100 + [429]
    assert replies[0].headers["X-RateLimit-Limit"] == "100"
    assert mei.balance() == 0
    assert admin.balance() == 0


def test_other_requests_are_allowed_60_times_a_minute(limited):
    lin = Person.register(limited.url)

    codes = [lin.call("PUT", "/api/v1/auth/me", {}).code for _ in range(61)]

    assert codes == [200] * 60 + [429]


def test_generations_are_allowed_20_times_an_hour(limited):
    lin = chief(limited.url).newcomer(credits=300)

    replies = [lin.generate() for _ in range(21)]

    assert [reply.code for reply in replies] == [200] * 20 + [429]
    assert 60 < int(replies[-1].headers["Retry-After"]) <= 3600
    assert lin.balance() == 100


def test_no_more_than_ten_generations_run_at_once(limited, provider):
    admin = chief(limited.url)
    lin = admin.newcomer(credits=300)
    model = admin.add_model("openai", "gated:limits", provider.base("openai"))
    gate = provider.gates["gated:limits"]
    try:
        streams = [lin.stream(model_id=model) for _ in range(10)]
        refused = lin.generate(model_id=model)
    finally:
        gate.open()

    assert refused.code == 429
    assert int(refused.headers["Retry-After"]) >= 1
    assert [stream.rest()[-1].name for stream in streams] == ["done"] * 10
    assert lin.generate(model_id=model).code == 200
    assert lin.balance() == 300 - 11 * 10


def test_a_forwarded_address_is_not_believed_from_just_anyone(limited):
    caller = Caller(limited.url)

    codes = [sign_in(caller, headers={"X-Forwarded-For": f"203.0.113.{number}"}).code for number in range(11)]

    assert codes == [401] * 10 + [429]


def test_a_forwarded_address_is_believed_from_a_trusted_proxy(folder):
    with Server(folder, HANMO_RATE_LIMITS=None, HANMO_TRUSTED_PROXIES="10.0.0.0/8,127.0.0.1/32") as server:
        caller = Caller(server.url)

        apart = [sign_in(caller, headers={"X-Forwarded-For": f"203.0.113.{number}"}).code for number in range(11)]
        # Whoever sits before the proxy can write what they like to the left of the address that the proxy adds.
        together = [
            sign_in(caller, headers={"X-Forwarded-For": f"198.51.100.{number}, 203.0.113.99"}).code
            for number in range(11)
        ]

    assert apart == [401] * 11
    assert together == [401] * 10 + [429]


def test_switched_off_there_are_none(server):
    caller = Caller(server.url)
    replies = [caller.call("GET", "/api/v1/writing/tools") for _ in range(110)]

    assert {reply.code for reply in replies} == {200}
    assert "X-RateLimit-Limit" not in replies[-1].headers
