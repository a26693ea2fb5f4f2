"""Tokens that are broken, old, foreign or of the wrong kind open nothing."""

import base64
import hashlib
import hmac
import json
import time

import jwt
import pytest

from support.people import Caller, Person, chief
from support.program import Server

SECRET = "installation-secret-for-token-tests-0123"


@pytest.fixture(scope="module")
def own(tmp_path_factory):
    """A server whose secret is known, so that tokens can be forged."""
    with Server(tmp_path_factory.mktemp("tokens"), HANMO_SECRET=SECRET) as server:
        yield server


@pytest.fixture(scope="module")
def lin(own) -> Person:
    return Person.register(own.url)


def signing_key(secret: str) -> bytes:
    """HKDF (RFC 5869) with SHA-256 and no salt, one block, as the program derives the key of its tokens."""
    pseudorandom = hmac.digest(bytes(32), secret.encode(), hashlib.sha256)
    return hmac.digest(pseudorandom, b"hanmo tokens\x01", hashlib.sha256)


def claims(token: str) -> dict:
    return jwt.decode(token, options={"verify_signature": False})


def part(value) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def test_a_forged_token_with_the_right_key_would_be_taken(own, lin):
    """Without this the refusals below would prove nothing."""
    forged = jwt.encode({**claims(lin.token), "jti": "forged"}, signing_key(SECRET), "HS256")

    assert Caller(own.url, forged).call("GET", "/api/v1/auth/me").code == 200


NOW = int(time.time())
KEY = signing_key(SECRET)

# Each makes a token from an honest access token's claims and three parts.
FORGERIES = {
    "expired": lambda said, *_: jwt.encode({**said, "iat": NOW - 7300, "exp": NOW - 1}, KEY, "HS256"),
    "never expires": lambda said, *_: jwt.encode({name: said[name] for name in said if name != "exp"}, KEY, "HS256"),
    "another key": lambda said, *_: jwt.encode(said, signing_key("another-installation-secret-0123456789"), "HS256"),
    "the secret itself as key": lambda said, *_: jwt.encode(said, SECRET, "HS256"),
    "another digest": lambda said, *_: jwt.encode(said, KEY * 2, "HS512"),
    "alg none": lambda said, *_: jwt.encode(said, None, "none"),
    "alg none with our signature": lambda _, head, body, signature: f"{part({'alg': 'none'})}.{body}.{signature}",
    "alg None with our signature": lambda _, head, body, signature: f"{part({'alg': 'None'})}.{body}.{signature}",
    "asymmetric alg": lambda _, head, body, signature: f"{part({'alg': 'RS256'})}.{body}.{signature}",
    "another user": lambda said, head, body, signature: f"{head}.{part({**said, 'sub': '1'})}.{signature}",
    "a session of nobody": lambda said, *_: jwt.encode({**said, "sid": 999_999}, KEY, "HS256"),
    "a user of nobody": lambda said, *_: jwt.encode({**said, "sub": "999999"}, KEY, "HS256"),
    "a subject that is no id": lambda said, *_: jwt.encode({**said, "sub": "chief"}, KEY, "HS256"),
    "an unknown kind": lambda said, *_: jwt.encode({**said, "type": "master"}, KEY, "HS256"),
    "no claims": lambda *_: jwt.encode({}, KEY, "HS256"),
    "no signature": lambda _, head, body, signature: f"{head}.{body}.",
    "cut": lambda _, head, body, signature: f"{head}.{body}.{signature[:-2]}",
    "longer": lambda _, head, body, signature: f"{head}.{body}.{signature}AAAA",
    "no dots": lambda *_: "token",
    "many dots": lambda *_: "." * 50,
    "empty": lambda *_: "",
    "binary": lambda *_: "\x80\xff",
    "long": lambda *_: "x" * 6000,
}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_token_that_is_not_ours_opens_nothing(forgery, own, lin):
    token = FORGERIES[forgery](claims(lin.token), *lin.token.split("."))
    caller = Caller(own.url)
    headers = {"Authorization": f"Bearer {token}".encode("latin-1")}

    assert caller.call("GET", "/api/v1/auth/me", headers=headers).code == 401
    assert caller.call("POST", "/api/v1/writing/wechat_article/generate", {"title": "x"}, headers=headers).code == 401
    assert caller.call("POST", "/api/v1/auth/refresh", headers=headers).code == 401


