"""People who use the server, each through public routes only; every reply is checked for what all replies promise."""

import itertools
import json
import re
import threading
import time
from dataclasses import dataclass, field

import requests

PASSWORD = "correct horse battery"
# Seconds; bounds for safety, never expectations.
REPLY_LIMIT = 600
EVENTUAL_LIMIT = 60

_numbers = itertools.count(1)
_numbers_lock = threading.Lock()


def eventually(check, limit: float = EVENTUAL_LIMIT):
    """Repeats `check` until it no longer raises AssertionError; what it raises at the limit is the failure."""
    deadline = time.monotonic() + limit
    while True:
        try:
            return check()
        except AssertionError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)


@dataclass
class Reply:
    """An envelope, with the status and the headers that it came with."""

    status: int
    headers: requests.structures.CaseInsensitiveDict
    body: dict

    @property
    def code(self) -> int:
        return self.body["code"]

    @property
    def message(self) -> str:
        return self.body["message"]

    @property
    def data(self):
        return self.body["data"]

    @property
    def fields(self) -> list[str]:
        """The fields that a 400 complains of."""
        return [error["field"] for error in self.body.get("errors", [])]

    def ok(self):
        """The data of a reply that has to be a success."""
        assert self.code == 200, f"{self.status} {self.body}"
        return self.data


def envelope(response: requests.Response, *, outage: bool = False) -> Reply:
    """The promises of section "envelope": shape, status and code in step, a request id, nothing unexpected.

    A 500 is unexpected unless there is an outage.
    """
    told = f"{response.request.method} {response.request.url}: {response.status_code} {response.text[:500]}"
    assert outage or response.status_code != 500, told
    assert response.headers.get("Content-Type", "").startswith("application/json"), told
    assert response.headers.get("X-Request-Id"), told
    body = response.json()
    assert {"code", "message", "data"} <= set(body) <= {"code", "message", "data", "errors"}, told
    assert isinstance(body["code"], int) and isinstance(body["message"], str) and body["message"], told
    assert response.status_code == (body["code"] if body["code"] < 1000 else 400), told
    if body["code"] != 200:
        assert body["data"] is None, told
    for error in body.get("errors", []):
        assert set(error) == {"field", "message"} and error["field"] and error["message"], told
    return Reply(response.status_code, response.headers, body)


class Caller:
    """Somebody with an HTTP client, and a token if they have signed in."""

    def __init__(self, url: str, token: str | None = None):
        self.url = url
        self.token = token

    def send(self, method: str, path: str, json=None, *, headers=None, token=..., **options) -> requests.Response:
        """Sends one request on a connection of its own and answers whatever came back."""
        token = self.token if token is ... else token
        headers = dict(headers or {})
        if token is not None:
            headers.setdefault("Authorization", f"Bearer {token}")
        options.setdefault("timeout", REPLY_LIMIT)
        return requests.request(method, self.url + path, json=json, headers=headers, **options)

    def call(self, method: str, path: str, json=None, *, outage: bool = False, **options) -> Reply:
        """Sends one request and checks that the reply is an envelope."""
        return envelope(self.send(method, path, json, **options), outage=outage)

    def login(self, username: str, password: str) -> Reply:
        return self.call("POST", "/api/v1/auth/login", {"username": username, "password": password}, token=None)


@dataclass
class Event:
    """One event of a stream."""

    name: str
    data: dict


