"""`hanmo serve`: how it starts, what it refuses to start with, how it stops."""

import signal
import socket
import stat
from concurrent.futures import ThreadPoolExecutor

import pytest

from support.database import only_sqlite
from support.people import Caller, Person, chief, eventually
from support.program import ADMIN, Server, free_port, is_listening, run, said

SECRET = "0123456789abcdef0123456789abcdef-production"


def test_without_any_configuration_it_serves_on_localhost(folder):
    """Port 8000 may be somebody else's on this machine, so the port alone is set."""
    port = free_port()
    bare = {name: None for name in ("HANMO_PUBLIC_URL", "HANMO_RATE_LIMITS", *ADMIN)}
    with Server(folder, port=port, **bare) as server:
        assert Caller(f"http://localhost:{port}").send("GET", "/health").status_code == 200
        assert Person.register(server.url).generate().code == 40001
        assert (folder / "data").is_dir()


def test_with_no_environment_at_all_it_takes_port_8000_or_says_that_it_is_taken(folder):
    if is_listening(8000):
        done = run("serve", folder=folder)
        assert done.returncode != 0
        assert "8000" in said(done)
    else:
        nothing = {name: None for name in ("HANMO_HTTP_PORT", "HANMO_PUBLIC_URL", "HANMO_RATE_LIMITS", *ADMIN)}
        with Server(folder, port=8000, **nothing) as server:
            assert server.log.count("http://localhost:8000") == 1


def test_an_account_of_the_settings_that_was_renamed_does_not_stop_the_next_start(folder):
    with Server(folder) as server:
        chief(server.url).call("PUT", "/api/v1/auth/me", {"username": "boss"}).ok()
    with Server(folder) as server:
        assert Caller(server.url).login("boss", ADMIN["HANMO_ADMIN_PASSWORD"]).ok()["user"]["role"] == "admin"
        assert Caller(server.url).login("chief", ADMIN["HANMO_ADMIN_PASSWORD"]).code == 401


def test_whoever_took_the_administrators_name_is_not_promoted_and_the_operator_is_told(folder):
    with Server(folder, **{name: None for name in ADMIN}) as server:
        Person.register(server.url, "chief", "a name that was free")
    with Server(folder) as server:
        assert Caller(server.url).login("chief", "a name that was free").ok()["user"]["role"] == "user"
        assert "hanmo user promote chief" in server.log


def test_the_line_that_says_it_is_ready_has_the_url_and_is_printed_once(folder):
    with Server(folder) as server:
        Person.register(server.url)
        assert server.log.count(server.url) == 1, server.log


def test_settings_may_stand_in_a_file_and_the_environment_wins(folder):
    port = free_port()
    (folder / ".env").write_bytes(
        b"\xef\xbb\xbfHANMO_HTTP_PORT=1\r\nexport HANMO_ADMIN_USERNAME=from-file # the chief\r\n"
        b"HANMO_ADMIN_EMAIL='file@example.com'\r\nHANMO_ADMIN_PASSWORD=\"file-password\"\r\n"
        b"HANMO_LOG_FORMAT=nonsense\r\n"
    )
    unset = {name: None for name in ADMIN}
    # What is given empty counts as absent, and so does what the file has for it.
    with Server(folder, port=port, HANMO_LOG_FORMAT="", **unset) as server:
        assert Caller(server.url).login("from-file", "file-password").ok()["user"]["role"] == "admin"


def test_a_file_of_settings_that_can_not_be_read_is_refused_by_its_line_and_not_shown(folder):
    (folder / ".env").write_text("HANMO_ENV=development\nHANMO_SECRET='open-sesame\n")

    done = run("serve", folder=folder, HANMO_HTTP_PORT=free_port())

    assert done.returncode == 78, said(done)
    assert done.stderr == "hanmo: .env: line 2 opens a quote that nothing closes\n", said(done)


