"""What must never be seen: passwords, keys, tokens and the installation's secret, in no log and in no reply."""

import pytest

from support.people import Person
from support.program import Server, said

SECRET = "installation-secret-9f3b7c1d5e8a2046"
ADMIN_PASSWORD = "admin-password-7d1f"
PASSWORD = "user-password-c4a9"
NEW_PASSWORD = "user-password-e02b"
API_KEY = "sk-provider-key-55aa77"
OTHER_API_KEY = "sk-provider-key-99cc11"


@pytest.mark.parametrize("level", ["info", "trace"])
def test_no_secret_is_ever_logged_or_answered(level, folder, provider):
    settings = {"HANMO_SECRET": SECRET, "HANMO_ADMIN_PASSWORD": ADMIN_PASSWORD, "HANMO_LOG_LEVEL": level}
    replies: list[str] = []
    with Server(folder, **settings) as server:
        admin = _recording(Person(server.url, "chief", ADMIN_PASSWORD), replies)
        admin.sign_in()
        lin = _recording(Person.register(server.url, "lin", PASSWORD), replies)
        form = {"amount": 100, "reason": "试用"}
        admin.call("POST", f"/api/v1/admin/users/{lin.id}/credits", form).ok()
        tokens = [admin.token, admin.refresh_token, lin.token, lin.refresh_token]

        for behaviour in ("ok", "unauthorized", "moderated", "garbled", "cut"):
            model = _add_model(admin, provider, behaviour)
            lin.generate(model_id=model)
            admin.call("POST", f"/api/v1/models/{model}/test")
        lin.stream(model_id=_add_model(admin, provider, "ok")).rest()
        admin.call("PUT", f"/api/v1/models/{model}", {"api_key": OTHER_API_KEY}).ok()
        admin.call("GET", "/api/v1/models").ok()
        _provoke_failures(lin)
        change = {"old_password": PASSWORD, "new_password": NEW_PASSWORD}
        lin.call("POST", "/api/v1/auth/password", change).ok()
        created = server.command("user", "create", "mei", "--email", "mei@example.com", "--password", PASSWORD)
        printed = said(created) + said(server.command("user", "password", "mei", "--password", NEW_PASSWORD))
        assert created.returncode == 0, printed

    for place, text in {"log": server.log, "replies": "\n".join(replies), "commands": printed}.items():
        for secret in (SECRET, ADMIN_PASSWORD, PASSWORD, NEW_PASSWORD, API_KEY, OTHER_API_KEY):
            assert secret not in text, f"a secret is in the {place}"
    for token in tokens:
        assert token not in server.log, "a token is in the log"


def _recording(person: Person, replies: list[str]) -> Person:
    """The same person, whose replies are kept as text."""
    send = person.send

    def recorded(*arguments, **options):
        response = send(*arguments, **options)
        if not options.get("stream"):
            replies.append(f"{response.headers}\n{response.text}")
        return response

    person.send = recorded
    return person


def _add_model(admin: Person, provider, behaviour: str) -> int:
    form = {
        "name": behaviour,
        "provider": "openai",
        "model_name": f"{behaviour}:secrets",
        "api_key": API_KEY,
        "api_base": provider.base("openai"),
        "credits_cost": 10,
    }
    return admin.call("POST", "/api/v1/models", form).ok()["id"]


def _provoke_failures(lin: Person):
    """Secrets at the wrong places: bad sign-ins, forms that do not fit, tokens where none belongs."""
    lin.login("lin", NEW_PASSWORD)
    lin.login("nobody", PASSWORD)
    lin.call("POST", "/api/v1/auth/register", {"username": "x", "email": "x", "password": PASSWORD}, token=None)
    lin.call(
        "POST", "/api/v1/auth/register", {"username": "lin", "email": "x@example.com", "password": PASSWORD}, token=None
    )
    lin.call("POST", "/api/v1/auth/login", data=f'{{"username": "lin", "password": "{PASSWORD}"', token=None)
    lin.call("POST", "/api/v1/auth/login", {"username": "lin", "password": [PASSWORD]}, token=None)
    lin.call("POST", "/api/v1/models", {"name": "x", "api_key": API_KEY})
    lin.call("GET", "/api/v1/auth/me", token=lin.refresh_token)
    lin.call("POST", "/api/v1/auth/refresh", token=lin.token)
