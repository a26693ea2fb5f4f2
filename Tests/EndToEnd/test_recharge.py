"""Buying credits: the order, the sandbox cashier, and the callback that only a trusted bridge can sign."""

import hashlib
import hmac
import json
import re
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from support.people import Admin, Person, Reply, chief
from support.program import Server

SECRET = "payment-secret-for-tests-0123456789abcdef"
CALLBACK = "/api/v1/credit/payment/callback"


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    """A server whose payment secret is known, as it is to a bridge."""
    with Server(tmp_path_factory.mktemp("shop"), HANMO_PAYMENT_SECRET=SECRET) as server:
        yield server


@pytest.fixture(scope="module")
def owner(shop) -> Admin:
    return chief(shop.url)


@pytest.fixture
def lin(owner) -> Person:
    return owner.newcomer()


def order(person: Person, amount: float = 10.00, method: str = "alipay") -> dict:
    return person.call("POST", "/api/v1/credit/recharge", {"amount": amount, "payment_method": method}).ok()


def report(person: Person, form: dict, *, secret: str = SECRET, age: int = 0, **headers) -> Reply:
    """Sends the callback as a bridge does: signed over the moment and the raw body."""
    body = json.dumps(form)
    moment = str(int(time.time()) - age)
    signature = hmac.digest(secret.encode(), f"{moment}.{body}".encode(), hashlib.sha256).hex()
    signed = {"X-Hanmo-Timestamp": moment, "X-Hanmo-Signature": signature, **headers}
    return person.call("POST", CALLBACK, data=body, headers=signed, token=None)


def success(order_id: str, **changes) -> dict:
    form = {"order_id": order_id, "payment_method": "alipay", "transaction_id": "2026012212345678", "status": "success"}
    return form | changes


def test_an_order_tells_what_it_costs_and_where_it_is_paid(lin, shop):
    opened = order(lin)

    assert re.fullmatch(r"R\d{8}\d{7}", opened["order_id"])
    assert (opened["amount"], opened["credits"]) == (10.00, 100)
    assert opened["payment_url"].startswith(shop.url)
    assert lin.balance() == 0
    [listed] = lin.pages("/api/v1/credit/recharge/orders")
    assert listed["order_id"] == opened["order_id"]


@pytest.mark.parametrize("amount", [0, -10, 0.001, 10.001, 50_000.01, 10**30, "10", None, True])
def test_an_amount_that_cannot_be_paid_is_refused(amount, lin):
    refused = lin.call("POST", "/api/v1/credit/recharge", {"amount": amount, "payment_method": "alipay"})

    assert (refused.code, refused.fields) == (400, ["amount"])


@pytest.mark.parametrize("method", ["balance", "cash", "", None, 1])
def test_a_method_that_cannot_pay_is_refused(method, lin):
    refused = lin.call("POST", "/api/v1/credit/recharge", {"amount": 10.00, "payment_method": method})

    assert (refused.code, refused.fields) == (400, ["payment_method"])


def test_the_smallest_and_the_largest_amount_are_taken(lin):
    assert order(lin, 0.01)["amount"] == 0.01
    assert order(lin, 50_000)["credits"] == 500_000
    assert order(lin, 19.99)["amount"] == 19.99


def test_a_payment_too_small_for_a_credit_is_booked_all_the_same(lin):
    id = order(lin, 0.01)["order_id"]

    assert report(lin, success(id)).code == 200

    [booked] = lin.pages("/api/v1/credit/recharge/orders")
    assert (booked["status"], booked["credits"], lin.balance()) == ("paid", 0, 0)


def test_a_click_in_the_sandbox_pays_once(lin):
    opened = order(lin, method="wechat")
    path = opened["payment_url"].removeprefix(lin.url)
    page = lin.send("GET", path, token=None).text
    assert "10.00" in page
    [button] = re.findall(r'action="([^"]+/success[^"]*)"', page)

    for _ in range(2):
        assert lin.send("POST", button.replace("&amp;", "&"), token=None).status_code == 200

    assert lin.balance() == 100
    assert lin.ledger() == ["recharge +100"]


def test_the_sandbox_opens_only_to_whoever_has_the_link(lin):
    number = order(lin)["order_id"]

    for link in (f"/cashier/{number}", f"/cashier/{number}?key=", f"/cashier/{number}?key={'0' * 32}"):
        assert lin.call("GET", link, token=None).code == 404
        assert lin.call("POST", link.replace(number, f"{number}/success"), token=None).code == 404
    assert lin.ledger() == []


