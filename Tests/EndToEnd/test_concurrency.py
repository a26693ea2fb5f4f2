"""Many requests at once: nobody spends the same credit twice."""

import itertools
import threading
from concurrent.futures import ThreadPoolExecutor, as_completed

from support.people import Person

AT_ONCE = 200
AFFORDABLE = 7


def test_of_200_generations_at_once_exactly_those_that_can_be_paid_succeed(admin, provider):
    lin = admin.newcomer(credits=10 * AFFORDABLE + 9)
    model = admin.add_model("openai", "gated:concurrency", provider.base("openai"))
    start = threading.Barrier(AT_ONCE)

    def generate(number: int):
        start.wait()
        return lin.generate(title=f"第{number}篇", model_id=model)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        calls = [pool.submit(generate, number) for number in range(AT_ONCE)]
        try:
            # No text is delivered before everybody else has been turned away, so nobody can pay with a refund.
            refused = [call.result().code for call in itertools.islice(as_completed(calls), AT_ONCE - AFFORDABLE)]
        finally:
            provider.gates["gated:concurrency"].open()
    codes = sorted(call.result().code for call in calls)

    assert refused == [40001] * (AT_ONCE - AFFORDABLE)
    assert codes == [200] * AFFORDABLE + [40001] * (AT_ONCE - AFFORDABLE)
    assert lin.balance() == 9
    assert lin.ledger() == ["adjustment +79"] + ["consume -10"] * AFFORDABLE
    assert len(lin.creations()) == AFFORDABLE


def test_of_many_registrations_of_one_name_at_once_one_succeeds(server):
    start = threading.Barrier(8)

    def register(number: int):
        start.wait()
        form = {"username": "Same-Name", "email": f"same-{number}@example.com", "password": "same-password"}
        return Person(server.url, "nobody").call("POST", "/api/v1/auth/register", form).code

    with ThreadPoolExecutor(8) as pool:
        codes = sorted(pool.map(register, range(8)))

    assert codes == [200] + [400] * 7


def test_refunds_at_once_bring_every_credit_back(admin, provider):
    lin = admin.newcomer(credits=200)
    model = admin.add_model("openai", "unauthorized:concurrency", provider.base("openai"))

    with ThreadPoolExecutor(20) as pool:
        codes = set(pool.map(lambda number: lin.generate(model_id=model).code, range(60)))

    assert codes <= {40006, 40001} and 40006 in codes
    assert lin.balance() == 200
    assert len(lin.ledger("consume")) == len(lin.ledger("refund"))
