"""`kill -9` under load: neither a lost credit nor a free text."""

import random
from collections import defaultdict
from functools import partial

from support import database
from support.books import check_person, check_rows
from support.load import Load
from support.people import chief, eventually
from support.program import Server

# On PostgreSQL other servers may be alive, so what a killed one left is only taken when its lease has run out.
ROUNDS, PATIENCE_SECONDS = (3, 90) if database.POSTGRES else (10, 60)
PEOPLE = 6
CREDITS = 100_000
PRICE = 10


def test_kills_under_load_lose_no_credit_and_give_no_text_away(folder, provider):
    rng = random.Random(20260122)
    server = Server(folder)
    kept: defaultdict[str, set[int]] = defaultdict(set)
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
            for name, creations in load.kept.items():
                kept[name] |= creations
            server.start()
            for person in people:
                eventually(partial(check_person, person, kept[person.name], PRICE), PATIENCE_SECONDS)
        refunds = sum(len(person.ledger("refund")) for person in people)
    assert refunds > 0, "no kill met a generation on its way: the test proves nothing"
    if not database.POSTGRES:
        assert database.ask(folder, "PRAGMA integrity_check") == [("ok",)]
    check_rows(partial(database.ask, folder))