def test_a_signed_success_is_credited_exactly_once_however_often_it_comes(lin):
    opened = order(lin)

    with ThreadPoolExecutor(10) as pool:
        codes = list(pool.map(lambda _: report(lin, success(opened["order_id"])).code, range(20)))

    assert codes == [200] * 20
    assert lin.ledger() == ["recharge +100"]


def test_a_failure_after_a_success_takes_nothing_back_and_one_before_it_does_not_hinder(lin):
    first, second = order(lin)["order_id"], order(lin)["order_id"]

    for id, statuses in ((first, ["success", "failed", "closed"]), (second, ["failed", "closed", "success"])):
        for status in statuses:
            report(lin, success(id, status=status))

    assert lin.ledger() == ["recharge +100", "recharge +100"]


def test_what_is_not_signed_changes_nothing(lin):
    form = success(order(lin)["order_id"])
    refused = [
        lin.call("POST", CALLBACK, form),
        report(lin, form, secret="another-payment-secret-0123456789abcdef"),
        report(lin, form, age=301),
        report(lin, form, age=-301),
        report(lin, form, **{"X-Hanmo-Signature": ""}),
        report(lin, form, **{"X-Hanmo-Timestamp": "now"}),
        *(report(lin, form, **{"X-Hanmo-Timestamp": moment}) for moment in ("9" * 30, str(2**63 - 1), str(-(2**63)))),
    ]

    assert [reply.code for reply in refused] == [401] * len(refused)
    assert lin.ledger() == []


def test_a_report_that_does_not_fit_its_order_is_not_credited(lin):
    id = order(lin)["order_id"]

    assert report(lin, success("R202601019999999")).code == 40004
    assert report(lin, success(id, payment_method="wechat")).code == 40005
    assert report(lin, success(id, amount=9.99)).code == 40005
    assert report(lin, success(id, status="paid")).fields == ["status"]
    assert lin.ledger() == []
    assert report(lin, success(id, amount=10.00)).code == 200
    assert lin.balance() == 100


def test_somebody_elses_orders_are_not_shown(lin, owner):
    number = order(lin)["order_id"]
    mei = owner.newcomer()

    assert mei.pages("/api/v1/credit/recharge/orders") == []
    assert mei.call("GET", f"/api/v1/credit/orders/{number}").code == 40004
    assert lin.call("GET", f"/api/v1/credit/orders/{number}").ok()["status"] == "pending"


def buy(person: Person, membership_type: str, method: str) -> Reply:
    form = {"membership_type": membership_type, "payment_method": method}
    return person.call("POST", "/api/v1/credit/membership", form)


def test_a_membership_is_paid_in_the_sandbox_and_makes_writing_free(lin):
    opened = buy(lin, "monthly", "wechat").ok()
    page = lin.send("GET", opened["payment_url"].removeprefix(lin.url), token=None).text
    [button] = re.findall(r'action="([^"]+/success[^"]*)"', page)

    assert lin.send("POST", button.replace("&amp;", "&"), token=None).status_code == 200

    assert re.fullmatch(r"M\d{8}\d{7}", opened["order_id"])
    assert lin.call("GET", f"/api/v1/credit/orders/{opened['order_id']}").ok()["status"] == "paid"
    assert lin.call("GET", "/api/v1/credit/balance").ok()["membership_type"] == "monthly"
    assert lin.generate(title="春天").ok()["credits_used"] == 0


def test_memberships_paid_from_the_balance_follow_each_other(owner):
    lin = owner.newcomer(credits=349)

    assert buy(lin, "monthly", "balance").ok()["payment_url"] is None
    first = lin.call("GET", "/api/v1/credit/balance").ok()["membership_end_date"]
    assert buy(lin, "quarterly", "balance").ok()["status"] == "paid"
    second = lin.call("GET", "/api/v1/credit/balance").ok()["membership_end_date"]

    assert buy(lin, "yearly", "balance").code == 40001
    assert lin.balance() == 0
    assert [entry["status"] for entry in lin.pages("/api/v1/credit/membership/orders")] == ["paid", "paid"]
    assert months(second) - months(first) == 3


def months(moment: str) -> int:
    year, month, _ = moment.split("-")
    return int(year) * 12 + int(month)


@pytest.mark.parametrize("field", ["membership_type", "payment_method"])
@pytest.mark.parametrize("value", ["gold", "", None, 1])
def test_what_is_no_membership_is_refused(field, value, lin):
    form = {"membership_type": "monthly", "payment_method": "alipay"} | {field: value}

    refused = lin.call("POST", "/api/v1/credit/membership", form)

    assert (refused.code, refused.fields) == (400, [field])
