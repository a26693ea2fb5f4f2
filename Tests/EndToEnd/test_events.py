"""Events, by real clients of a real process: what one request does, another connection hears."""

import signal
import threading
import time

import jwt
import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from support.events import EventStream, receive, refused, socket
from support.people import Person, chief
from support.program import Server
from support.wire import Wire


def closing(connection) -> int:
    """The code with which the server closes a WebSocket, which has to be all that still comes."""
    with pytest.raises(ConnectionClosed) as closed:
        receive(connection)
    return closed.value.rcvd.code


def told(reply: dict, title: str) -> dict:
    return {
        "creation_id": reply["creation_id"],
        "title": title,
        "tool_type": "wechat_article",
        "credits_used": reply["credits_used"],
    }


def test_what_one_request_does_the_others_hear_and_nobody_else(admin):
    lin, mei = admin.newcomer(credits=20), admin.newcomer(credits=20)
    with socket(lin) as lins, socket(mei) as meis, EventStream(lin).wait_until_open() as stream:
        first = lin.generate(title="春天").ok()
        second = mei.generate(title="秋天").ok()

        assert receive(lins) == {"event": "writing.completed", "data": told(first, "春天"), "id": 1}
        assert receive(meis) == {"event": "writing.completed", "data": told(second, "秋天"), "id": 1}
        assert stream.next() == ("writing.completed", told(first, "春天"))


def test_many_at_once_are_told_in_their_order(admin):
    lin = admin.newcomer(credits=10_000)
    hands, texts = 6, 10
    with socket(lin) as connection, EventStream(lin).wait_until_open() as stream:
        threads = [
            threading.Thread(target=lambda: [lin.generate() for _ in range(texts)]) for _ in range(hands)
        ]
        for thread in threads:
            thread.start()
        ids = [receive(connection)["id"] for _ in range(hands * texts)]
        for _ in range(hands * texts):
            stream.next()
        for thread in threads:
            thread.join()

    assert ids == list(range(1, hands * texts + 1))
    assert stream.last == hands * texts


def test_what_happened_meanwhile_is_told_after_a_restart(folder):
    server = Server(folder)
    with server:
        admin = chief(server.url)
        lin = admin.newcomer(credits=100)
        with EventStream(lin).wait_until_open() as stream:
            lin.generate(title="一")
            stream.next()
            last = stream.last
        for title in ("二", "三"):
            lin.generate(title=title)
    with server:
        with EventStream(lin, last=last) as stream, socket(lin, f"?last_event_id={last}") as connection:
            titles = [stream.next()[1]["title"] for _ in range(2)]
            titles += [receive(connection)["data"]["title"] for _ in range(2)]
            lin.generate(title="四")
            titles += [stream.next()[1]["title"], receive(connection)["data"]["title"]]

    assert titles == ["二", "三", "二", "三", "四", "四"]


def test_a_killed_server_s_unfinished_text_is_told_as_failed(folder, provider):
    server = Server(folder).start()
    try:
        admin = chief(server.url)
        lin = admin.newcomer(credits=10)
        model = admin.add_model("openai", "gated:killed", provider.base("openai"))
        thread = threading.Thread(target=lambda: _ignoring_the_end(lin, model))
        thread.start()
        provider.gates["gated:killed"].wait_for_request()
        server.kill()
        thread.join()
    finally:
        provider.gates["gated:killed"].open()
        server.kill()
    with server, EventStream(lin, last=0) as stream:
        assert stream.next() == (
            "writing.failed",
            {"title": None, "tool_type": "wechat_article", "code": 40006, "credits_refunded": 10},
        )


def _ignoring_the_end(person: Person, model: int):
    try:
        person.generate(model_id=model)
    except OSError:
        pass


