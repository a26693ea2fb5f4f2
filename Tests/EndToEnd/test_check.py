"""`hanmo check`: one line for each question, and a status that a script can ask."""

import os
import sqlite3
from contextlib import closing

import pytest

from support import database
from support.database import only_sqlite
from support.people import chief
from support.program import Server, run, said

SUBJECTS = [
    "schema", "database", "secret", "ledger", "codes", "coupons", "activities", "referrals", "generations", "jobs",
    "files", "objects",
]


def subjects(checked, mark):
    return [line.split()[1].rstrip(":") for line in checked.stdout.splitlines() if line.startswith(mark)]


def test_a_sound_installation_is_well_served_or_not(folder):
    with Server(folder) as server:
        chief(server.url).newcomer(credits=30).generate().ok()
        served = server.command("check")
    alone = server.command("check")

    for checked in (served, alone):
        assert checked.returncode == 0, said(checked)
        assert subjects(checked, "ok") == SUBJECTS
        assert checked.stderr == ""


def test_a_wrong_balance_and_a_missing_file_are_found_and_nothing_is_changed(folder):
    with Server(folder) as server:
        lin = chief(server.url).newcomer(credits=30)
        creation = lin.generate().ok()["creation_id"]
        broken = [
            f"UPDATE users SET credit_balance = 500 WHERE id = {lin.id}",
            "INSERT INTO files (object_key, creation_id, user_id, size_bytes, created_at)"
            f" VALUES ('images/00/lost.png', {creation}, {lin.id}, 5, 0)",
        ]
        for statement in broken:
            database.change(folder, statement)

        checked = server.command("check")
        again = server.command("check")

    assert checked.returncode == 1
    assert subjects(checked, "WRONG") == ["ledger", "files"]
    assert f"entries: {lin.id}" in checked.stdout and "images/00/lost.png" in checked.stdout
    assert again.stdout == checked.stdout


@only_sqlite
def test_a_row_that_refers_to_nothing_is_found(folder):
    with Server(folder):
        pass
    # Foreign keys are only kept by who asks for it.
    database.change(folder, "INSERT INTO sessions (user_id, created_at, expires_at) VALUES (4711, 0, 0)")

    checked = run("check", folder=folder)

    assert checked.returncode == 1
    assert subjects(checked, "WRONG") == ["database"]
    assert "sessions" in checked.stdout and "users" in checked.stdout


@only_sqlite
def test_a_damaged_page_is_found(folder):
    with Server(folder):
        pass
    path = folder / "data" / "hanmo.db"
    with closing(sqlite3.connect(path)) as file:
        [root] = file.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'credit_entries_user'").fetchone()
    with path.open("r+b") as file:
        file.seek((root - 1) * 4096)
        file.write(b"\xa5" * 4096)

    checked = run("check", folder=folder)

    assert checked.returncode == 1
    assert "database" in subjects(checked, "WRONG")
    assert "Fatal error" not in said(checked)


@only_sqlite
def test_an_object_that_nobody_has_is_found_and_a_folder_that_is_not_there_is_not_made(folder):
    with Server(folder):
        pass
    stray = folder / "data" / "files" / "images" / "00" / "stray.png"
    stray.parent.mkdir(parents=True)
    stray.write_bytes(b"nobody's")
    young = run("check", folder=folder)
    os.utime(stray, (0, 0))
    old = run("check", folder=folder)
    elsewhere = run("check", folder=folder, HANMO_STORAGE_URL=f"file:{folder / 'elsewhere'}")

    assert young.returncode == 0, said(young)
    assert old.returncode == 1
    assert subjects(old, "WRONG") == ["objects"] and "images/00/stray.png" in old.stdout
    assert elsewhere.returncode == 0, said(elsewhere)
    assert not (folder / "elsewhere").exists()


@only_sqlite
def test_an_older_database_is_told_of_and_stays_as_it_is(folder):
    assert run("migrate", folder=folder).returncode == 0
    database.change(folder, "DELETE FROM schema_migrations WHERE number > 1")

    checked = run("check", folder=folder)

    assert checked.returncode == 1
    assert subjects(checked, "WRONG") == ["schema"]
    assert database.ask(folder, "SELECT number FROM schema_migrations") == [("1",)]


@pytest.mark.parametrize(
    "where", ["sqlite:nowhere/hanmo.db", "postgres://lin:geheim@127.0.0.1:1/hanmo"], ids=["file", "server"]
)
def test_where_there_is_nothing_that_is_said(folder, where):
    checked = run("check", folder=folder, HANMO_DATABASE_URL=where)

    assert checked.returncode == 1
    assert ("nowhere" if "nowhere" in where else "127.0.0.1") in checked.stderr
    assert "geheim" not in said(checked)
    assert not (folder / "nowhere").exists()