def test_a_refresh_token_is_no_access_token(own, lin):
    assert Caller(own.url, lin.refresh_token).call("GET", "/api/v1/auth/me").code == 401


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Bearer",
        "Bearer ",
        "Basic dXNlcjpwYXNz",
        "{token}",
        "Token {token}",
        "Bearer{token}",
        "Bearer {token} x",
        "Bearer {token},{token}",
    ],
)
def test_a_header_that_is_no_bearer_token_opens_nothing(header, own, lin):
    headers = {"Authorization": header.format(token=lin.token)}

    assert Caller(own.url).call("GET", "/api/v1/auth/me", headers=headers).code == 401


def test_a_refresh_token_gives_a_new_access_token_and_an_access_token_does_not(own, lin):
    caller = Caller(own.url)

    renewed = caller.call("POST", "/api/v1/auth/refresh", token=lin.refresh_token).ok()

    assert renewed["token_type"] == "bearer"
    assert caller.call("GET", "/api/v1/auth/me", token=renewed["access_token"]).ok()["username"] == lin.name
    assert caller.call("POST", "/api/v1/auth/refresh", token=lin.token).code == 401
    assert caller.call("POST", "/api/v1/auth/refresh").code == 401


def test_tokens_last_as_long_as_documented(lin):
    access, refresh = claims(lin.token), claims(lin.refresh_token)

    assert access["exp"] - access["iat"] == 2 * 3600
    assert refresh["exp"] - refresh["iat"] == 7 * 86_400


def test_signing_out_ends_this_session_and_no_other(own):
    mei = Person.register(own.url)
    here, renewal = mei.token, mei.refresh_token
    elsewhere = mei.sign_in().token

    mei.call("POST", "/api/v1/auth/logout", token=here).ok()

    assert mei.call("GET", "/api/v1/auth/me", token=here).code == 401
    assert mei.call("POST", "/api/v1/auth/refresh", token=renewal).code == 401
    assert mei.call("GET", "/api/v1/auth/me", token=elsewhere).code == 200


def test_a_new_password_ends_every_session(own):
    mei = Person.register(own.url)
    first = mei.token
    second, renewal = mei.sign_in().token, mei.refresh_token
    form = {"old_password": mei.password, "new_password": "a new password"}
    assert mei.call("POST", "/api/v1/auth/password", {**form, "old_password": "wrong"}).fields == ["old_password"]

    mei.call("POST", "/api/v1/auth/password", form).ok()

    assert mei.call("GET", "/api/v1/auth/me", token=first).code == 401
    assert mei.call("GET", "/api/v1/auth/me", token=second).code == 401
    assert mei.call("POST", "/api/v1/auth/refresh", token=renewal).code == 401
    assert mei.login(mei.name, mei.password).code == 401
    assert mei.login(mei.name, "a new password").code == 200


def test_a_wrong_name_and_a_wrong_password_are_answered_alike(own, lin):
    wrong_password = lin.login(lin.name, "not the password")
    wrong_name = lin.login("nobody-of-that-name", "not the password")

    assert wrong_password.body == wrong_name.body
    assert wrong_password.code == 401


def test_a_name_and_an_address_are_known_whatever_their_case(own):
    Person.register(own.url, "Zhang-San")

    assert Caller(own.url).login("zhang-san", Person.password).code == 200
    assert Caller(own.url).login("ZHANG-SAN@EXAMPLE.COM", Person.password).code == 200


def test_the_administrator_of_the_environment_is_created_once(own):
    assert chief(own.url).call("GET", "/api/v1/auth/me").ok()["role"] == "admin"
