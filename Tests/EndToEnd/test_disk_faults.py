"""A disk that fails: nothing that was answered is lost, and nothing is written on top of what nobody knows.

A failed fsync may have dropped what it was to write, and the next one would report success without it (SQLite and
PostgreSQL both learnt that), so after one the process has to end, and so it does after a failed write. A full disk is
another matter: SQLite undoes that one transaction, and the next one may fit.
"""

from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import pytest

from support import database
from support.books import check_person, check_rows
from support.database import only_sqlite
from support.disk import Disk
from support.faults import failing, require_tracing
from support.load import Load
from support.people import Person, chief, eventually
from support.program import Server

pytestmark = only_sqlite

PRICE = 10
# `EX_IOERR` of sysexits.h.
IO_ERROR_STATUS = 74
# Which call of a thread that writes fails: the first ones are those of a start; a commit writes some twenty times and
# syncs once.
SYNCS = [1, 2, 3, 5, 8, 13, 21, 34, 55, 89]
WRITES = [1, 2, 4, 7, 30, 100, 211, 502, 1003, 1504]
FATAL = [
    pytest.param("fdatasync,fsync", "EIO", SYNCS, "fsync failed", id="sync-EIO"),
    pytest.param("fdatasync,fsync", "ENOSPC", SYNCS, "fsync failed", id="sync-ENOSPC"),
    pytest.param("pwrite64,write", "EIO", WRITES, "writing failed", id="write-EIO"),
]
FILES = ["hanmo.db", "hanmo.db-wal", "hanmo.db-journal"]


class Town:
    """An installation with people who write, which is started healthy and with a failing disk in turns."""

    def __init__(self, folder: Path, provider):
        require_tracing()
        self.folder = folder
        self.disk = Disk(folder)
        self.server = Server(folder, **self.disk.settings)
        self.kept: defaultdict[str, set[int]] = defaultdict(set)
        with self.server:
            admin = chief(self.server.url)
            self.people = [admin.newcomer(credits=100_000) for _ in range(3)]
            self.model = admin.add_model("openai", "slow:disk", provider.base("openai"), credits_cost=PRICE)

    def faulty(self, calls: str, error: str, when: str, files: list[str] = FILES) -> Server:
        """The same server, not yet started, with a disk that fails."""
        paths = [self.folder / "data" / name for name in files]
        return Server(self.folder, self.server.port, under=failing(calls, error, when, paths))

    def write(self, while_they_do: Callable[[Load], None]):
        """Has people write while something happens."""
        load = Load(self.people, self.model, outage=True)
        try:
            while_they_do(load)
        finally:
            load.end()
            for name, creations in load.kept.items():
                self.kept[name] |= creations

    def check(self):
        """Starts a healthy server, and looks whether everything is there."""
        with self.server:
            self.check_people()
        assert database.ask(self.folder, "PRAGMA integrity_check") == [("ok",)]
        check_rows(partial(database.ask, self.folder))

    def check_people(self):
        for person in self.people:
            eventually(partial(check_person, person, self.kept[person.name], PRICE))


@pytest.fixture
def town(folder, provider) -> Town:
    return Town(folder, provider)


@pytest.mark.parametrize(("calls", "error", "places", "words"), FATAL)
def test_when_the_disk_fails_anywhere_the_process_ends_and_all_that_was_answered_is_there(
    calls, error, places, words, town
):
    for place in places:
        server = town.faulty(calls, error, str(place))
        before = len(server.log)
        server.launch()
        try:
            if until_ready(server):
                # It ends by itself, in the middle of it all.
                town.write(lambda load, server=server: server.process.wait(60))
            status = server.wait()
        finally:
            server.kill()
        log = server.log[before:]
        assert status == IO_ERROR_STATUS, f"{place}: {log}"
        assert words in log and "Fatal error" not in log, f"{place}: {log}"

        town.check()
    assert sum(map(len, town.kept.values())) > 0


def until_ready(server: Server) -> bool:
    """Waits until a server is ready, or has ended."""
    while server.process.poll() is None:
        if server.is_ready():
            return True
    return False


def test_a_full_disk_is_told_and_got_over_without_a_restart(town):
    def fill_and_free(load: Load):
        for _ in range(5):
            with town.disk.full():
                load.wait_for_failure()
            load.wait_for(30)

    with town.server as server:
        town.write(fill_and_free)
        town.check_people()
        assert "full" in server.log
    town.check()


