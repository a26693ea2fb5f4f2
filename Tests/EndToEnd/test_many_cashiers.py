"""Two servers on one PostgreSQL database that sell at once: each order has a number of its own and is credited once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from support.alipay import Alipay
from support.database import only_postgres
from support.people import Person, chief, eventually
from support.program import Server

pytestmark = only_postgres

SECRET = "0123456789abcdef0123456789abcdef-of-both"
ORDERS = 40
PAID = 12
COPIES = 8
KILLS = 6
# A killed server's leases run out after 30 seconds.
PATIENCE_SECONDS = 60


@pytest.fixture
def alipay():
    with Alipay() as gateway:
        yield gateway


@pytest.fixture
def pair(folder, alipay):
    settings = alipay.settings | {"HANMO_SECRET": SECRET}
    with Server(folder, **settings) as one, Server(folder, **settings) as other:
        yield one, other


def order(person: Person) -> str:
    form = {"amount": 10.00, "payment_method": "alipay"}
    return person.call("POST", "/api/v1/credit/recharge", form).ok()["order_id"]


def report(server: Server, form: dict) -> str:
    """What the server answers to Alipay; nothing where it is killed meanwhile."""
    try:
        return requests.post(f"{server.url}/api/v1/credit/payment/notify/alipay", data=form, timeout=60).text
    except requests.RequestException:
        return ""


def test_two_servers_number_credit_and_refund_each_order_once(pair, alipay):
    admin = chief(pair[0].url)
    lin = admin.newcomer()
    lins = [lin, Person(pair[1].url, lin.name, token=lin.token)]
    admins = [admin, Person(pair[1].url, admin.name, token=admin.token)]

    with ThreadPoolExecutor(16) as pool:
        numbers = list(pool.map(lambda turn: order(lins[turn % 2]), range(ORDERS)))
        assert len(set(numbers)) == ORDERS

        paid = numbers[:PAID]
        for number in paid:
            alipay.paid[number] = "10.00"
        acts = []
        for number in paid:
            form = alipay.notification(number)
            acts += [lambda turn=turn, form=form: report(pair[turn % 2], form) for turn in range(COPIES)]
            acts += [
                lambda turn=turn, number=number: lins[turn].call("GET", f"/api/v1/credit/orders/{number}").ok()["order_id"]
                for turn in range(2)
            ]
        answers = list(pool.map(lambda act: act(), acts))
        assert set(answers) == {"success", *paid}
        assert lin.ledger() == ["recharge +100"] * PAID

        back = paid[: PAID // 2]
        refunds = list(
            pool.map(
                lambda turn: admins[turn % 2].call(
                    "POST", f"/api/v1/admin/orders/{back[turn % len(back)]}/refund", {"reason": "买错了"}
                ),
                range(len(back) * 4),
            )
        )
    assert {refund.code for refund in refunds} == {200}

    def are_refunded():
        assert sorted(alipay.refunds) == sorted(f"{number}F1" for number in back)
        assert sorted(lin.ledger()) == sorted(["recharge +100"] * PAID + ["refund -100"] * len(back))

    eventually(are_refunded)


def test_a_server_killed_among_notifications_loses_none(pair, alipay):
    one, other = pair
    lin = chief(other.url).newcomer()

    with ThreadPoolExecutor(8) as pool:
        for turn in range(KILLS):
            number = order(lin)
            alipay.paid[number] = "10.00"
            form = alipay.notification(number)
            reports = [pool.submit(report, one, form) for _ in range(8)]
            one.kill()
            for answer in reports:
                answer.result()
            one.start()

            def is_credited():
                assert lin.ledger() == ["recharge +100"] * (turn + 1)

            eventually(is_credited, PATIENCE_SECONDS)
