"""`kill -9` under load: neither a lost credit nor a free text."""

import itertools
import random
import threading
from collections import Counter
from functools import partial

import requests

from support import database
from support.people import Person, chief, eventually
from support.program import Server

# On PostgreSQL other servers may be alive, so what a killed one left is only taken when its lease has run out.
ROUNDS, PATIENCE_SECONDS = (3, 90) if database.POSTGRES else (10, 60)
PEOPLE = 6
# Requests that each person has under way at once.
HANDS = 3
CREDITS = 100_000
PRICE = 10


class Load:
    """People who generate as fast as they are answered, until the server is gone."""

    def __init__(self, people: list[Person], model: int):
        self.answered: list[tuple[Person, int]] = []
        self._enough = threading.Semaphore(0)
        self._threads = [
            threading.Thread(target=self._write, args=(person, model, hand))
            for person, hand in itertools.product(people, range(HANDS))
        ]
        for thread in self._threads:
            thread.start()

    def _write(self, person: Person, model: int, hand: int):
        for number in itertools.count():
            try:
                reply = person.generate(title=f"第{hand}-{number}篇", model_id=model)
            except (requests.RequestException, ValueError):
                return
            self.answered.append((person, reply.ok()["creation_id"]))
            self._enough.release()

    def wait_for(self, answers: int):
        for _ in range(answers):
            assert self._enough.acquire(timeout=60), "the server no longer answers"

    def end(self):
        for thread in self._threads:
            thread.join()


def test_kills_under_load_lose_no_credit_and_give_no_text_away(folder, provider):
    rng = random.Random(20260122)
    server = Server(folder)
    kept: list[tuple[Person, int]] = []
    with server:
        admin = chief(server.url)
        people = [admin.newcomer(credits=CREDITS) for _ in range(PEOPLE)]
        models = [
            admin.add_model(language, "slow:crash", provider.base(language), credits_cost=PRICE)
            for language in ("openai", "qwen")
        ]
        for round in range(ROUNDS):
            load = Load(people, models[round % 2])
            try:
                load.wait_for(rng.randint(1, 60))
            finally:
                server.kill()
                load.end()
            kept += load.answered
            server.start()
            for person in people:
                eventually(partial(check, person, kept), PATIENCE_SECONDS)
        refunds = sum(len(person.ledger("refund")) for person in people)
    assert refunds > 0, "no kill met a generation on its way: the test proves nothing"
    check_database(server)


def check(person: Person, kept: list[tuple[Person, int]]):
    entries = person.entries()
    ledger = Counter(entry["type"] for entry in entries)
    creations = {creation["id"] for creation in person.creations()}

    assert person.balance() == sum(entry["amount"] for entry in entries) >= 0
    assert {entry["amount"] for entry in entries if entry["type"] == "consume"} <= {-PRICE}
    assert ledger["consume"] == len(creations) + ledger["refund"], "a generation neither kept nor refunded, or both"
    # What somebody has been told is theirs stays theirs.
    assert {creation for owner, creation in kept if owner is person} <= creations


def check_database(server: Server):
    """What no reply shows: every generation has ended, and the books agree row by row."""
    if not database.POSTGRES:
        assert database.ask(server.folder, "PRAGMA integrity_check") == [("ok",)]
    states = dict(database.ask(server.folder, "SELECT state, count(*) FROM generations GROUP BY state"))
    assert set(states) == {"completed", "failed"}
    unbalanced = """
        SELECT u.id, u.credit_balance, sum(e.amount)
          FROM users u
          JOIN credit_entries e ON e.user_id = u.id
         GROUP BY u.id
        HAVING sum(e.amount) <> u.credit_balance
        """
    assert database.ask(server.folder, unbalanced) == []
    twofold = """
        SELECT g.id
          FROM generations g
         WHERE (g.state = 'completed') <> (g.creation_id IS NOT NULL)
            OR (SELECT count(*) FROM credit_entries e WHERE e.generation_id = g.id AND e.type = 'consume') <> 1
            OR (SELECT count(*) FROM credit_entries e WHERE e.generation_id = g.id AND e.type = 'refund')
               <> CASE g.state WHEN 'failed' THEN 1 ELSE 0 END
        """
    assert database.ask(server.folder, twofold) == []
