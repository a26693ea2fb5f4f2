"""`Idempotency-Key`: a request that is sent again happens once."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from support.provider import TEXT


@pytest.fixture
def lin(admin):
    return admin.newcomer(credits=100)


def test_a_repeat_answers_the_first_reply_and_charges_once(lin):
    key = {"Idempotency-Key": "order-1"}

    first = lin.generate(title="春天", headers=key)
    second = lin.generate(title="春天", headers=key)

    assert first.ok() == second.ok()
    assert lin.ledger() == ["adjustment +100", "consume -10"]
    assert len(lin.creations()) == 1


def test_the_same_key_with_another_body_is_refused(lin):
    key = {"Idempotency-Key": "order-1"}
    lin.generate(title="春天", headers=key).ok()

    assert lin.generate(title="秋天", headers=key).code == 400
    assert lin.generate("work_report", title="春天", headers=key).code == 400
    assert len(lin.creations()) == 1


def test_a_key_belongs_to_one_user(lin, admin):
    key = {"Idempotency-Key": "order-1"}
    mei = admin.newcomer(credits=100)

    assert (
        lin.generate(title="春天", headers=key).ok()["creation_id"]
        != mei.generate(title="春天", headers=key).ok()["creation_id"]
    )
    assert mei.balance() == 90


def test_repeats_at_the_same_moment_are_charged_once_and_answered_alike(lin, admin, provider):
    model = admin.add_model("openai", "gated:repeats", provider.base("openai"))
    start = threading.Barrier(8)

    def generate(_):
        start.wait()
        return lin.generate(title="春天", model_id=model, headers={"Idempotency-Key": "order-1"})

    with ThreadPoolExecutor(8) as pool:
        calls = [pool.submit(generate, number) for number in range(8)]
        provider.gates["gated:repeats"].wait_for_request()
        provider.gates["gated:repeats"].open()
        replies = [call.result() for call in calls]

    assert {reply.ok()["content"] for reply in replies} == {TEXT}
    assert len({reply.data["creation_id"] for reply in replies}) == 1
    assert provider.calls["gated:repeats"] == 1
    assert lin.ledger() == ["adjustment +100", "consume -10"]


def test_a_repeat_of_a_failure_answers_the_failure_and_refunds_once(lin, admin, provider):
    model = admin.add_model("openai", "unauthorized:repeats", provider.base("openai"))
    key = {"Idempotency-Key": "order-1"}

    codes = [lin.generate(model_id=model, headers=key).code for _ in range(3)]

    assert codes == [40006] * 3
    assert lin.ledger() == ["adjustment +100", "consume -10", "refund +10"]


@pytest.mark.parametrize("key", ["", "x" * 256])
def test_a_key_that_is_none_is_refused(lin, key):
    assert lin.generate(headers={"Idempotency-Key": key}).code == 400
    assert lin.ledger() == ["adjustment +100"]


def test_a_stream_with_a_key_is_charged_once(lin):
    """Whatever form the answer has, the credits go once."""
    headers = {"Idempotency-Key": "order-1"}
    form = {"title": "春天", "stream": True}
    for _ in range(2):
        lin.send("POST", "/api/v1/writing/wechat_article/generate", form, headers=headers)

    assert lin.ledger() == ["adjustment +100", "consume -10"]
