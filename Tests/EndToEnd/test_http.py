"""HTTP itself: connections, patience, compression, the headers that browsers look at."""

import gzip
import json
import re

import pytest

from support.wire import Wire

HEAD = "GET /health HTTP/1.1\r\nHost: hanmo\r\n"


@pytest.fixture
def wire(server):
    with Wire(server.port) as wire:
        yield wire


def test_a_connection_serves_request_after_request(wire):
    ids = set()
    for _ in range(5):
        response = wire.send(f"{HEAD}\r\n").receive()
        assert response.status == 200
        ids.add(response.headers["X-Request-Id"])
    assert len(ids) == 5


def test_requests_sent_ahead_are_answered_in_their_order(wire):
    paths = ["/health", "/nothing", "/api/v1/auth/me", "/ready", "/api/v1/writing/tools"] * 20
    wire.send("".join(f"GET {path} HTTP/1.1\r\nHost: hanmo\r\n\r\n" for path in paths))

    assert [wire.receive().status for _ in paths] == [200, 404, 401, 200, 200] * 20


def test_a_request_sent_ahead_of_a_slow_one_waits_for_it(wire, admin, provider):
    lin = admin.newcomer(credits=10)
    model = admin.add_model("openai", "gated:pipeline", provider.base("openai"))
    form = json.dumps({"title": "春天", "model_id": model})
    wire.send(
        "POST /api/v1/writing/wechat_article/generate HTTP/1.1\r\nHost: hanmo\r\n"
        f"Authorization: Bearer {lin.token}\r\nContent-Length: {len(form)}\r\n\r\n{form}{HEAD}\r\n"
    )
    provider.gates["gated:pipeline"].wait_for_request()
    provider.gates["gated:pipeline"].open()

    assert json.loads(wire.receive().body)["message"] == "生成成功"
    assert wire.receive().status == 200


def test_a_head_request_is_answered_without_the_body(wire):
    asked = wire.send(f"{HEAD}\r\n").receive()
    headed = wire.send("HEAD /health HTTP/1.1\r\nHost: hanmo\r\n\r\n").receive(has_body=False)

    assert headed.status == 200
    assert headed.headers["Content-Length"] == asked.headers["Content-Length"]
    assert wire.send(f"{HEAD}\r\n").receive().body == asked.body


def test_a_client_that_wants_to_close_is_closed(wire):
    assert wire.send(f"{HEAD}Connection: close\r\n\r\n").receive().headers["Connection"] == "close"
    assert wire.is_closed_by_server()


def test_a_client_that_closes_its_half_still_gets_its_reply(wire):
    wire.send(f"{HEAD}\r\n")
    wire.socket.shutdown(1)

    assert wire.receive().status == 200
    assert wire.is_closed_by_server()


def test_an_http_1_0_client_is_served(wire):
    assert wire.send("GET /health HTTP/1.0\r\n\r\n").receive().status == 200
    assert wire.is_closed_by_server()


def test_a_body_is_waited_for_when_it_is_announced(wire):
    form = '{"username": "nobody", "password": "password123"}'
    head = "POST /api/v1/auth/login HTTP/1.1\r\nHost: hanmo\r\nExpect: 100-continue\r\n"

    assert wire.send(f"{head}Content-Length: {len(form)}\r\n\r\n").receive().status == 100
    assert wire.send(form).receive().status == 401


def test_a_body_in_chunks_is_read(wire):
    form = b'{"username": "nobody", "password": "password123"}'
    chunks = b"".join(
        b"%x\r\n%s\r\n" % (len(form[start : start + 7]), form[start : start + 7]) for start in range(0, len(form), 7)
    )
    head = b"POST /api/v1/auth/login HTTP/1.1\r\nHost: hanmo\r\nTransfer-Encoding: chunked\r\n\r\n"

    assert wire.send(head + chunks + b"0\r\n\r\n").receive().status == 401


@pytest.mark.parametrize(
    "rest",
    ["chunked\r\n\r\nzzz\r\n{}", f"chunked\r\n\r\n{'F' * 17}\r\n{{}}", "gzip, chunked\r\n\r\n0\r\n\r\n", "identity\r\n\r\n{}"],
    ids=["no size", "huge size", "packed", "none"],
)
def test_a_body_whose_end_cannot_be_told_is_refused_in_words(rest, wire):
    head = f"POST /api/v1/auth/login HTTP/1.1\r\nHost: hanmo\r\nTransfer-Encoding: {rest}"

    reply = wire.send(head.encode()).receive()

    assert reply.status == 400 and json.loads(reply.body)["code"] == 400
    assert reply.headers["Connection"] == "close" and reply.headers["X-Request-Id"]


def test_an_address_with_chinese_as_it_is_typed_is_refused_with_what_helps(wire):
    reply = wire.send("GET /api/v1/creations?keyword=效率 HTTP/1.1\r\nHost: hanmo\r\n\r\n").receive()

    assert reply.status == 400
    assert "百分号编码" in json.loads(reply.body)["message"]


