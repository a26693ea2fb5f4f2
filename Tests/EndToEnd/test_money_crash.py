"""`kill -9` between a gateway's answer and our commit: no payment is lost, and none is paid back twice."""

import threading

import pytest
import requests

from support.alipay import Alipay
from support.people import Person, chief, eventually
from support.program import Server

PATIENCE_SECONDS = 60
ROUNDS = 20
# Seconds; for safety, never an expectation.
KILL_LIMIT = 60


@pytest.fixture
def alipay():
    with Alipay() as gateway:
        yield gateway


@pytest.fixture
def server(folder, alipay):
    with Server(folder, **alipay.settings) as server:
        yield server


class Kill:
    """Kills a server as soon as the gateway has done what it is asked next."""

    def __init__(self, server: Server, alipay: Alipay):
        self.server = server
        self.done = threading.Event()
        alipay.before_answer = self.strike

    def strike(self):
        self.server.kill()
        self.done.set()

    def restart(self):
        assert self.done.wait(KILL_LIMIT), "the gateway was not asked"
        self.server.start()


def order(person: Person) -> str:
    form = {"amount": 10.00, "payment_method": "alipay"}
    return person.call("POST", "/api/v1/credit/recharge", form).ok()["order_id"]


def test_a_payment_whose_answer_a_killed_server_took_with_it_is_credited_once(server, alipay):
    lin = chief(server.url).newcomer()

    for round in range(ROUNDS):
        number = order(lin)
        alipay.paid[number] = "10.00"
        kill = Kill(server, alipay)
        with pytest.raises(requests.RequestException):
            lin.send("GET", f"/api/v1/credit/orders/{number}")
        kill.restart()

        # The ledger, since whoever looks at the order has its gateway asked.
        def is_credited():
            assert lin.ledger() == ["recharge +100"] * (round + 1)

        eventually(is_credited, PATIENCE_SECONDS)

    assert len(alipay.acts) > ROUNDS


def test_a_refund_whose_answer_a_killed_server_took_with_it_is_made_once(server, alipay):
    admin = chief(server.url)
    lin = admin.newcomer()
    number = order(lin)
    alipay.paid[number] = "10.00"
    assert lin.call("GET", f"/api/v1/credit/orders/{number}").ok()["status"] == "paid"

    kill = Kill(server, alipay)
    with pytest.raises(requests.RequestException):
        admin.send("POST", f"/api/v1/admin/orders/{number}/refund", {"reason": "买错了"})
    there = dict(alipay.refunds)
    kill.restart()

    def is_refunded():
        assert lin.call("GET", f"/api/v1/credit/orders/{number}").ok()["status"] == "refunded"

    eventually(is_refunded, PATIENCE_SECONDS)

    assert there == {f"{number}F1": "10.00"}
    assert alipay.refunds == there
    asked = [method for method, _ in alipay.acts]
    again = asked.count("alipay.trade.refund") - 1 + asked.count("alipay.trade.fastpay.refund.query")
    assert again >= 1, "it was asked for once more, or asked about"
    assert lin.ledger() == ["recharge +100", "refund -100"]
