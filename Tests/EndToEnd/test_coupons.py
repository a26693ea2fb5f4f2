"""Coupons against a real server: made by an administrator, claimed and used by users, many of them at once."""

import hashlib
import hmac
import itertools
import json
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from support.people import Admin, Person, Reply, chief
from support.program import Server

SECRET = "payment-secret-for-tests-0123456789abcdef"
COUPONS = "/api/v1/operation/coupons"
CROWD = 30
PLACES = 7

_codes = itertools.count(1)


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    """A server whose payment secret is known, as it is to a bridge."""
    with Server(tmp_path_factory.mktemp("coupons"), HANMO_PAYMENT_SECRET=SECRET) as server:
        yield server


@pytest.fixture(scope="module")
def owner(shop) -> Admin:
    return chief(shop.url)


@pytest.fixture(scope="module")
def crowd(owner) -> list[Person]:
    return [owner.newcomer() for _ in range(CROWD)]


@pytest.fixture
def lin(owner) -> Person:
    return owner.newcomer()


def coupon(owner: Admin, **changes) -> dict:
    """A new coupon, 10 % off unless told otherwise, that is valid for years."""
    form = {
        "code": f"CODE-{next(_codes)}",
        "name": "充值优惠券",
        "type": "discount",
        "value": 10.0,
        "max_usage": 1000,
        "valid_from": "2026-01-22T00:00:00",
        "valid_until": "2099-02-22T23:59:59",
    }
    return owner.call("POST", COUPONS, form | changes).ok()


def order(person: Person, code: str, amount: float = 100.00) -> Reply:
    form = {"amount": amount, "payment_method": "alipay", "coupon_code": code}
    return person.call("POST", "/api/v1/credit/recharge", form)


def report(person: Person, order_id: str, status: str = "success") -> Reply:
    """Sends the callback as a bridge does: signed over the moment and the raw body."""
    form = {"order_id": order_id, "payment_method": "alipay", "transaction_id": f"T-{order_id}", "status": status}
    body, moment = json.dumps(form), str(int(time.time()))
    signature = hmac.digest(SECRET.encode(), f"{moment}.{body}".encode(), hashlib.sha256).hex()
    headers = {"X-Hanmo-Timestamp": moment, "X-Hanmo-Signature": signature}
    return person.call("POST", "/api/v1/credit/payment/callback", data=body, headers=headers, token=None)


def mine(person: Person, status: str) -> list[str]:
    return [claim["code"] for claim in person.pages(f"/api/v1/operation/my-coupons?status={status}")]


def at_once(people: list[Person], act) -> Counter:
    with ThreadPoolExecutor(len(people)) as pool:
        return Counter(pool.map(act, people))


@pytest.mark.parametrize(
    "terms, amount, credits",
    [
        ({"value": 12.5}, 87.50, 1000),
        ({"type": "deduction", "value": 33.33}, 66.67, 1000),
        ({"type": "credit_bonus", "value": 50}, 100.00, 1050),
    ],
)
def test_a_coupon_is_shown_claimed_held_and_used(terms, amount, credits, owner, lin):
    made = coupon(owner, **terms)
    code = made["code"]
    quote = lin.call("GET", f"/api/v1/credit/quote?amount=100&coupon_code={code.lower()}").ok()
    assert (quote["amount"], quote["credits"]) == (amount, credits)

    assert lin.call("POST", f"{COUPONS}/{made['id']}/claim").ok()["status"] == "unused"
    opened = order(lin, code).ok()
    assert (opened["amount"], opened["credits"], opened["coupon_code"]) == (amount, credits, code)
    assert order(lin, code).code == 40003
    assert report(lin, opened["order_id"]).code == 200

    assert lin.balance() == credits
    assert (mine(lin, "unused"), mine(lin, "used")) == ([], [code])
    assert order(lin, code).code == 40003


def test_a_coupon_comes_back_when_its_order_ends_unpaid(owner, lin):
    code = coupon(owner)["code"]
    first = order(lin, code).ok()["order_id"]

    assert report(lin, first, "closed").code == 200
    second = order(lin, code).ok()["order_id"]
    assert report(lin, second).code == 200
    # The first one is paid after all, when its coupon is used: 90 yuan bring what 90 yuan bring.
    assert report(lin, first).code == 200

    assert lin.ledger() == ["recharge +1000", "recharge +900"]


def test_there_are_never_more_claims_than_there_may_be(owner, crowd):
    made = coupon(owner, max_usage=PLACES)

    codes = at_once(crowd, lambda person: person.call("POST", f"{COUPONS}/{made['id']}/claim").code)

    assert codes == {200: PLACES, 40003: CROWD - PLACES}
    shown = owner.call("GET", f"{COUPONS}/{made['id']}").ok()
    assert (shown["claimed_count"], shown["used_count"]) == (PLACES, 0)


def test_orders_at_once_with_a_new_code_are_as_many_as_there_may_be(owner, crowd):
    code = coupon(owner, max_usage=PLACES)["code"]

    assert at_once(crowd, lambda person: order(person, code).code) == {200: PLACES, 40003: CROWD - PLACES}


def test_a_user_orders_once_with_a_coupon_however_often_they_try_at_once(owner, lin):
    code = coupon(owner)["code"]

    assert at_once([lin] * CROWD, lambda person: order(person, code).code) == {200: 1, 40003: CROWD - 1}
    assert len(lin.pages("/api/v1/credit/recharge/orders")) == 1


@pytest.mark.parametrize("code", ["A B", "", "A" * 10_000, "优惠", "a'; DROP TABLE coupons; --", None, 7])
def test_a_code_that_nobody_could_type_is_refused(code, owner):
    before = owner.call("GET", COUPONS).ok()["total"]
    form = {
        "code": code,
        "name": "充值优惠券",
        "type": "discount",
        "value": 10,
        "max_usage": 1,
        "valid_from": "2026-01-22T00:00:00",
        "valid_until": "2026-02-22T23:59:59",
    }

    refused = owner.call("POST", COUPONS, form)

    assert (refused.code, refused.fields) == (400, ["code"])
    assert owner.call("GET", COUPONS).ok()["total"] == before
