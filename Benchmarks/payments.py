"""Orders, and the reports by which a payment bridge settles them."""

import hashlib
import hmac
import json
import time

import loads
from loads import Figures, hammer, median
from people import Caller, People
from processes import PAYMENT_SECRET, Server, Trouble

CALLBACK = "/api/v1/credit/payment/callback"
RECHARGE = {"amount": 1.00, "payment_method": "alipay"}
CREDITS = 10
OPENING_SECONDS = 4
PAGE = 100


def settle_all(server: Server, people: People) -> Figures:
    """Signed reports of success, each of another open order; only what was credited counts."""
    (people.files / "recharge").write_text(json.dumps(RECHARGE) + "\n")
    hammer(server, people, "POST", "/api/v1/credit/recharge", bodies="recharge", seconds=OPENING_SECONDS)
    orders = open_orders(server, people)
    share = len(orders) // loads.ROUNDS
    rounds = [settle(server, people, orders[n * share : (n + 1) * share]) for n in range(loads.ROUNDS)]
    settled = sum(figures.requests for figures in rounds)
    return median(rounds).noting(f"{settled:,} orders, each credited once")


def open_orders(server: Server, people: People) -> list[str]:
    orders = []
    for token in people.tokens:
        caller, page = Caller(server, token), 1
        while True:
            found = caller.ask("GET", f"/api/v1/credit/recharge/orders?status=pending&page={page}&page_size={PAGE}")
            orders += [order["order_id"] for order in found["items"]]
            if page * PAGE >= found["total"]:
                break
            page += 1
    return orders


def settle(server: Server, people: People, orders: list[str]) -> Figures:
    """One round: a second of reports, all of the same moment, as many connections as ever."""
    bodies = [
        json.dumps({"order_id": order, "payment_method": "alipay", "transaction_id": f"t{order}", "status": "success"})
        for order in orders
    ]
    now = str(int(time.time()))
    heads = [f"X-Hanmo-Timestamp: {now}\tX-Hanmo-Signature: {signature(now, body)}" for body in bodies]
    (people.files / "reports").write_text("".join(f"{body}\n" for body in bodies))
    (people.files / "signatures").write_text("".join(f"{head}\n" for head in heads))
    before = balances(server, people)
    figures = hammer(server, people, "POST", CALLBACK, bodies="reports", heads="signatures", seconds=1)
    credited, rest = divmod(balances(server, people) - before, CREDITS)
    # What was under way when the load ended may be credited, too; what came after the last order was a repeat.
    expected = range(min(figures.requests, len(orders)), min(figures.requests + loads.CONNECTIONS, len(orders)) + 1)
    if rest or credited not in expected:
        raise Trouble(f"{figures.requests} reports of {len(orders)} orders credited {credited} of them")
    seconds = figures.requests / figures.per_second
    return Figures(credited / seconds, figures.cpu_us, figures.p50_ms, figures.p99_ms, credited)


def signature(timestamp: str, body: str) -> str:
    return hmac.new(PAYMENT_SECRET.encode(), f"{timestamp}.{body}".encode(), hashlib.sha256).hexdigest()


def balances(server: Server, people: People) -> int:
    return sum(Caller(server, token).ask("GET", "/api/v1/credit/balance")["credit_balance"] for token in people.tokens)
