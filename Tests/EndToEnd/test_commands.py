"""The commands beside `serve`: on data of their own, and beside a running server."""

import json

import pytest

from support import database
from support.database import only_sqlite
from support.people import Caller, Person
from support.program import Server, free_port, run, said

FORM = ("--email", "mei@example.com", "--password", "mei-password-1")
# What the built-in engine drafts from a title alone.
DRAFTED = [
    *("wechat_article", "xiaohongshu_note", "official_document", "academic_paper", "marketing_copy", "news_article"),
    *("video_script", "story_novel", "business_plan", "work_report", "resume", "lesson_plan"),
]


@pytest.fixture(params=["with a running server", "without a server"])
def installation(request, folder):
    """A server that runs while the commands do, or one that is started after them: `with installation() as server`."""
    server = Server(folder)
    if request.param == "with a running server":
        with server:
            yield lambda *arguments, **options: server.command(*arguments, **options), _Running(server)
    else:
        migrated = server.command("migrate")
        assert migrated.returncode == 0, said(migrated)
        yield lambda *arguments, **options: server.command(*arguments, **options), server


class _Running:
    """A server that someone else stops."""

    def __init__(self, server):
        self.server = server

    def __enter__(self):
        return self.server

    def __exit__(self, *_):
        pass


def test_a_user_is_created_with_credits_and_can_sign_in(installation):
    command, installed = installation

    done = command("user", "create", "mei", *FORM, "--credits", "30")

    assert done.returncode == 0, said(done)
    assert done.stdout.startswith("Created mei in ") and ("hanmo.db" in done.stdout or "PostgreSQL" in done.stdout)
    with installed as server:
        mei = Person(server.url, "mei", "mei-password-1").sign_in()
        assert mei.balance() == 30
        assert mei.ledger() == ["gift +30"]
        assert mei.call("GET", "/api/v1/auth/me").ok()["role"] == "user"


def test_an_administrator_is_created_with_the_password_from_standard_input(installation):
    command, installed = installation

    done = command("user", "create", "mei", "--email", "mei@example.com", "--admin", stdin="mei-password-2\n")

    assert done.returncode == 0, said(done)
    with installed as server:
        assert Caller(server.url).login("mei", "mei-password-2").ok()["user"]["role"] == "admin"


def test_a_user_is_promoted(installation):
    command, installed = installation
    assert command("user", "create", "mei", *FORM).returncode == 0

    done = command("user", "promote", "mei")

    assert done.returncode == 0, said(done)
    with installed as server:
        mei = Person(server.url, "mei", "mei-password-1").sign_in()
        assert mei.call("GET", "/api/v1/auth/me").ok()["role"] == "admin"


def test_a_new_password_replaces_the_old_one(installation):
    command, installed = installation
    assert command("user", "create", "mei", *FORM).returncode == 0

    done = command("user", "password", "mei", "--password", "another-password-1")
    piped = command("user", "password", "mei", stdin="another-password-2\n")

    assert done.returncode == 0, said(done)
    assert piped.returncode == 0, said(piped)
    with installed as server:
        anyone = Caller(server.url)
        assert anyone.login("mei", "mei-password-1").code == 401
        assert anyone.login("mei", "another-password-1").code == 401
        assert anyone.login("mei", "another-password-2").code == 200


def test_what_commands_do_is_in_the_audit_log(installation):
    command, installed = installation
    assert command("user", "create", "mei", *FORM, "--admin").returncode == 0
    assert command("user", "create", "lin", "--email", "lin@example.com", "--password", "lin-password-1").returncode == 0
    assert command("user", "promote", "lin").returncode == 0
    assert command("user", "password", "lin", "--password", "lin-password-2").returncode == 0
    assert command("user", "promote", "nobody").returncode != 0

    with installed as server:
        mei = Person(server.url, "mei", "mei-password-1").sign_in()
        reply = mei.call("GET", "/api/v1/admin/audit", params={"actor": 0, "page_size": 100})
        entries = [entry for entry in reply.ok()["items"] if entry["actor_name"] == "hanmo"]
        assert [entry["act"] for entry in entries] == ["user.change", "user.change", "user.create", "user.create"]
        assert entries[0]["details"] == {"password": "changed"}
        assert entries[1]["details"] == {"role": {"from": "user", "to": "admin"}}
        assert entries[3]["details"] == {"username": "mei", "role": "admin"}
        assert "password-" not in json.dumps(reply.body)


