"""The world that is measured: users with credits and articles, made through the public API, and the audit of it."""

import http.client
import json
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from processes import ADMIN, Server, Trouble

USERS = 20
"""More than connections, so that hardly any user has two requests under way."""
ARTICLES = 25
"""Of each user: more than one page."""
COST = 10
CREDITS = 100_000_000
PASSWORD = "Bench-password-1"
ORDER = {
    "title": "如何提高工作效率",
    "keywords": ["时间管理", "效率工具"],
    "requirements": "字数2000字,包含实用技巧",
}
GENERATE = "/api/v1/writing/wechat_article/generate"
SETTLING_SECONDS = 10
"""For what was under way when the load ended."""


class Caller:
    """One connection to a server, as one user."""

    def __init__(self, server: Server, token: str = ""):
        self.connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        self.headers = {"Content-Type": "application/json"}
        if token:
            self.headers["Authorization"] = f"Bearer {token}"

    def ask(self, method: str, path: str, body: dict | None = None):
        """Answers the `data` of an envelope; anything but success is trouble."""
        content = None if body is None else json.dumps(body, ensure_ascii=False).encode()
        self.connection.request(method, path, content, self.headers)
        reply = self.connection.getresponse()
        content = reply.read()
        if reply.status != 200:
            raise Trouble(f"{method} {path}: {reply.status} {content[:300].decode(errors='replace')}")
        return json.loads(content)["data"]


@dataclass
class People:
    """The users: their names, their tokens, the model that they write with."""

    names: list[str]
    tokens: list[str]
    model: int
    files: Path

    @property
    def order(self) -> dict:
        return ORDER | {"model_id": self.model}

    def write_files(self) -> None:
        """What wrk reads: a header for each user, an order, a login for each user."""
        self.files.mkdir(parents=True, exist_ok=True)
        numbered = self.order | {"title": ORDER["title"] + " #"}
        logins = [json.dumps({"username": name, "password": PASSWORD}) for name in self.names]
        heads = [f"Authorization: Bearer {token}\n" for token in self.tokens]
        (self.files / "heads").write_text("".join(heads))
        (self.files / "first-head").write_text(heads[0])
        (self.files / "no-head").write_text("\n")
        (self.files / "order").write_text(json.dumps(numbered, ensure_ascii=False) + "\n")
        (self.files / "logins").write_text("".join(f"{login}\n" for login in logins))


def populate(server: Server, provider: str, files: Path) -> People:
    """Makes the users on an empty server."""
    admin = Caller(server)
    login = {"username": ADMIN["username"], "password": ADMIN["password"]}
    token = admin.ask("POST", "/api/v1/auth/login", login)["access_token"]
    model = Caller(server, token).ask(
        "POST",
        "/api/v1/models",
        {"name": "bench", "provider": "openai", "model_name": "bench", "kind": "text", "api_key": "sk-bench",
         "api_base": provider, "credits_cost": COST},
    )["id"]
    people = People([f"writer{number:02}" for number in range(USERS)], [], model, files)

    def sign_up(name: str) -> str:
        caller = Caller(server)
        user = caller.ask(
            "POST",
            "/api/v1/auth/register",
            {"username": name, "email": f"{name}@example.com", "password": PASSWORD},
        )["id"]
        Caller(server, token).ask(
            "POST", f"/api/v1/admin/users/{user}/credits", {"amount": CREDITS, "reason": "benchmark"}
        )
        login = caller.ask("POST", "/api/v1/auth/login", {"username": name, "password": PASSWORD})
        writer = Caller(server, login["access_token"])
        for _ in range(ARTICLES):
            writer.ask("POST", GENERATE, people.order)
        return login["access_token"]

    with ThreadPoolExecutor(2) as pool:
        people.tokens = list(pool.map(sign_up, people.names))
    people.write_files()
    return people


@dataclass(frozen=True)
class Holdings:
    """What all users hold together; entries are those of the ledger by which articles were paid."""

    credits: int
    articles: int
    entries: int


def holdings(server: Server, people: People) -> Holdings:
    credits = articles = entries = 0
    for token in people.tokens:
        caller = Caller(server, token)
        credits += caller.ask("GET", "/api/v1/credit/balance")["credit_balance"]
        articles += caller.ask("GET", "/api/v1/creations?page_size=1")["total"]
        entries += caller.ask("GET", "/api/v1/credit/transactions?page_size=1&type=consume")["total"]
    return Holdings(credits, articles, entries)


def audit(server: Server, people: People, before: Holdings, delivered: int, hung_up: int) -> str:
    """Whether every article that was delivered is stored, and every one stored was charged exactly once.

    Stored but not delivered may be what was under way when the load generator hung up.
    """
    end = time.monotonic() + SETTLING_SECONDS
    while True:
        now = holdings(server, people)
        charged, stored = before.credits - now.credits, now.articles - before.articles
        entries = now.entries - before.entries
        agrees = charged == COST * stored and entries == stored and delivered <= stored <= delivered + hung_up
        if agrees:
            return f"{stored} stored = {entries} charged, {charged} credits"
        if time.monotonic() > end:
            raise Trouble(
                f"the ledger is wrong: {delivered} delivered, {stored} stored, {entries} entries, {charged} credits"
            )
        time.sleep(0.1)
