"""The database behind a server: SQLite in its folder, or a schema on the PostgreSQL server that the tests were given."""

import csv
import hashlib
import io
import os
import sqlite3
import subprocess
from functools import cache
from pathlib import Path

import pytest

POSTGRES = os.environ.get("HANMO_TEST_DATABASE_URL", "")

only_sqlite = pytest.mark.skipif(bool(POSTGRES), reason="only SQLite can do or suffer that")
only_postgres = pytest.mark.skipif(not POSTGRES, reason="needs PostgreSQL; see scripts/with-postgres")


def url(folder: Path) -> str | None:
    """Which database belongs to a folder; None leaves it to the program, which is SQLite in that folder."""
    return f"{POSTGRES}&options=-csearch_path%3D{_schema(str(folder))}" if POSTGRES else None


@cache
def _schema(folder: str) -> str:
    name = "test_" + hashlib.sha256(folder.encode()).hexdigest()[:24]
    change_postgres(POSTGRES, f"CREATE SCHEMA IF NOT EXISTS {name}")
    return name


def ask(folder: Path, question: str) -> list[tuple[str, ...]]:
    """The rows that a query answers, every value as text."""
    if POSTGRES:
        return ask_postgres(url(folder), question)
    with sqlite3.connect(f"file:{_file(folder)}?mode=ro", uri=True) as database:
        return [tuple(str(value) for value in row) for row in database.execute(question)]


def ask_postgres(where: str, question: str) -> list[tuple[str, ...]]:
    """The rows that a query answers on the PostgreSQL server that a URL names."""
    return [tuple(row) for row in csv.reader(io.StringIO(change_postgres(where, question)))]


def change(folder: Path, statement: str):
    """Changes rows behind the program's back."""
    if POSTGRES:
        change_postgres(url(folder), statement)
    else:
        with sqlite3.connect(_file(folder)) as database:
            database.execute(statement)


def _file(folder: Path) -> Path:
    [path] = (path for path in (folder / "data").iterdir() if path.suffix in (".sqlite", ".db", ".sqlite3"))
    return path


def change_postgres(where: str, statement: str) -> str:
    """Runs a statement on the PostgreSQL server that a URL names, and answers what it prints."""
    command = ["psql", "--no-psqlrc", "--quiet", "--csv", "--tuples-only", "--set", "ON_ERROR_STOP=1", where]
    done = subprocess.run([*command, "--command", statement], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout
