"""The log of a real process on a bad day: every line JSON with its request, and in none of them anything secret."""

import json
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from websockets.exceptions import InvalidStatus

from support import database
from support.events import socket
from support.people import Admin, Caller, Person, chief, eventually
from support.program import Server, run, said
from test_recharge import order, report, success

SECRETS = {
    "HANMO_SECRET": "installation-secret-3b9f7c1d5e8a2046",
    "HANMO_ADMIN_PASSWORD": "admin-password-1f7d",
    "HANMO_PAYMENT_SECRET": "payment-secret-b1d7f3a95c8e2046-0000",
    "HANMO_METRICS_TOKEN": "metrics-token-e8a20463b9f7c1d5-0000",
    "AWS_ACCESS_KEY_ID": "AKIAEXAMPLE4D2C9F7A1",
    "AWS_SECRET_ACCESS_KEY": "aws-secret-key-7c1d5e8a20463b9f",
    "AWS_SESSION_TOKEN": "aws-session-token-5e8a20463b9f7c1d",
    "DASHSCOPE_API_KEY": "sk-dashscope-20463b9f7c1d5e8a",
}
PASSWORD, NEW_PASSWORD, WRONG_PASSWORD = "user-password-9ac4", "user-password-b20e", "user-password-wrong-66d1"
API_KEY = "sk-provider-key-aa5577-0123456789"
DATABASE_PASSWORD = "database-password-d5e8"
FORGED_TOKEN = "eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.forged-signature-81f3"
PAYMENT_SIGNATURE_OF_A_STRANGER = "0badc0de" * 8

# A line of text: when, how grave, what, and then the fields by name, in quotes where they are not one word.
TEXT_LINE = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00 (?P<level>[a-z]+) (?P<message>.*?)"
    r"(?P<fields>(?: [a-z_]+=(?:\"(?:[^\"\\]|\\.)*\"|[^\s,;=\"\\]+))*)"
)
TEXT_FIELD = re.compile(r" ([a-z_]+)=(?:\"((?:[^\"\\]|\\.)*)\"|([^\s\"]+))")

LEVELS = {"trace", "debug", "info", "notice", "warning", "error", "critical"}


class Bucket:
    """A storage service that answers well, and when it is told to fails with all that it was sent in its words."""

    EMPTY = b"<?xml version='1.0'?><ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>"

    def __init__(self):
        self.is_failing = False
        bucket = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def do_GET(self):
                status, body = (403, bucket.refusal(self.headers)) if bucket.is_failing else (200, bucket.EMPTY)
                self.send_response(status)
                self.send_header("Content-Type", "application/xml")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    def refusal(self, headers) -> bytes:
        told = (
            f"the key {SECRETS['AWS_ACCESS_KEY_ID']} with {SECRETS['AWS_SECRET_ACCESS_KEY']} and "
            f"{headers.get('X-Amz-Security-Token')} signed {headers.get('Authorization')}"
        )
        return f"<Error><Code>SignatureDoesNotMatch</Code><Message>{told}</Message></Error>".encode()

    @property
    def url(self) -> str:
        return f"s3://bucket?endpoint=http://127.0.0.1:{self._server.server_address[1]}&region=here"

    def __enter__(self) -> "Bucket":
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._server.shutdown()
        self._server.server_close()