@dataclass
class Person(Caller):
    """Someone with an account."""

    url: str
    name: str
    password: str = PASSWORD
    id: int = 0
    token: str | None = None
    refresh_token: str | None = field(default=None, repr=False)

    @classmethod
    def register(cls, url: str, name: str | None = None, password: str = PASSWORD) -> "Person":
        """Signs somebody up; without a name they get one that nobody else has."""
        if name is None:
            with _numbers_lock:
                name = f"person-{next(_numbers)}"
        form = {"username": name, "email": f"{name}@example.com", "password": password}
        data = Caller(url).call("POST", "/api/v1/auth/register", form).ok()
        return cls(url, name, password, data["id"]).sign_in()

    def at(self, url: str) -> "Person":
        """The same person with the same session at another server."""
        return Person(url, self.name, self.password, self.id, self.token, self.refresh_token)

    def sign_in(self) -> "Person":
        data = self.login(self.name, self.password).ok()
        self.id = data["user"]["id"]
        self.token, self.refresh_token = data["access_token"], data["refresh_token"]
        return self

    def balance(self) -> int:
        return self.call("GET", "/api/v1/credit/balance").ok()["credit_balance"]

    def pages(self, path: str) -> list[dict]:
        """All items of a list, page after page."""
        items: list[dict] = []
        for page in itertools.count(1):
            data = self.call("GET", path, params={"page": page, "page_size": 100}).ok()
            items += data["items"]
            if not data["items"] or len(items) >= data["total"]:
                assert len(items) == data["total"], f"{path}: {len(items)} items of {data['total']}"
                return items

    def entries(self) -> list[dict]:
        """The ledger, oldest entry first."""
        return self.pages("/api/v1/credit/transactions")[::-1]

    def ledger(self, *types: str) -> list[str]:
        """The ledger as `consume -10`, oldest first; only entries of `types`, if any are named."""
        return [
            f"{entry['type']} {entry['amount']:+d}" for entry in self.entries() if not types or entry["type"] in types
        ]

    def creations(self) -> list[dict]:
        return self.pages("/api/v1/creations")

    def generate(self, tool: str = "wechat_article", *, headers=None, outage: bool = False, **form) -> Reply:
        form = {"title": "如何提高工作效率", **form}
        return self.call("POST", f"/api/v1/writing/{tool}/generate", form, headers=headers, outage=outage)

    def generate_in_vain(self, model: int, **options) -> threading.Thread:
        """Asks a server that will be killed meanwhile; how that looks from here does not matter."""

        def ask():
            try:
                self.generate(title="春天", model_id=model, **options)
            except (requests.RequestException, ValueError):
                pass

        thread = threading.Thread(target=ask)
        thread.start()
        return thread

    def stream(self, tool: str = "wechat_article", **form) -> "Stream":
        form = {"title": "如何提高工作效率", "stream": True, **form}
        return Stream(self.send("POST", f"/api/v1/writing/{tool}/generate", form, stream=True))


@dataclass
class Admin(Person):
    """Someone who runs the site."""

    def give(self, person: Person, credits: int) -> Person:
        form = {"amount": credits, "reason": "测试"}
        self.call("POST", f"/api/v1/admin/users/{person.id}/credits", form).ok()
        return person

    def add_model(self, provider: str, model_name: str, api_base: str, **form) -> int:
        form = {
            "name": f"{provider} {model_name}"[:50],
            "provider": provider,
            "model_name": model_name,
            "api_key": "sk-test-key",
            "api_base": api_base,
            "credits_cost": 10,
        } | form
        return self.call("POST", "/api/v1/models", form).ok()["id"]

    def newcomer(self, credits: int = 0) -> Person:
        """A new user who has been given `credits`."""
        person = Person.register(self.url)
        return self.give(person, credits) if credits else person


def chief(url: str) -> Admin:
    """The administrator whom every test server is started with."""
    return Admin(url, "chief", "chief-password-1").sign_in()


class Stream:
    """The events of one streamed generation, as they arrive."""

    def __init__(self, response: requests.Response):
        self.response = response
        assert response.status_code == 200, response.text
        assert response.headers["Content-Type"].startswith("text/event-stream")
        assert response.headers.get("X-Request-Id")
        self._lines = response.iter_lines(chunk_size=1)

    def next(self) -> Event | None:
        """The next event, or nil at the end."""
        name, data = "message", []
        for raw in self._lines:
            line = raw.decode()
            if not line and data:
                return Event(name, json.loads("\n".join(data)))
            key, _, value = line.partition(":")
            value = re.sub(r"^ ", "", value)
            if key == "event":
                name = value
            elif key == "data":
                data.append(value)
        return None

    def rest(self) -> list[Event]:
        """What is left, to the end."""
        return list(iter(self.next, None))

    def go_away(self):
        self.response.close()
