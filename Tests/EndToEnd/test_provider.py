"""What becomes of a generation when the AI service answers, stalls or fails, in both of its languages."""

import socket

import pytest

from support.people import eventually
from support.provider import TEXT

REFUNDED = ["adjustment +100", "consume -10", "refund +10"]
CHARGED = ["adjustment +100", "consume -10"]

AGAIN = range(2, 10)
ONCE = range(1, 2)

# behaviour: the documented code, and how often the service may be asked
FAILURES = {
    "moderated": (40007, ONCE),
    "unauthorized": (40006, ONCE),
    "unpaid": (40006, ONCE),
    "limited": (40006, AGAIN),
    "unbilled": (40006, ONCE),
    "broken": (40006, AGAIN),
    "down": (40006, AGAIN),
    "garbled": (40006, ONCE),
    "page": (40006, ONCE),
    "cut": (40006, ONCE),
    "empty": (40007, ONCE),
    "blank": (40007, ONCE),
    "filtered": (40007, ONCE),
}


@pytest.fixture(params=["openai", "qwen"])
def language(request):
    return request.param


@pytest.fixture
def model(request, language, admin, provider):
    """Makes a model that behaves in a given way: its id, and the name by which the provider knows it."""

    def make(behaviour: str) -> tuple[int, str]:
        name = f"{behaviour}:{request.node.name}"
        return admin.add_model(language, name, provider.base(language)), name

    return make


def test_a_good_answer_is_kept_and_charged_once(model, admin, provider):
    lin = admin.newcomer(credits=100)
    id, name = model("ok")

    data = lin.generate(model_id=id, keywords=["时间管理", "效率工具"], requirements="字数2000字").ok()

    assert data["content"] == TEXT
    assert data["credits_used"] == 10
    assert lin.ledger() == CHARGED
    assert lin.balance() == 90
    [creation] = lin.creations()
    assert (creation["id"], creation["content"]) == (data["creation_id"], TEXT)
    asked = str(provider.bodies[name])
    assert all(word in asked for word in ("如何提高工作效率", "时间管理", "效率工具", "2000字"))


@pytest.mark.parametrize("behaviour", FAILURES)
def test_a_failure_has_its_documented_code_and_costs_nothing(behaviour, model, admin, provider):
    code, calls = FAILURES[behaviour]
    lin = admin.newcomer(credits=100)
    id, name = model(behaviour)

    reply = lin.generate(model_id=id)

    assert reply.code == code
    assert lin.ledger() == REFUNDED
    assert lin.balance() == 100
    assert lin.creations() == []
    assert provider.calls[name] in calls


@pytest.mark.parametrize("behaviour", FAILURES)
def test_a_failure_of_a_stream_arrives_as_an_event_and_costs_nothing(behaviour, model, admin):
    lin = admin.newcomer(credits=100)
    id, _ = model(behaviour)

    *_, last = lin.stream(model_id=id).rest()

    assert last.name == "error"
    assert last.data["code"] == FAILURES[behaviour][0]
    assert last.data["data"] is None
    assert lin.ledger() == REFUNDED
    assert lin.creations() == []


@pytest.mark.parametrize("behaviour", ["limited-once", "broken-once", "down-once"])
def test_a_passing_fault_is_tried_again_and_charged_once(behaviour, model, admin, provider):
    lin = admin.newcomer(credits=100)
    id, name = model(behaviour)

    assert lin.generate(model_id=id).ok()["content"] == TEXT

    assert provider.calls[name] == 2
    assert lin.ledger() == CHARGED


def test_a_reset_connection_costs_nothing(model, admin):
    lin = admin.newcomer(credits=100)
    id, _ = model("reset")

    assert lin.generate(model_id=id).code == 40006
    assert lin.ledger() == REFUNDED


def test_a_service_that_nobody_listens_for_costs_nothing(language, admin):
    lin = admin.newcomer(credits=100)
    with socket.socket() as closed:
        # Bound but not listening: the port is refused, and nobody else can take it meanwhile.
        closed.bind(("127.0.0.1", 0))
        id = admin.add_model(language, "ok", f"http://127.0.0.1:{closed.getsockname()[1]}/v1")

        assert lin.generate(model_id=id).code == 40006

    assert lin.ledger() == REFUNDED


def test_the_pieces_of_a_stream_arrive_before_its_end(model, admin, provider):
    lin = admin.newcomer(credits=100)
    id, name = model("halfway")

    stream = lin.stream(model_id=id)
    first = stream.next()
    provider.gates[name].open()
    *deltas, done = stream.rest()

    assert [event.name for event in [first, *deltas]] == ["delta"] * (1 + len(deltas))
    assert "".join(event.data["content"] for event in [first, *deltas]) == TEXT
    assert done.name == "done"
    assert done.data["code"] == 200
    assert done.data["data"]["content"] == TEXT
    assert done.data["data"]["credits_used"] == 10
    assert [creation["id"] for creation in lin.creations()] == [done.data["data"]["creation_id"]]
    assert lin.ledger() == CHARGED


def test_a_streaming_client_that_goes_away_still_gets_its_text_and_pays_once(model, admin, provider):
    lin = admin.newcomer(credits=100)
    id, name = model("halfway")

    stream = lin.stream(model_id=id)
    assert stream.next().name == "delta"
    stream.go_away()
    provider.gates[name].open()

    def kept():
        assert [creation["content"] for creation in lin.creations()] == [TEXT]

    eventually(kept)
    assert lin.ledger() == CHARGED


def test_a_waiting_client_that_goes_away_still_gets_its_text_and_pays_once(model, admin, provider):
    lin = admin.newcomer(credits=100)
    id, name = model("gated")
    form = f'{{"title": "春天", "model_id": {id}}}'.encode()

    with socket.create_connection(("127.0.0.1", int(lin.url.rpartition(":")[2]))) as connection:
        connection.sendall(
            b"POST /api/v1/writing/wechat_article/generate HTTP/1.1\r\nHost: hanmo\r\n"
            + f"Authorization: Bearer {lin.token}\r\nContent-Length: {len(form)}\r\n\r\n".encode()
            + form
        )
        provider.gates[name].wait_for_request()
    provider.gates[name].open()

    def kept():
        assert [creation["title"] for creation in lin.creations()] == ["春天"]

    eventually(kept)
    assert lin.ledger() == CHARGED


def test_a_test_call_tells_the_services_own_error(model, admin):
    good, _ = model("ok")
    bad, _ = model("unauthorized")

    assert admin.call("POST", f"/api/v1/models/{good}/test").ok()["ok"] is True
    failed = admin.call("POST", f"/api/v1/models/{bad}/test").ok()

    assert failed["ok"] is False
    assert failed["error"]


def test_a_key_is_never_shown_and_a_deleted_model_is_no_longer_used(model, admin):
    lin = admin.newcomer(credits=100)
    id, _ = model("ok")
    [shown] = [entry for entry in admin.call("GET", "/api/v1/models").ok() if entry["id"] == id]
    assert shown["has_api_key"] is True
    assert "sk-test-key" not in str(shown)
    creation = lin.generate(model_id=id).ok()["creation_id"]

    admin.call("DELETE", f"/api/v1/models/{id}").ok()

    refused = lin.generate(model_id=id)
    assert (refused.code, refused.fields) == (400, ["model_id"])
    assert lin.call("GET", f"/api/v1/creations/{creation}").ok()["content"] == TEXT
    assert lin.ledger() == CHARGED
