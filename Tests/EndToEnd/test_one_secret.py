"""The one secret of an installation: whoever comes with another one is told so, unless it is meant."""

from support import database
from support.database import only_postgres
from support.people import Person, chief
from support.program import Server, free_port, run, said

ONE = "0123456789abcdef0123456789abcdef-one"
OTHER = "0123456789abcdef0123456789abcdef-other"


def test_another_secret_is_refused_in_one_line_and_the_right_one_is_not(folder):
    with Server(folder, HANMO_SECRET=ONE) as server:
        lin = chief(server.url).newcomer(credits=20)
    settings = server.settings | {"HANMO_SECRET": OTHER, "HANMO_HTTP_PORT": free_port()}

    refused = {words: run(*words, folder=folder, **settings) for words in [("serve",), ("migrate",)]}
    checked = run("check", folder=folder, **settings)
    created = run("user", "promote", "chief", folder=folder, **settings)

    for done in [*refused.values(), created]:
        assert done.returncode == 78, said(done)
        assert done.stderr.startswith("hanmo: HANMO_SECRET: ") and len(done.stderr.splitlines()) == 1
    assert checked.returncode == 1
    [line] = [line for line in checked.stdout.splitlines() if line.startswith("WRONG")]
    assert "HANMO_SECRET" in line
    for done in [*refused.values(), created, checked]:
        assert ONE not in said(done) and OTHER not in said(done)
    with server:
        assert server.command("check").returncode == 0
        assert lin.balance() == 20


def test_a_secret_that_is_made_up_in_an_empty_folder_is_refused_too(folder):
    with Server(folder, HANMO_SECRET=ONE) as server:
        pass
    (folder / "elsewhere").mkdir()
    url = database.url(folder) or f"sqlite:{server.data / 'hanmo.db'}"

    refused = run("serve", folder=folder / "elsewhere", HANMO_DATABASE_URL=url, HANMO_HTTP_PORT=free_port())

    assert refused.returncode == 78
    assert "HANMO_SECRET" in refused.stderr


def test_another_secret_on_purpose_ends_sessions_and_seals_and_keeps_the_rest(folder, provider):
    with Server(folder, HANMO_SECRET=ONE) as server:
        admin = chief(server.url)
        lin = admin.newcomer(credits=100)
        model = admin.add_model("openai", "ok:secret", provider.base("openai"), credits_cost=10)
        lin.generate(model_id=model).ok()

    changed = run("migrate", "--new-secret", folder=folder, **server.settings | {"HANMO_SECRET": OTHER})

    assert changed.returncode == 0, said(changed)
    assert OTHER not in said(changed)
    assert run("migrate", folder=folder, **server.settings).returncode == 78
    with Server(folder, HANMO_SECRET=OTHER) as server:
        assert Person(server.url, lin.name, token=lin.token).call("GET", "/api/v1/auth/me").code == 401
        there = Person(server.url, lin.name, lin.password).sign_in()
        assert there.generate(model_id=model).code == 40006
        assert there.balance() == 90
        admin = chief(server.url)
        admin.call("PUT", f"/api/v1/models/{model}", {"api_key": "sk-again"}).ok()
        there.generate(model_id=model).ok()
        assert server.command("check").returncode == 0


def test_a_move_takes_along_by_which_secret_the_installation_goes(folder):
    with Server(folder, HANMO_SECRET=ONE, HANMO_DATABASE_URL=None) as server:
        chief(server.url)
    source = f"sqlite:{server.data / 'hanmo.db'}"
    target = database.url(folder) or f"sqlite:{folder / 'another' / 'hanmo.db'}"
    moved = run("move", "--from", source, "--to", target, folder=folder)
    assert moved.returncode == 0, said(moved)

    there = {"HANMO_DATABASE_URL": target}
    assert run("migrate", folder=folder, HANMO_SECRET=OTHER, **there).returncode == 78
    assert run("migrate", folder=folder, HANMO_SECRET=ONE, **there).returncode == 0
    assert "secret: the one" in run("check", folder=folder, HANMO_SECRET=ONE, **there).stdout


def test_an_installation_of_before_goes_by_the_secret_of_its_next_start(folder):
    with Server(folder, HANMO_SECRET=ONE):
        pass
    database.change(folder, "DROP TABLE installation_secrets")
    database.change(folder, "DELETE FROM schema_migrations WHERE number >= 19")

    with Server(folder, HANMO_SECRET=ONE) as server:
        assert "HANMO_SECRET" not in server.log
    refused = run("migrate", folder=folder, HANMO_SECRET=OTHER)

    assert refused.returncode == 78


@only_postgres
def test_a_second_server_with_another_secret_does_not_join(folder):
    with Server(folder, HANMO_SECRET=ONE) as one:
        lin = chief(one.url).newcomer(credits=10)
        settings = one.settings | {"HANMO_SECRET": OTHER, "HANMO_HTTP_PORT": free_port()}
        for words in ("serve", "worker"):
            refused = run(words, folder=folder, **settings)
            assert refused.returncode == 78
            assert "HANMO_SECRET" in refused.stderr
        assert lin.balance() == 10
