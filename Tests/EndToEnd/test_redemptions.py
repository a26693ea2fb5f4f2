"""Redemption codes in real processes: many who want one, and a server that is killed while it gives."""

import csv
import io
from concurrent.futures import ThreadPoolExecutor

import requests

from support.people import Admin, Person, chief
from support.program import Server, said

REDEEM = "/api/v1/operation/redeem"
BATCHES = "/api/v1/admin/redemption-batches"
FIND = "/api/v1/admin/redemption-codes/find"
EXPIRES = "2035-12-31T23:59:59"
CODES = 200
# Codes that are redeemed before the server is killed among the others.
KILLED_AFTER = 60


def make(admin: Admin, count: int, **gift) -> list[str]:
    """The codes of a new batch."""
    form = {"name": "gift", "count": count, "expires_at": EXPIRES} | gift
    return admin.call("POST", BATCHES, form).ok()["codes"]


def redeem(person: Person, code: str) -> int:
    return person.call("POST", REDEEM, {"code": code}).code


def test_of_fifty_who_redeem_a_code_at_once_one_has_it(admin):
    people = [admin.newcomer() for _ in range(50)]
    [credits] = make(admin, 1, credits=7)
    [days] = make(admin, 1, membership_days=7)

    with ThreadPoolExecutor(50) as pool:
        first = list(pool.map(lambda person: redeem(person, credits), people))
        second = list(pool.map(lambda person: redeem(person, days), people))

    assert sorted(first) == [200] + [400] * 49
    assert sorted(second) == [200] + [400] * 49
    assert sum(person.balance() for person in people) == 7
    accounts = [person.call("GET", "/api/v1/credit/balance").ok() for person in people]
    assert sum(account["is_member"] for account in accounts) == 1


def test_a_table_of_ten_thousand_codes_is_read_by_others(admin):
    form = {"name": "=2+3", "credits": 1, "count": 10_000, "expires_at": EXPIRES}
    reply = admin.send("POST", f"{BATCHES}?format=csv", form)

    assert reply.headers["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(reply.text, newline="")))
    assert len({row["code"] for row in rows}) == 10_000
    assert rows[0]["credits"] == "1" and rows[0]["membership_days"] == "" and rows[0]["expires_at"] == EXPIRES
    lin = admin.newcomer()
    assert redeem(lin, rows[-1]["code"]) == 200

    # A code's place in the batch is its line in the table.
    found = admin.call("POST", FIND, {"code": rows[-1]["code"]}).ok()
    listed = admin.call("GET", f"{BATCHES}/{found['batch']['id']}/codes?state=redeemed").ok()["items"]
    assert (found["number"], found["state"], found["user_id"]) == (10_000, "redeemed", lin.id)
    assert [(code["number"], code["user_id"]) for code in listed] == [(10_000, lin.id)]
    assert admin.call("POST", FIND, {"code": rows[0]["code"]}).ok()["number"] == 1


def test_a_code_that_is_looked_up_stands_in_no_log(folder):
    with Server(folder) as server:
        admin = chief(server.url)
        [code] = make(admin, 1, credits=7)
        admin.call("POST", FIND, {"code": code}).ok()
        admin.call("POST", FIND, {"code": code[:-1]})
        shown = admin.send("GET", f"{BATCHES}/1/codes").text + admin.send("GET", "/api/v1/admin/audit").text
        assert "redemption_code.find" in shown
        for part in code.split("-"):
            assert part not in shown and part not in server.log


def test_a_server_that_is_killed_while_it_gives_gives_each_code_once(folder):
    with Server(folder) as server:
        admin = chief(server.url)
        people = [admin.newcomer() for _ in range(8)]
        codes = make(admin, CODES, credits=1)
        answered = []

        def try_to_redeem(turn: int):
            if turn == KILLED_AFTER:
                server.kill()
            try:
                answered.append((codes[turn], redeem(people[turn % len(people)], codes[turn])))
            except requests.RequestException:
                pass

        with ThreadPoolExecutor(8) as pool:
            list(pool.map(try_to_redeem, range(CODES)))
        server.start()

        # Whatever was answered is used; of the others some had been redeemed when nobody could be told any more.
        assert answered and all(code == 200 for _, code in answered)
        assert all(redeem(people[0], code) == 400 for code, _ in answered)
        for code in codes:
            redeem(people[0], code)
        assert sum(person.balance() for person in people) == CODES
        checked = server.command("check")
        assert checked.returncode == 0, said(checked)
        assert f"ok    codes: {CODES} redeemed" in checked.stdout