def test_a_setting_that_nothing_reads_is_named_and_its_value_is_not(folder):
    (folder / ".env").write_text("HANMO_SECERT=open-sesame\nHANMO_ALIPAY_PRIVATE_KEY_FILE=\n")
    with Server(folder, HANMO_HTTP_PROT="1", HANMO_LOG_FORMAT="json") as server:
        told = [line for line in server.log.splitlines() if "is no setting" in line and '"warning"' in line]
        assert len(told) == 2, server.log
        assert "HANMO_HTTP_PROT" in told[0] and "HANMO_SECERT" in told[1]
        assert "open-sesame" not in server.log


def test_a_port_that_is_taken_is_named(folder):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        done = run("serve", folder=folder, HANMO_HTTP_PORT=port)

    assert done.returncode != 0
    assert str(port) in said(done)
    assert "Fatal error" not in said(done)


@pytest.mark.parametrize(
    ("variable", "settings"),
    [
        ("HANMO_HTTP_PORT", {"HANMO_HTTP_PORT": "eighty"}),
        ("HANMO_HTTP_PORT", {"HANMO_HTTP_PORT": "70000"}),
        ("HANMO_HTTP_PORT", {"HANMO_HTTP_PORT": "-1"}),
        ("HANMO_ENV", {"HANMO_ENV": "staging"}),
        ("HANMO_DEMO", {"HANMO_DEMO": "perhaps"}),
        ("HANMO_DEMO", {"HANMO_DEMO": "true", "HANMO_ENV": "production", "HANMO_SECRET": SECRET}),
        ("HANMO_SECRET", {"HANMO_ENV": "production"}),
        ("HANMO_SECRET", {"HANMO_ENV": "production", "HANMO_SECRET": "x" * 31}),
        ("HANMO_SECRET", {"HANMO_SECRET": "too short"}),
        ("HANMO_PASSWORD_COST", {"HANMO_PASSWORD_COST": "cheap"}),
        ("HANMO_PASSWORD_COST", {"HANMO_PASSWORD_COST": "13", "HANMO_ENV": "production", "HANMO_SECRET": SECRET}),
        ("HANMO_RATE_LIMITS", {"HANMO_RATE_LIMITS": "sometimes"}),
        ("HANMO_WORKERS", {"HANMO_WORKERS": "many"}),
        ("HANMO_WORKERS", {"HANMO_WORKERS": "-1"}),
        ("HANMO_WORKERS", {"HANMO_WORKERS": "257"}),
        ("HANMO_REFERRAL_DAILY_LIMIT", {"HANMO_REFERRAL_DAILY_LIMIT": "0"}),
        ("HANMO_REFERRAL_MIN_AMOUNT", {"HANMO_REFERRAL_MIN_AMOUNT": "0"}),
        ("HANMO_REFERRAL_MIN_AMOUNT", {"HANMO_REFERRAL_MIN_AMOUNT": "1.005"}),
        ("HANMO_REFERRAL_MIN_AMOUNT", {"HANMO_REFERRAL_MIN_AMOUNT": "ten"}),
        ("HANMO_TRUSTED_PROXIES", {"HANMO_TRUSTED_PROXIES": "10.0.0.0/99"}),
        ("HANMO_TRUSTED_PROXIES", {"HANMO_TRUSTED_PROXIES": "proxy"}),
        ("HANMO_LOG_LEVEL", {"HANMO_LOG_LEVEL": "loud"}),
        ("HANMO_LOG_FORMAT", {"HANMO_LOG_FORMAT": "xml"}),
        ("HANMO_DATABASE_URL", {"HANMO_DATABASE_URL": "mysql://localhost/hanmo"}),
        ("HANMO_DATABASE_URL", {"HANMO_DATABASE_URL": "postgres://hanmo:open-sesame@127.0.0.1:1/hanmo"}),
        ("HANMO_DATABASE_URL", {"HANMO_DATABASE_URL": "postgres://hanmo:open-sesame@[::1/hanmo"}),
        ("HANMO_DATABASE_CONNECTIONS", {"HANMO_DATABASE_CONNECTIONS": "0"}),
        ("HANMO_PUBLIC_URL", {"HANMO_PUBLIC_URL": "not a url"}),
        ("HANMO_ADMIN_PASSWORD", {**ADMIN, "HANMO_ADMIN_PASSWORD": "short"}),
        ("HANMO_ADMIN_PASSWORD", {**ADMIN, "HANMO_ADMIN_PASSWORD": None}),
    ],
)
def test_a_wrong_setting_is_refused_by_its_name(variable, settings, folder):
    done = run("serve", folder=folder, **{"HANMO_HTTP_PORT": free_port(), **settings})

    # A start with the same settings can only end in the same way, unless it is the database that is away.
    assert done.returncode == (1 if "open-sesame" in str(settings) else 78), said(done)
    assert done.stderr.startswith("hanmo: ") and len(done.stderr.splitlines()) == 1, said(done)
    assert variable in said(done), said(done)
    assert "Fatal error" not in said(done)
    assert "open-sesame" not in said(done)


