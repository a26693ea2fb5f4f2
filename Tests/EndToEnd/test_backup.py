"""`hanmo backup`: a copy of the database while it is served, that another server can serve."""

import itertools
import shutil
import stat
import threading

import pytest
import requests

from support.database import only_postgres, only_sqlite
from support.people import Person, chief
from support.program import Server, run, said

PEOPLE = 4
CREDITS = 100_000
BACKUPS = 3


class Load:
    """People who generate as fast as they are answered, until they are told to stop."""

    def __init__(self, people):
        self._is_over = threading.Event()
        self._answers = threading.Semaphore(0)
        self.answered: list[tuple[Person, int]] = []
        self._threads = [threading.Thread(target=self._write, args=(person,)) for person in people for _ in range(2)]
        for thread in self._threads:
            thread.start()

    def _write(self, person):
        for number in itertools.count():
            if self._is_over.is_set():
                return
            reply = person.generate(title=f"第{number}篇")
            self.answered.append((person, reply.ok()["creation_id"]))
            self._answers.release()

    def wait_for(self, answers):
        for _ in range(answers):
            assert self._answers.acquire(timeout=60), "the server no longer answers"

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._is_over.set()
        for thread in self._threads:
            thread.join()


@only_sqlite
def test_a_copy_made_under_load_is_an_installation_of_its_own(folder):
    copies = []
    with Server(folder) as server:
        admin = chief(server.url)
        people = [admin.newcomer(credits=CREDITS) for _ in range(PEOPLE)]
        with Load(people) as load:
            for number in range(BACKUPS):
                load.wait_for(20)
                known = list(load.answered)
                copy = folder / f"copy-{number}.db"
                done = server.command("backup", str(copy))
                assert done.returncode == 0, said(done)
                copies.append((copy, known))
            load.wait_for(20)
        after = {person.id: {item["id"] for item in person.creations()} for person in people}

    for number, (copy, known) in enumerate(copies):
        assert stat.S_IMODE(copy.stat().st_mode) == 0o600
        # As docs/operate.md tells to restore one.
        restored = folder / f"restored-{number}"
        (restored / "data").mkdir(parents=True)
        shutil.copy(copy, restored / "data" / "hanmo.db")
        shutil.copy(server.data / "secret", restored / "data" / "secret")
        checked = run("check", folder=restored)
        assert checked.returncode == 0, said(checked)
        assert "secret: the one" in checked.stdout
        with Server(restored) as other:
            for person in people:
                there = Person(other.url, person.name, token=person.token)
                creations = {item["id"] for item in there.creations()}
                mine = {creation for owner, creation in known if owner is person}
                assert mine <= creations <= after[person.id], "what was answered before the copy is in it"
                assert there.balance() == sum(entry["amount"] for entry in there.entries())
                consumed = len(there.ledger("consume")) - len(there.ledger("refund"))
                assert consumed == len(creations), "what was under way is refunded"
            chief(other.url)
    assert sorted(path.name for path in folder.glob("copy*")) == [f"copy-{number}.db" for number in range(BACKUPS)]


@only_sqlite
def test_a_copy_needs_no_server(folder):
    with Server(folder) as server:
        lin = chief(server.url).newcomer(credits=10)

    done = server.command("backup", "copy.db")

    assert done.returncode == 0, said(done)
    assert "HANMO_SECRET" in done.stdout
    with Server(folder, HANMO_DATABASE_URL=f"sqlite:{folder / 'copy.db'}") as other:
        assert Person(other.url, lin.name, token=lin.token).balance() == 10


@only_sqlite
def test_what_is_there_already_is_not_touched(folder):
    with Server(folder) as server:
        (folder / "letter.txt").write_text("to my mother")
        (folder / "dangling").symlink_to("nowhere")
        for name in ("letter.txt", "dangling", ".", "nowhere/copy.db", "data/hanmo.db"):
            refused = server.command("backup", name)
            assert refused.returncode == 1, name
            assert name in refused.stderr
    assert (folder / "letter.txt").read_text() == "to my mother"
    assert not list(folder.glob("**/*.part"))


@only_sqlite
def test_a_damaged_database_makes_no_copy(folder):
    with Server(folder):
        pass
    path = folder / "data" / "hanmo.db"
    with path.open("r+b") as file:
        file.seek(path.stat().st_size // 4096 // 2 * 4096)
        file.write(b"\xa5" * 4096)

    refused = run("backup", "copy.db", folder=folder)

    assert refused.returncode == 1
    assert not list(folder.glob("copy*")), "neither the copy nor a part of it is left"


@only_sqlite
def test_without_a_database_there_is_nothing_to_back_up(folder):
    refused = run("backup", "copy.db", folder=folder)

    assert refused.returncode == 1
    assert "there is no database" in refused.stderr
    assert not (folder / "copy.db").exists()


@only_postgres
def test_on_postgresql_its_own_tool_is_named(folder):
    refused = run("backup", "copy.db", folder=folder)

    assert refused.returncode == 1
    assert "pg_dump --format=custom --file=copy.db" in refused.stderr