def test_a_password_that_nobody_gives_is_asked_for_in_one_line(installation):
    command, _ = installation

    done = command("user", "create", "mei", "--email", "mei@example.com", stdin="")

    assert done.returncode == 1
    assert done.stderr == "hanmo: no password: give one with --password, or on standard input\n"


# What cannot be followed, and the word that the explanation has to hold.
REFUSED = [
    (("create", "mei", "--email", "other@example.com", "--password", "mei-password-1"), "username"),
    (("create", "MEI", "--email", "other@example.com", "--password", "mei-password-1"), "username"),
    (("create", "other", "--email", "MEI@example.com", "--password", "mei-password-1"), "email"),
    (("create", "x", "--email", "x@example.com", "--password", "mei-password-1"), "username"),
    (("create", "other", "--email", "nowhere", "--password", "mei-password-1"), "email"),
    (("create", "other", "--email", "x@example.com", "--password", "short"), "password"),
    (("create", "other", "--email", "x@example.com", "--password", "mei-password-1", "--credits", "-5"), "credits"),
    (("promote", "nobody"), "nobody"),
    (("password", "nobody", "--password", "mei-password-1"), "nobody"),
    (("password", "mei", "--password", "short"), "password"),
]


def test_a_command_that_cannot_be_followed_says_why(installation):
    command, _ = installation
    assert command("user", "create", "mei", *FORM).returncode == 0

    for arguments, word in REFUSED:
        done = command("user", *arguments)
        assert done.returncode != 0, arguments
        assert word in said(done).lower(), said(done)
        assert "Fatal error" not in said(done)
        assert "mei-password-1" not in said(done)


@pytest.mark.parametrize(
    "arguments", [("user", "create", "mei", *FORM), ("user", "promote", "mei"), ("check",), ("backup", "copy.db")]
)
def test_no_command_makes_an_installation_where_there_is_none(arguments, folder):
    done = run(*arguments, folder=folder)

    assert done.returncode == 1
    assert "is no installation" in said(done) or "there is no" in said(done) or "pg_dump" in said(done), said(done)
    assert list(folder.iterdir()) == []
    if database.POSTGRES:
        assert database.ask(folder, "SELECT 1 FROM pg_tables WHERE schemaname = current_schema()") == []


def test_a_text_is_written_without_a_server(folder):
    done = run(
        "write", "wechat_article", "--title", "如何提高工作效率", "--keywords", "时间管理,效率工具", folder=folder
    )

    assert done.returncode == 0, said(done)
    assert "时间管理" in done.stdout
    assert len(done.stdout) > 300


@pytest.mark.parametrize("tool", DRAFTED)
def test_the_same_order_gives_the_same_draft_in_every_process(tool, folder):
    order = ("write", tool, "--title", "春季养生食谱", "--requirements", "1500字，语气幽默，有清单和案例")

    drafts = [run(*order, folder=folder) for _ in range(3)]

    assert drafts[0].returncode == 0 and "春季养生食谱" in drafts[0].stdout, said(drafts[0])
    assert len({draft.stdout for draft in drafts}) == 1


def test_an_unknown_tool_is_refused_with_the_known_ones(folder):
    done = run("write", "poem", "--title", "春天", folder=folder)

    assert done.returncode != 0
    assert "wechat_article" in said(done)


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["wechat_article", "--title", "  "], "title"),
        (["wechat_article", "--title", "春" * 201], "title"),
        (["wechat_article", "--title", "春天", "--keywords", ",".join("abcdefghijklmnopqrstu")], "keywords"),
        (["content_rewrite", "--title", "春天"], "content"),
    ],
)
def test_what_cannot_be_written_is_told_by_its_field(folder, arguments, word):
    done = run("write", *arguments, folder=folder)

    assert done.returncode != 0
    assert word in done.stderr
    assert done.stdout == ""