@pytest.mark.parametrize(
    "nonsense",
    [
        "nonsense\r\n\r\n",
        "GET\r\n\r\n",
        "GET /health HTTP/9.9\r\n\r\n",
        "\x16\x03\x01\x02\x00\x01\x00\x01\xfc",
        f"{HEAD}Content-Length: -1\r\n\r\n",
        f"{HEAD}Content-Length: x\r\n\r\n",
        f"{HEAD}Content-Length: 1\r\nContent-Length: 2\r\n\r\n",
        f"{HEAD}Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        f"{HEAD}bad name: x\r\n\r\n",
        f"{HEAD}X-Long: {'x' * 200_000}\r\n\r\n",
        f"{HEAD}{''.join(f'X-{number}: x{chr(13)}{chr(10)}' for number in range(20_000))}\r\n",
        f"GET /{'x' * 200_000} HTTP/1.1\r\nHost: hanmo\r\n\r\n",
    ],
    ids=[
        "words",
        "half",
        "version",
        "TLS",
        "negative",
        "no number",
        "two lengths",
        "smuggling",
        "name",
        "long",
        "many",
        "path",
    ],
)
def test_what_is_no_http_is_refused_and_the_connection_closed(nonsense, wire, server):
    try:
        wire.send(nonsense.encode("latin-1"))
        wire.socket.shutdown(1)
        answer = b""
        while data := wire.socket.recv(65_536):
            answer += data
    except OSError:
        # It has closed before we were done.
        answer = b""

    assert answer == b"" or answer.split()[1] in (b"400", b"404", b"413", b"414", b"431", b"505"), answer
    with Wire(server.port) as other:
        assert other.send(f"{HEAD}\r\n").receive().status == 200


def test_a_refused_large_body_is_explained_before_the_connection_closes(wire):
    head = f"POST /api/v1/auth/login HTTP/1.1\r\nHost: hanmo\r\nContent-Length: {3 << 20}\r\n\r\n"
    refused = wire.send(head).receive()

    assert refused.status == 413
    assert json.loads(refused.body)["code"] == 413
    assert wire.send(b"x" * (3 << 20)).is_closed_by_server()


def test_larger_replies_are_compressed_for_those_who_can_read_it(wire):
    plain = wire.send("GET /openapi.json HTTP/1.1\r\nHost: hanmo\r\n\r\n").receive()
    packed = wire.send("GET /openapi.json HTTP/1.1\r\nHost: hanmo\r\nAccept-Encoding: br, gzip\r\n\r\n").receive()
    unwanted = wire.send("GET /openapi.json HTTP/1.1\r\nHost: hanmo\r\nAccept-Encoding: gzip;q=0\r\n\r\n").receive()

    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body == unwanted.body
    assert len(packed.body) < len(plain.body) / 2
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert "Content-Encoding" not in plain.headers
    assert "Content-Encoding" not in unwanted.headers


def test_small_replies_are_not_compressed(wire):
    assert "Content-Encoding" not in wire.send(f"{HEAD}Accept-Encoding: gzip\r\n\r\n").receive().headers


def test_a_browser_on_another_site_may_ask_first_and_then_call(anyone, admin):
    site = {"Origin": "https://studio.example.com"}
    wish = {
        **site,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization, content-type",
    }

    asked = anyone.send("OPTIONS", "/api/v1/writing/wechat_article/generate", headers=wish)
    called = admin.send("GET", "/api/v1/credit/balance", headers=site)
    failed = anyone.send("GET", "/api/v1/credit/balance", headers=site)

    assert asked.status_code == 204
    assert asked.headers["Access-Control-Allow-Origin"] in ("*", "https://studio.example.com")
    assert "POST" in asked.headers["Access-Control-Allow-Methods"]
    assert {"authorization", "content-type", "idempotency-key"} <= {
        name.strip().lower() for name in asked.headers["Access-Control-Allow-Headers"].split(",")
    }
    for reply in (called, failed):
        assert reply.headers["Access-Control-Allow-Origin"] in ("*", "https://studio.example.com")
        assert "Access-Control-Allow-Credentials" not in reply.headers
        assert "X-Request-Id" in reply.headers["Access-Control-Expose-Headers"]


@pytest.mark.parametrize("path", ["/health", "/docs", "/openapi.json", "/nothing", "/api/v1/auth/me"])
def test_every_reply_tells_browsers_to_be_careful(path, anyone):
    headers = anyone.send("GET", path).headers

    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Request-Id"]


def test_the_api_pages_need_nothing_from_elsewhere(anyone):
    response = anyone.send("GET", "/docs")
    page = response.text
    parts = re.findall(r'(?:src|href)="/?(docs/[^"]+)"', page)
    everything = page
    for part in parts:
        text = anyone.send("GET", f"/{part}").text
        # A script brings others along.
        parts += {f"docs/{name}" for name in re.findall(r'from "\./([^"]+)"', text)} - set(parts)
        everything += text

    assert response.status_code == 200
    assert response.headers["Content-Type"].startswith("text/html")
    assert "default-src 'self'" in response.headers["Content-Security-Policy"]
    assert parts
    assert not re.findall(
        r"""(?:src|href)\s*=\s*["']https?:|@import|url\(\s*["']?https?:|fetch\(\s*["']https?:""", everything
    )


def test_private_replies_are_not_kept_by_anybody(admin):
    assert "no-store" in admin.send("GET", "/api/v1/credit/balance").headers["Cache-Control"]


def test_messages_are_chinese_unless_english_is_preferred(admin):
    def refusal(languages: str) -> str:
        return admin.call("GET", "/api/v1/creations/999999", headers={"Accept-Language": languages}).message

    assert refusal("") == refusal("zh-CN,zh;q=0.9,en;q=0.8") == refusal("fr") == "资源不存在"
    assert refusal("en") == refusal("en-US,en;q=0.9,zh;q=0.5")
    assert refusal("en").isascii()
    welcome = admin.login(admin.name, admin.password)
    assert welcome.message == "登录成功"


def test_the_service_says_that_it_lives_and_is_ready(anyone):
    assert anyone.send("GET", "/health").status_code == 200
    assert anyone.send("GET", "/ready").status_code == 200