def test_a_setting_that_takes_words_names_them(folder):
    done = run("serve", folder=folder, HANMO_LOG_LEVEL="loud", HANMO_HTTP_PORT=free_port())

    assert "trace, debug, info, notice, warning, error, critical" in done.stderr


@pytest.mark.parametrize("url", ["s3://Not_A_Bucket?endpoint=http://127.0.0.1:1", "s3://bucket?endpoint=nowhere"])
def test_a_storage_that_is_none_is_told_of_in_words(url, folder):
    keys = {"AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b"}
    done = run("serve", folder=folder, HANMO_STORAGE_URL=url, HANMO_HTTP_PORT=free_port(), **keys)

    assert done.returncode == 78
    assert done.stderr.startswith("hanmo: HANMO_STORAGE_URL: ")
    assert "misconfigured" not in done.stderr and "\\" not in done.stderr


def test_a_data_folder_that_cannot_be_one_is_named(folder):
    (folder / "file").write_text("")

    done = run("serve", folder=folder, HANMO_HTTP_PORT=free_port(), HANMO_DATA_DIR=folder / "file")

    assert done.returncode != 0
    assert str(folder / "file") in said(done)


def test_production_runs_with_a_secret_of_its_own(folder):
    with Server(folder, HANMO_ENV="production", HANMO_SECRET=SECRET, HANMO_PASSWORD_COST=None) as server:
        assert chief(server.url).balance() == 0


def test_the_secret_made_for_development_is_readable_by_its_owner_alone(folder):
    with Server(folder) as server:
        secrets = [path for path in server.data.iterdir() if "secret" in path.name]
        assert [stat.S_IMODE(path.stat().st_mode) for path in secrets] == [0o600]


def test_tokens_outlive_a_restart(folder):
    server = Server(folder)
    with server:
        lin = Person.register(server.url)
    with server:
        assert lin.balance() == 0


@only_sqlite
def test_a_second_server_on_the_same_data_is_refused(folder):
    with Server(folder) as server:
        done = run("serve", folder=folder, **server.settings | {"HANMO_HTTP_PORT": free_port()})

        assert done.returncode != 0
        assert server.url in said(done)
        assert Caller(server.url).send("GET", "/ready").status_code == 200


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_told_to_stop_it_finishes_what_it_has_begun_and_begins_nothing_new(number, folder, provider):
    server = Server(folder).start()
    try:
        admin = chief(server.url)
        lin = admin.newcomer(credits=10)
        name = f"gated:stop-{number}"
        model = admin.add_model("openai", name, provider.base("openai"))
        with ThreadPoolExecutor() as pool:
            running = pool.submit(lin.generate, model_id=model)
            provider.gates[name].wait_for_request()

            server.signal(number)
            eventually(lambda: _refused(server.port))
            assert server.process.poll() is None, "it did not wait for the generation"
            provider.gates[name].open()

            assert running.result().ok()["credits_used"] == 10
        assert server.wait() == 0
    finally:
        provider.gates[name].open()
        server.kill()
    with server:
        assert lin.ledger() == ["adjustment +10", "consume -10"]
        assert len(lin.creations()) == 1


def _refused(port: int):
    assert not is_listening(port)


def test_idle_connections_do_not_keep_it_from_stopping(folder):
    with Server(folder) as server:
        idle = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(3)]
        idle[0].sendall(b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n")
        assert idle[0].recv(4096).startswith(b"HTTP/1.1 200")
        assert server.stop() == 0
        for connection in idle:
            connection.close()
