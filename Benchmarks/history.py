"""A long history for one user, written straight into the database of a server that is stopped."""

import sqlite3
from pathlib import Path

from people import COST, ORDER
from processes import Trouble
from provider import TEXT

FIRST_MOMENT = 1_700_000_000_000
"""UTC milliseconds of the oldest article; each is a second younger than the one before it."""

_articles = "WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < :count) "


def lengthen(database: Path, username: str, count: int) -> None:
    """Gives the user `count` articles in all, each with its generation and its ledger entry.

    Durability is switched off meanwhile: the file is thrown away if this fails.
    """
    connection = sqlite3.connect(database, isolation_level=None)
    try:
        for pragma in ("journal_mode = OFF", "synchronous = OFF", "locking_mode = EXCLUSIVE", "cache_size = -200000"):
            connection.execute(f"PRAGMA {pragma}")
        found = connection.execute("SELECT id, credit_balance FROM users WHERE username = ?", (username,)).fetchone()
        if found is None:
            raise Trouble(f"there is no user {username}")
        user, balance = found
        have = connection.execute("SELECT count(*) FROM creations WHERE user_id = ?", (user,)).fetchone()[0]
        latest = connection.execute("SELECT coalesce(max(id), 0) FROM generations").fetchone()[0]
        values = {
            "count": count - have, "user": user, "balance": balance, "cost": COST, "latest": latest, "text": TEXT,
            "title": ORDER["title"], "moment": FIRST_MOMENT,
        }
        connection.execute("BEGIN")
        connection.execute(
            _articles + """
            INSERT INTO generations (id, user_id, kind, tool_type, model_id, state, cost, started_at, finished_at)
            SELECT :latest + n, :user, 'text', 'wechat_article', (SELECT min(id) FROM ai_models), 'completed', :cost,
                   :moment + 1000 * n, :moment + 1000 * n
              FROM numbers
            """,
            values,
        )
        connection.execute(
            _articles + """
            INSERT INTO creations (user_id, type, tool_type, title, content, model, credits_used, generation_id,
                                   created_at, updated_at)
            SELECT :user, 'writing', 'wechat_article', :title || ' ' || n, :text, 'bench', :cost, :latest + n,
                   :moment + 1000 * n, :moment + 1000 * n
              FROM numbers
            """,
            values,
        )
        connection.execute(
            "UPDATE creation_totals SET total = total + :count WHERE user_id = :user AND tool_type = 'wechat_article'",
            values,
        )
        connection.execute(
            _articles + """
            INSERT INTO credit_entries (user_id, type, amount, balance_after, description, generation_id, created_at)
            SELECT :user, 'consume', -:cost, :balance - :cost * n, '生成: ' || :title, :latest + n, :moment + 1000 * n
              FROM numbers
            """,
            values,
        )
        connection.execute(
            """
            UPDATE users SET credit_balance = credit_balance - :cost * :count, entry_count = entry_count + :count
             WHERE id = :user
            """,
            values,
        )
        connection.execute("COMMIT")
        connection.execute("PRAGMA journal_mode = WAL")
    finally:
        connection.close()
