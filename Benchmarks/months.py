"""A month with very many orders and generations, written straight into a database, and what its statistics take."""

import sqlite3
import subprocess
import time
from datetime import datetime, timedelta, timezone
from pathlib import Path

from people import Caller
from processes import ADMIN, Server, Trouble

COUNT = 1_000_000
"""Orders, and generations, all of them in one month."""
USERS = 100_000
DAYS = 31
MONTH_MS = DAYS * 86_400_000
_first = datetime.now(timezone(timedelta(hours=8))).replace(hour=0, minute=0, second=0, microsecond=0)
_first -= timedelta(days=DAYS + 1)
FIRST, LAST = _first.strftime("%F"), (_first + timedelta(days=DAYS - 1)).strftime("%F")
"""Days of Beijing, the last of them the day before yesterday, so that all of them are over."""
FIRST_MOMENT = int(_first.timestamp() * 1000)
"""Midnight in Beijing before the first day, in UTC milliseconds."""
REPORTS = ("", "/daily", "/tools", "/models")
ASKED = 5
"""How often each report is asked for."""
SUMS_PATIENCE_SECONDS = 60
"""How long the job may take that adds up the days."""

# One text for both engines. Odd multipliers scatter users, amounts and models without chance.
_STATEMENTS = f"""
CREATE TEMPORARY TABLE numbers AS
WITH RECURSIVE numbers (n) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT n + 1 FROM numbers WHERE n < {COUNT})
SELECT n FROM numbers;
INSERT INTO users (id, username, username_key, email, email_key, password_hash, role, referral_code, created_at)
SELECT 1000 + n, 'b' || n, 'b' || n, 'b' || n, 'b' || n, '', 'user', 'b' || n,
       {FIRST_MOMENT} + n * {MONTH_MS // USERS} - 1000
  FROM numbers WHERE n <= {USERS};
INSERT INTO orders (number, kind, user_id, original_fen, amount_fen, credits, membership_type, method, status,
                    created_at, expires_at, paid_at, reduced_by, reduced_by_id, reduced_by_name, bonus_credits)
SELECT 'B' || n, CASE WHEN n % 10 = 0 THEN 'membership' ELSE 'recharge' END, 1001 + n * 7919 % {USERS},
       10 + n * 31 % 99990 + CASE WHEN n % 5 = 1 THEN 100 ELSE 0 END, 10 + n * 31 % 99990,
       CASE WHEN n % 10 = 0 THEN 0 ELSE (10 + n * 31 % 99990) / 10 END,
       CASE WHEN n % 10 = 0 THEN 'monthly' END, CASE WHEN n % 20 = 0 THEN 'balance' ELSE 'alipay' END, 'paid',
       {FIRST_MOMENT} + n * {MONTH_MS // COUNT} - 5000, {FIRST_MOMENT} + n * {MONTH_MS // COUNT},
       {FIRST_MOMENT} + n * {MONTH_MS // COUNT} - 1000,
       CASE WHEN n % 5 = 1 THEN 'coupon' END, CASE WHEN n % 5 = 1 THEN 1 END, CASE WHEN n % 5 = 1 THEN 'c' END,
       CASE WHEN n % 5 = 1 THEN 1 ELSE 0 END
  FROM numbers;
INSERT INTO activities (id, name, type, description, config, starts_at, ends_at, created_at)
VALUES (1000, '', 'first_purchase', '', '{{}}', 0, 1, 0);
INSERT INTO credit_entries (user_id, type, amount, balance_after, description, actor_id, created_at)
SELECT 1000 + n, 'gift', 10, 10, '', CASE WHEN k = 0 THEN 1000 + n END,
       {FIRST_MOMENT} + n * {MONTH_MS // USERS} - 900
  FROM numbers, (SELECT 0 AS k UNION ALL SELECT 1) AS kinds WHERE n <= {USERS};
INSERT INTO activity_grants (activity_id, user_id, credits, entry_id, created_at)
SELECT 1000, user_id, 10, id, created_at FROM credit_entries WHERE actor_id IS NULL AND user_id > 1000;
INSERT INTO membership_periods (user_id, order_id, type, starts_at, ends_at)
SELECT user_id, id, 'monthly', paid_at, paid_at + 2592000000 FROM orders
 WHERE kind = 'membership' AND number LIKE 'B%';
INSERT INTO payment_refunds (number, order_id, gateway, amount_fen, credits, state, reason, actor_id, created_at,
                             ended_at)
SELECT number || 'F1', id, 'alipay', amount_fen, -credits, 'done', '', 1, paid_at, paid_at + 3600000 FROM orders
 WHERE id % 100 = 1 AND method <> 'balance' AND number LIKE 'B%';
INSERT INTO generations (user_id, kind, tool_type, model_id, state, cost, failure_code, failure_kind, started_at,
                         finished_at)
SELECT 1001 + n * 7907 % {USERS}, 'text',
       CASE n % 5 WHEN 0 THEN 'resume' WHEN 1 THEN 'translation' WHEN 2 THEN 'story_novel' WHEN 3 THEN 'work_report'
                  ELSE 'wechat_article' END,
       1 + n % 4, CASE WHEN n % 33 = 0 THEN 'failed' ELSE 'completed' END, 10,
       CASE WHEN n % 33 = 0 THEN 40006 END, CASE WHEN n % 33 = 0 THEN 'timedOut' END,
       {FIRST_MOMENT} + n * {MONTH_MS // COUNT} - 500 - n * 37 % 20000, {FIRST_MOMENT} + n * {MONTH_MS // COUNT} - 1000
  FROM numbers;
DROP TABLE numbers;
UPDATE jobs SET run_at = 0 WHERE kind = 'statistics.days' AND state = 'queued';
"""