def test_a_disk_that_stays_full_takes_nothing_and_keeps_everything(town):
    # It is full until the server has ended.
    with ExitStack() as disk, town.server as server:

        def fill(load: Load):
            load.wait_for(10)
            disk.enter_context(town.disk.full())
            load.wait_for_failure()
            load.wait_for_failure()

        town.write(fill)
        # What is there can still be read.
        for person in town.people:
            creations = {creation["id"] for creation in person.creations()}
            assert town.kept[person.name] <= creations
        assert server.process.poll() is None
    town.check()


def test_what_cannot_be_settled_is_told_to_repeats_as_well_and_refunded_once_there_is_room(town, provider):
    lin = town.people[0]
    with town.server as server, ThreadPoolExecutor() as pool:
        before = lin.balance()
        gated = chief(server.url).add_model("openai", "gated:disk", provider.base("openai"), credits_cost=PRICE)
        gate = provider.gates["gated:disk"]

        def generate():
            return lin.generate(model_id=gated, headers={"Idempotency-Key": "once"}, outage=True)

        first = pool.submit(generate)
        gate.wait_for_request()
        with town.disk.full():
            gate.open()
            assert first.result().code == 500
            # There is nothing it could wait for.
            assert generate().code == 500
            assert lin.balance() == before - PRICE

        def check_refund():
            assert lin.ledger()[-2:] == [f"consume -{PRICE}", f"refund +{PRICE}"]

        eventually(check_refund)
        assert generate().code == 500
        assert lin.balance() == before
    town.check()


def test_a_log_that_finds_no_room_in_the_database_file_is_kept_and_copied_back_later(town):
    lin = town.people[0]
    with town.faulty("pwrite64,write", "ENOSPC", "1+", files=["hanmo.db"]) as server:
        fill_the_log(lin)
        assert (town.folder / "data" / "hanmo.db-wal").stat().st_size > 16_000_000
        town.write(lambda load: load.wait_for(30))
        assert server.process.poll() is None
    town.check()


def test_a_log_that_cannot_be_copied_back_ends_the_process(town):
    lin = town.people[0]
    server = town.faulty("fdatasync", "EIO", "1+", files=["hanmo.db"]).start()
    try:
        with pytest.raises(OSError):
            fill_the_log(lin)
        assert server.wait() == IO_ERROR_STATUS
        assert "fsync failed" in server.log
    finally:
        server.kill()
    town.check()


def test_a_log_that_cannot_be_copied_back_at_the_end_is_told(town):
    server = town.faulty("fdatasync", "EIO", "1+", files=["hanmo.db"]).start()
    try:
        town.write(lambda load: load.wait_for(5))
        assert server.stop() != 0
        assert "fsync failed" in server.log
    finally:
        server.kill()
    town.check()


def fill_the_log(person: Person):
    """Changes a long text until the write-ahead log is due to be copied back, at some 16 MB."""
    creation = person.generate().ok()["creation_id"]
    for number in range(60):
        # SQLite writes what differs, so all of it has to.
        form = {"content": chr(0x4E00 + number) * 150_000}
        assert person.call("PUT", f"/api/v1/creations/{creation}", form, outage=True).code in (200, 500)


def test_a_first_start_that_cannot_write_its_secret_hinders_no_later_one(folder):
    # The kernel lets nothing write beyond the tenth byte of any file.
    server = Server(folder, under=["prlimit", "--fsize=10"])
    server.launch()
    try:
        assert server.wait() != 0
    finally:
        server.kill()
    with Server(folder) as server:
        chief(server.url).newcomer(credits=10).generate().ok()


@pytest.mark.parametrize("error", ["EIO", "ENOSPC"])
@pytest.mark.parametrize("calls", ["fdatasync,fsync", "pwrite64"])
def test_a_first_start_that_fails_anywhere_hinders_no_later_one(calls, error, folder):
    require_tracing()
    for place in (1, 2, 3, 4, 5, 8, 13, 40):
        there = folder / str(place)
        there.mkdir()
        server = Server(there, under=failing(calls, error, str(place), []))
        server.launch()
        try:
            if not until_ready(server):
                assert server.wait() != 0
                assert "Fatal error" not in server.log
        finally:
            server.kill()
        with Server(there) as server:
            chief(server.url).newcomer(credits=10).generate().ok()