@only_sqlite
def test_a_command_beside_a_server_with_another_secret_says_so_and_makes_none_up(folder):
    secret = "0123456789abcdef0123456789abcdef-of-the-server"
    with Server(folder, HANMO_SECRET=secret) as server:
        without = run("user", "promote", "chief", folder=folder, **server.settings | {"HANMO_SECRET": None})
        other = run("user", "promote", "chief", folder=folder, **server.settings | {"HANMO_SECRET": secret[::-1]})

    for done in (without, other):
        assert done.returncode != 0
        assert "HANMO_SECRET" in done.stderr
        assert secret not in said(done)
    assert not (folder / "data" / "secret").exists()


def test_migrating_twice_changes_nothing(folder):
    first = run("migrate", folder=folder)
    before = _schema(folder)
    second = run("migrate", folder=folder)

    assert first.returncode == 0, said(first)
    assert second.returncode == 0, said(second)
    # A database that was only migrated is as good as an empty one, whose secret nobody has chosen yet.
    assert database.ask(folder, "SELECT * FROM installation_secrets") == []
    assert before and _schema(folder) == before


def _schema(folder):
    if database.POSTGRES:
        return database.ask(
            folder,
            """
            SELECT table_name, column_name, data_type, is_nullable
              FROM information_schema.columns
             WHERE table_schema = current_schema()
             ORDER BY table_name, column_name
            """,
        )
    return database.ask(folder, "SELECT name, sql FROM sqlite_schema ORDER BY name")


@pytest.mark.parametrize("command", [("serve",), ("migrate",)])
def test_a_database_newer_than_the_program_is_refused(command, folder):
    assert run("migrate", folder=folder).returncode == 0
    [[known]] = database.ask(folder, "SELECT max(number) FROM schema_migrations")
    newest = int(known) + 1
    database.change(
        folder, f"INSERT INTO schema_migrations (number, name, applied_at) VALUES ({newest}, 'from tomorrow', 0)"
    )

    done = run(*command, folder=folder, HANMO_HTTP_PORT=free_port())

    assert done.returncode == 78
    assert str(newest) in said(done), said(done)
    assert "Fatal error" not in said(done)


@pytest.mark.parametrize(
    ("variable", "value", "status"),
    # An address may come with the network, so a supervisor should try again.
    [
        ("HANMO_HTTP_HOST", "nope.invalid", 1),
        ("HANMO_HTTP_HOST", "192.0.2.1", 1),
        ("DASHSCOPE_API_KEY", "sk 钥匙", 78),
        ("HANMO_STORAGE_URL", "ftp://files.example", 78),
    ],
)
def test_a_setting_that_cannot_be_right_is_told_by_name(variable, value, status, folder):
    done = run("serve", folder=folder, HANMO_HTTP_PORT=free_port(), **{variable: value})

    assert done.returncode == status
    assert variable in said(done) and "Error" not in said(done), said(done)
    if status == 78:
        assert not list(folder.rglob("hanmo.db")), "what is set wrong is refused before there is a database"


def test_an_administrator_whose_address_somebody_has_is_told_of_by_that_name(folder):
    assert run("migrate", folder=folder).returncode == 0
    made = run("user", "create", "boss", "--email", "boss@example.com", "--password", "password123", folder=folder)
    assert made.returncode == 0, said(made)
    administrator = {
        "HANMO_ADMIN_USERNAME": "chief",
        "HANMO_ADMIN_EMAIL": "boss@example.com",
        "HANMO_ADMIN_PASSWORD": "a-long-admin-password",
    }

    with Server(folder, **administrator) as server:
        assert "hanmo user promote boss" in server.log


@pytest.mark.parametrize("arguments", [("--help",), ("serve", "--help"), ("user", "create", "--help"), ("--version",)])
def test_every_command_explains_itself(arguments, folder):
    done = run(*arguments, folder=folder)

    assert done.returncode == 0
    assert done.stdout.strip()
