"""Activities and referrals on real processes: the API document's own bodies, and many at once."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from support import database
from support.people import PASSWORD, Admin, Caller, Person, chief
from support.program import Server

AT_ONCE = 50
PLACES = 10
SECRET = "0123456789abcdef0123456789abcdef-of-both"
DATES = {"start_time": "2026-01-22T00:00:00", "end_time": "2099-02-22T23:59:59"}


@pytest.fixture
def servers(folder):
    """On PostgreSQL two that know each other only through the database, else one."""
    settings = {"HANMO_SECRET": SECRET, "HANMO_PUBLIC_URL": "https://example.com"}
    with Server(folder, **settings) as one:
        if database.url(folder) is None:
            yield [one]
        else:
            with Server(folder, **settings) as other:
                yield [one, other]


def offer(admin: Admin, kind: str, config: dict, **form) -> dict:
    offered = {"name": "新用户注册送积分", "type": kind, "description": "新用户注册即送100积分", "config": config}
    form = offered | DATES | form
    reply = admin.call("POST", "/api/v1/operation/activities", form)
    assert reply.message == "活动创建成功"
    return reply.ok()


def at_once(act) -> list[int]:
    """The codes of so many calls at the same moment, sorted."""
    start = threading.Barrier(AT_ONCE)

    def one(number: int) -> int:
        start.wait()
        return act(number)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return sorted(pool.map(one, range(AT_ONCE)))


def test_the_bodies_of_the_api_document_are_taken_and_answered_as_written(admin):
    made = offer(admin, "credit_gift", {"credits": 100})
    assert {"id", "name", "status"} <= set(made) and made["status"] == "active"
    lin = admin.newcomer()

    listed = lin.call("GET", "/api/v1/operation/activities?status=active&page=1&page_size=20").ok()
    assert made["id"] in [item["id"] for item in listed["items"]]
    assert lin.call("POST", f"/api/v1/operation/activities/{made['id']}/participate").ok()["credits"] == 100
    assert lin.call("POST", f"/api/v1/operation/activities/{made['id']}/participate").code == 400
    assert lin.ledger() == ["gift +100"]

    invitation = lin.call("POST", "/api/v1/operation/referral/generate")
    assert invitation.message == "推荐码已生成"
    assert invitation.data == lin.call("POST", "/api/v1/operation/referral/generate").ok()
    code = invitation.data["referral_code"]
    assert invitation.data["referral_url"].endswith(f"/register?ref={code}")
    mei = bring(lin, "of-the-document")
    records = lin.call("GET", "/api/v1/operation/referral/records?page=1&page_size=20").ok()
    assert (records["total"], records["total_rewards"]) == (1, 0)
    assert records["items"][0]["referred_user"] == mei.name and records["items"][0]["status"] == "pending"


def bring(referrer: Person, name: str, url: str | None = None) -> Person:
    code = referrer.call("GET", "/api/v1/auth/me").ok()["referral_code"]
    url = url or referrer.url
    form = {"username": name, "email": f"{name}@example.com", "password": PASSWORD, "referral_code": code}
    Caller(url).call("POST", "/api/v1/auth/register", form).ok()
    return Person(url, name).sign_in()


def test_of_fifty_who_sign_up_at_once_ten_get_the_gift_of_ten_places(servers, folder):
    admin = chief(servers[0].url)
    lin = admin.newcomer()
    code = lin.call("GET", "/api/v1/auth/me").ok()["referral_code"]
    gift = offer(admin, "credit_gift", {"credits": 100, "trigger": "register", "max_participants": PLACES})
    offer(admin, "referral_bonus", {"referrer_credits": 3, "referred_credits": 1, "trigger": "register"})

    def register(number: int) -> int:
        form = {
            "username": f"at-once-{number}",
            "email": f"at-once-{number}@example.com",
            "password": PASSWORD,
            "referral_code": code,
        }
        return Caller(servers[number % len(servers)].url).call("POST", "/api/v1/auth/register", form).code

    assert at_once(register) == [200] * AT_ONCE

    assert admin.call("GET", f"/api/v1/operation/activities/{gift['id']}").ok()["participants"] == PLACES
    balances = database.ask(
        folder, "SELECT credit_balance, count(*) FROM users WHERE referrer_id > 0 GROUP BY 1 ORDER BY 1"
    )
    assert [tuple(map(int, row)) for row in balances] == [(1, AT_ONCE - PLACES), (101, PLACES)]
    # No more than the daily cap.
    assert lin.ledger() == ["referral +3"] * 20
    checked = servers[0].command("check")
    assert checked.returncode == 0, checked.stdout


def test_of_fifty_who_take_part_at_once_ten_get_it_and_of_one_fifty_times_one(servers):
    admin = chief(servers[0].url)
    people = [admin.newcomer() for _ in range(AT_ONCE)]
    gift = offer(admin, "credit_gift", {"credits": 7, "max_participants": PLACES})["id"]
    free = offer(admin, "credit_gift", {"credits": 5})["id"]

    def participate(person: Person, activity: int, number: int) -> int:
        there = person.at(servers[number % len(servers)].url)
        return there.call("POST", f"/api/v1/operation/activities/{activity}/participate").code

    many = at_once(lambda number: participate(people[number], gift, number))
    one = at_once(lambda number: participate(people[0], free, number))

    assert many == [200] * PLACES + [40010] * (AT_ONCE - PLACES)
    assert one == [200] + [400] * (AT_ONCE - 1)
    assert sum(person.balance() for person in people) == 7 * PLACES + 5


def test_payments_at_once_earn_each_reward_once(servers):
    admin = chief(servers[0].url)
    lin = admin.newcomer()
    offer(admin, "first_purchase", {"bonus_percent": 10})
    people = [bring(lin, f"payer-{number}") for number in range(5)]
    form = {"amount": 10.00, "payment_method": "alipay"}
    orders = [person.call("POST", "/api/v1/credit/recharge", form).ok()["payment_url"] for person in people * 2]

    def pay(number: int) -> int:
        # The cashier's page answers with a redirect to itself, paid or not.
        url = orders[number % len(orders)].replace("https://example.com", servers[number % len(servers)].url)
        path, key = url.split("?")
        return Caller(path).send("POST", f"/success?{key}", allow_redirects=False).status_code

    assert set(at_once(pay)) == {303}

    assert lin.ledger() == ["referral +50"] * 5
    for person in people:
        assert sorted(person.ledger()) == ["gift +10", "recharge +100", "recharge +100"]