def test_every_line_of_a_bad_day_is_json_and_holds_no_secret(folder, provider):
    with Bucket() as bucket:
        settings = SECRETS | {"HANMO_LOG_LEVEL": "trace", "HANMO_LOG_FORMAT": "json", "HANMO_STORAGE_URL": bucket.url}
        if database.POSTGRES:
            settings["HANMO_DATABASE_URL"] = f"{database.url(folder)}&password={DATABASE_PASSWORD}"
        with Server(folder, **settings) as server:
            admin = Admin(server.url, "chief", SECRETS["HANMO_ADMIN_PASSWORD"]).sign_in()
            lin = Person.register(server.url, "lin", PASSWORD)
            tokens = [admin.token, admin.refresh_token, lin.token, lin.refresh_token]
            admin.give(lin, 1000)
            _sign_in_wrongly(lin)
            _bring_wrong_tokens(lin)
            failed = _fail_at_providers(admin, lin, provider)
            _report_payments(lin)
            bucket.is_failing = True
            assert lin.send("GET", "/ready").status_code == 500
            change = {"old_password": PASSWORD, "new_password": NEW_PASSWORD}
            lin.call("POST", "/api/v1/auth/password", change).ok()
            printed = said(server.command("user", "password", "lin", "--password", PASSWORD))
        printed += _fail_at_the_database(folder)

    lines = _lines(server.log)
    _expect_what_happened(lines, failed)
    secrets = [*SECRETS.values(), PASSWORD, NEW_PASSWORD, WRONG_PASSWORD, API_KEY, DATABASE_PASSWORD]
    secrets += [*tokens, FORGED_TOKEN, PAYMENT_SIGNATURE_OF_A_STRANGER]
    for secret in secrets:
        # Not even its greater part.
        for piece in (secret, secret[: len(secret) * 2 // 3]):
            assert piece not in server.log, f"{secret} is in the log"
            assert piece not in printed, f"{secret} was printed"


def _sign_in_wrongly(lin: Person):
    lin.login("lin", WRONG_PASSWORD)
    lin.login("nobody", PASSWORD)
    lin.call("POST", "/api/v1/auth/login", data=f'{{"username": "lin", "password": "{PASSWORD}"', token=None)
    lin.call("POST", "/api/v1/auth/login", {"username": "lin", "password": {"is": PASSWORD}}, token=None)
    lin.call("POST", "/api/v1/auth/register", {"username": "lin", "email": "x@y.zz", "password": PASSWORD}, token=None)
    lin.call("POST", "/api/v1/auth/password", {"old_password": WRONG_PASSWORD, "new_password": NEW_PASSWORD})


def _bring_wrong_tokens(lin: Person):
    for token in (FORGED_TOKEN, lin.refresh_token, lin.token[:-4], SECRETS["HANMO_METRICS_TOKEN"]):
        assert lin.call("GET", "/api/v1/auth/me", token=token).code == 401
        assert lin.call("GET", "/api/v1/events", params={"token": token}, token=None).code == 401
        assert lin.call("GET", "/metrics", token=f"{token}x").code == 401
    assert lin.call("POST", "/api/v1/auth/refresh", token=lin.token).code == 401
    for token in (FORGED_TOKEN, lin.refresh_token):
        with pytest.raises(InvalidStatus):
            socket(lin, f"?token={token}", additional_headers={})
    with socket(lin, f"?token={lin.token}", additional_headers={}) as connection:
        connection.send(json.dumps({"type": "auth", "token": FORGED_TOKEN}))
    # A path that holds what should have been a header.
    assert lin.call("GET", "/api/v1/nothing", params={"api_key": API_KEY}).code == 404


def _fail_at_providers(admin: Admin, lin: Person, provider) -> list[str]:
    """Lets services fail in every way, whole and streamed; answers the ids of requests that failed."""
    failed = []
    for language in ("openai", "qwen"):
        for behaviour in ("echo", "unauthorized", "moderated", "unpaid", "broken", "garbled", "cut", "reset"):
            form = {"api_key": API_KEY, "credits_cost": 1}
            model = admin.add_model(language, f"{behaviour}:logs", provider.base(language), **form)
            failed.append(lin.generate(model_id=model).headers["X-Request-Id"])
            stream = lin.stream(model_id=model)
            failed.append(stream.response.headers["X-Request-Id"])
            assert [event.name for event in stream.rest()][-1] == "error"
            admin.call("POST", f"/api/v1/models/{model}/test").ok()
    nowhere = admin.add_model("openai", "logs", "http://127.0.0.1:1/v1", api_key=API_KEY)
    failed.append(lin.generate(model_id=nowhere).headers["X-Request-Id"])
    return failed


def _report_payments(lin: Person):
    form = success(order(lin)["order_id"])
    assert report(lin, form, secret=SECRETS["HANMO_PAYMENT_SECRET"]).code == 200
    assert report(lin, form, secret=SECRETS["HANMO_PAYMENT_SECRET"], age=3600).code == 401
    other = success(order(lin)["order_id"], payment_method="wechat")
    assert report(lin, other, secret=SECRETS["HANMO_PAYMENT_SECRET"]).code == 40005
    stranger = {"X-Hanmo-Signature": PAYMENT_SIGNATURE_OF_A_STRANGER}
    assert report(lin, form, **stranger).code == 401


def _fail_at_the_database(folder) -> str:
    """What the program prints where it can't use its database, whose address has a password in it."""
    printed = ""
    for address in ("hanmo:{}@127.0.0.1:1/hanmo", "hanmo:{}@[broken/hanmo", "hanmo:{}@127.0.0.1:1/hanmo?no=such"):
        for level in ("trace", "info"):
            refused = run(
                "serve",
                folder=folder,
                HANMO_DATABASE_URL=f"postgres://{address.format(DATABASE_PASSWORD)}",
                HANMO_LOG_LEVEL=level,
                HANMO_LOG_FORMAT="json",
                HANMO_PASSWORD_COST="4",
            )
            assert refused.returncode != 0
            printed += said(refused)
    return printed


def _lines(log: str) -> list[dict]:
    """Every line of the log; what stands on standard output is none."""
    lines = []
    for text in log.splitlines():
        if text.startswith("Hanmo is ready at "):
            continue
        line = json.loads(text)
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", line["time"]), text
        assert line["level"] in LEVELS and line["message"], text
        assert all(isinstance(value, str) for value in line.values()), text
        lines.append(line)
    return lines


def _expect_what_happened(lines: list[dict], failed: list[str]):
    """The day was as bad as it should have been, and each line of a request tells whose it is."""
    for line in lines:
        if "code" in line:
            assert re.fullmatch(r"[0-9a-z]+-[0-9a-z]+", line["request_id"]), line
            assert re.fullmatch(r"[0-9a-f]{32}", line["trace_id"]), line
    codes = {line.get("code") for line in lines}
    assert {"400", "401", "404", "500", "40005", "40006", "40007"} <= codes
    for request in failed:
        told = [line for line in lines if line.get("request_id") == request]
        assert [line["level"] for line in told] == ["warning"], f"{request}: {told}"
    words = json.dumps(lines)
    # What was hidden leaves a trace that something was.
    assert "Incorrect API key provided: ***" in words and "SignatureDoesNotMatch" in words


def test_a_line_of_text_can_be_taken_apart_again(folder, provider):
    with Server(folder, HANMO_LOG_LEVEL="debug") as server:
        admin = chief(server.url)
        model = admin.add_model("openai", "unauthorized:text-logs", provider.base("openai"), credits_cost=1)
        lin = admin.newcomer(credits=10)
        failed = lin.generate(model_id=model).headers["X-Request-Id"]
        lin.send("GET", "/api/v1/quoted%22,=path")

        def is_told():
            assert "quoted" in server.log

        eventually(is_told)

    lines = []
    for text in server.log.splitlines():
        if text.startswith("Hanmo is ready at "):
            continue
        line = TEXT_LINE.fullmatch(text)
        assert line and line["level"] in LEVELS, text
        fields = TEXT_FIELD.findall(line["fields"])
        lines.append((line["message"], {name: re.sub(r"\\(.)", r"\1", quoted) or word for name, quoted, word in fields}))
    [(message, fields)] = [(message, fields) for message, fields in lines if fields.get("request_id") == failed]
    assert message == "AI服务调用失败"
    assert fields["code"] == "40006" and fields["path"] == "/api/v1/writing/wechat_article/generate"
    assert fields["cause"].startswith("unauthorized, status 401, invalid_api_key, ")
    # What clears the screen of whoever reads it.
    assert "provided. [2J" in fields["cause"] and "\x1b" not in server.log


def test_a_line_that_says_very_much_stays_one_line(folder, provider):
    with Server(folder, HANMO_LOG_FORMAT="json", HANMO_LOG_LEVEL="debug") as server:
        name = "很长的名字\n\"x\"\\" * 2_000
        Caller(server.url).send("GET", f"/api/v1/{name[:3000]}")

        def is_told():
            assert "404" in {line.get("code") for line in _lines(server.log)}

        eventually(is_told)
        assert max(len(line) for line in server.log.splitlines()) < 10_000