def fill(folder: Path, database: str) -> None:
    """Writes the month into the database of a server that is stopped; `database` is empty for SQLite."""
    if not database:
        connection = sqlite3.connect(folder / "hanmo.db", isolation_level=None)
        try:
            for pragma in ("synchronous = OFF", "cache_size = -200000", "temp_store = MEMORY"):
                connection.execute(f"PRAGMA {pragma}")
            connection.executescript(f"BEGIN;{_STATEMENTS}COMMIT;ANALYZE;PRAGMA wal_checkpoint(TRUNCATE);")
        finally:
            connection.close()
        return
    done = subprocess.run(
        ["psql", "--quiet", "--set", "ON_ERROR_STOP=1", database],
        input=f"SET synchronous_commit = off; {_STATEMENTS} VACUUM ANALYZE;", capture_output=True, text=True,
    )
    if done.returncode != 0:
        raise Trouble(f"psql: {done.stderr[-1000:]}")


def ask(server: Server) -> dict[str, list[float]]:
    """Milliseconds of each answer by report, once the days are added up."""
    caller = Caller(server)
    login = {"username": ADMIN["username"], "password": ADMIN["password"]}
    token = caller.ask("POST", "/api/v1/auth/login", login)["access_token"]
    admin = Caller(server, token)
    end = time.monotonic() + SUMS_PATIENCE_SECONDS
    while admin.ask("GET", "/api/v1/admin/jobs?kind=statistics.days&state=done")["total"] == 0:
        if time.monotonic() > end:
            raise Trouble("the days are not added up")
        time.sleep(0.1)
    took = {report: [] for report in REPORTS}
    for _ in range(ASKED):
        for report in REPORTS:
            began = time.perf_counter()
            found = admin.ask("GET", f"/api/v1/operation/statistics{report}?start_date={FIRST}&end_date={LAST}")
            took[report].append((time.perf_counter() - began) * 1e3)
            check(report, found)
    return took


def check(report: str, found: dict) -> None:
    """Whether the numbers are those that were written."""
    if report == "":
        given = found["promotions"]["first_purchase_credits"] + found["promotions"]["redemption_credits"]
        counted, written = found["new_users"] + given, USERS + 20 * USERS
    elif report == "/daily":
        counted = sum(sum(day["generations"].values()) + day["failed_generations"] for day in found["items"])
        written = COUNT
    else:
        counted, written = sum(item["generations"] + item["failed"] for item in found["items"]), COUNT
    if counted != written:
        raise Trouble(f"statistics{report} count {counted} of {written}")


def measure(program: Path, folder: Path, database: str = "") -> dict[str, list[float]]:
    """The whole of it on one engine: an empty installation, filled, started again and asked."""
    server = Server(program, folder, database=database)
    server.stop()
    fill(folder, database)
    server = Server(program, folder, database=database)
    took = ask(server)
    server.stop()
    return took
