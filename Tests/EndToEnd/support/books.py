"""What has to be true of the ledger whatever died: every credit is accounted for, every generation has ended once."""

from collections import Counter
from collections.abc import Callable

from support.people import Person

# The rows that a query answers, every value as text.
Ask = Callable[[str], list[tuple[str, ...]]]


def check_person(person: Person, kept: set[int], price: int):
    """What somebody's own replies show; `kept` are the creations that they have been told are theirs."""
    entries = person.entries()
    ledger = Counter(entry["type"] for entry in entries)
    creations = {creation["id"] for creation in person.creations()}

    assert person.balance() == sum(entry["amount"] for entry in entries) >= 0
    assert {entry["amount"] for entry in entries if entry["type"] == "consume"} <= {-price}
    assert ledger["consume"] == len(creations) + ledger["refund"], "a generation neither kept nor refunded, or both"
    assert kept <= creations, "a text that was answered is gone"


def check_rows(ask: Ask):
    """What no reply shows: every generation has ended, and the books agree row by row."""
    states = dict(ask("SELECT state, count(*) FROM generations GROUP BY state"))
    assert set(states) <= {"completed", "failed"}
    unbalanced = """
        SELECT u.id, u.credit_balance, sum(e.amount)
          FROM users u
          JOIN credit_entries e ON e.user_id = u.id
         GROUP BY u.id
        HAVING sum(e.amount) <> u.credit_balance
        """
    assert ask(unbalanced) == []
    twofold = """
        SELECT g.id
          FROM generations g
         WHERE (g.state = 'completed') <> (g.creation_id IS NOT NULL)
            OR (SELECT count(*) FROM credit_entries e WHERE e.generation_id = g.id AND e.type = 'consume') <> 1
            OR (SELECT count(*) FROM credit_entries e WHERE e.generation_id = g.id AND e.type = 'refund')
               <> CASE g.state WHEN 'failed' THEN 1 ELSE 0 END
            OR (SELECT count(*) FROM creations c WHERE c.generation_id = g.id)
               > CASE g.state WHEN 'completed' THEN 1 ELSE 0 END
        """
    assert ask(twofold) == []