def test_a_token_is_needed_in_the_header_or_in_the_query(admin):
    lin = Person.register(admin.url)
    expired = _expired(lin.token)
    with socket(lin, f"?token={lin.token}", additional_headers={}) as connection:
        assert connection.response.status_code == 101
    for token in ("nonsense", lin.refresh_token, expired):
        for query, headers in (("", {"Authorization": f"Bearer {token}"}), (f"?token={token}", {})):
            with pytest.raises(InvalidStatus) as refusal:
                socket(lin, query, additional_headers=headers)
            assert refusal.value.response.status_code == 401
            assert lin.send("GET", f"/api/v1/events{query}", token=None, headers=headers).status_code == 401
    # Elsewhere a query is no place for a token.
    assert lin.send("GET", f"/api/v1/auth/me?token={lin.token}", token=None).status_code == 401


def _expired(token: str) -> str:
    """The same claims at another time, signed by somebody who does not have the secret."""
    claims = jwt.decode(token, options={"verify_signature": False})
    return jwt.encode(claims | {"exp": int(time.time()) - 1}, "a secret of nobody's, 32 bytes or more", "HS256")


def test_signing_out_closes_what_that_session_has_open(admin):
    lin = admin.newcomer(credits=20)
    elsewhere = Person(lin.url, lin.name, lin.password).sign_in()
    with socket(lin) as connection, EventStream(lin).wait_until_open() as stream, socket(elsewhere) as other:
        lin.call("POST", "/api/v1/auth/logout").ok()

        assert receive(connection) == {"event": "token.expired", "data": {}}
        assert closing(connection) == 4401
        assert stream.next() == ("token.expired", {})
        assert stream.next() is None
        elsewhere.generate()
        assert receive(other)["event"] == "writing.completed"


def test_a_new_token_is_taken_on_the_open_socket(admin):
    lin = admin.newcomer(credits=20)
    first = Person(lin.url, lin.name, lin.password).sign_in()
    with socket(first) as connection:
        connection.send(f'{{"type": "auth", "token": "{lin.token}"}}')
        assert receive(connection) == {"event": "token.accepted", "data": {}}
        first.call("POST", "/api/v1/auth/logout").ok()
        lin.generate()

        assert receive(connection)["event"] == "writing.completed"


def test_a_real_client_s_ping_and_closing_are_answered(admin):
    lin = Person.register(admin.url)
    with socket(lin) as connection:
        assert connection.ping().wait(60)
        connection.close(3001, "再见")
        assert connection.close_code == 3001
    with socket(lin) as connection:
        connection.send(b"binary")
        assert closing(connection) == 1003
    with socket(lin, max_size=None) as connection:
        connection.send("x" * 70_000)
        assert closing(connection) == 1009


def test_what_is_no_handshake_is_told_so(admin):
    lin = Person.register(admin.url)
    reply = refused(lin)

    assert reply.status_code == 426
    assert reply.headers["Sec-WebSocket-Version"] == "13"
    assert reply.json()["code"] == 426


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_told_to_stop_it_closes_at_once(number, folder):
    """Requests under way have 30 seconds; who only listens keeps nothing from stopping, not even a client that is deaf."""
    server = Server(folder).start()
    try:
        lin = Person.register(server.url)
        with (
            socket(lin) as connection,
            EventStream(lin).wait_until_open() as stream,
            Wire(server.port) as deaf,
        ):
            deaf.send(
                f"GET /api/v1/ws?token={lin.token} HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
            ).receive(has_body=False)
            server.signal(number)

            assert closing(connection) == 1001
            assert stream.next() is None
            assert server.wait() == 0
    finally:
        server.kill()


def test_no_token_is_written_to_the_log(folder):
    with Server(folder, HANMO_LOG_LEVEL="trace") as server:
        lin = Person.register(server.url)
        with socket(lin, f"?token={lin.token}", additional_headers={}), EventStream(lin, f"?token={lin.token}"):
            pass
        lin.send("GET", f"/api/v1/ws?token={lin.token}")
        lin.send("GET", "/api/v1/ws?token=a-wrong-one", token=None)
        assert server.stop() == 0

        assert "/api/v1/ws" in server.log
        assert lin.token not in server.log
        assert "a-wrong-one" not in server.log
