"""A disk that is full for the database of one program, for as long as a test wants."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from support import preload


class Disk:
    """A disk for servers that are started with its settings."""

    def __init__(self, folder: Path):
        self._library = preload.build("disk", folder)
        self._flag = folder / "disk-is-full"
        self._flag.write_bytes(b"\0")

    @property
    def settings(self) -> dict[str, str]:
        return {"LD_PRELOAD": str(self._library), "DISK_IS_FULL_FILE": str(self._flag)}

    @contextmanager
    def full(self) -> Iterator[None]:
        self._set(b"\1")
        try:
            yield
        finally:
            self._set(b"\0")

    def _set(self, flag: bytes):
        # What a program has mapped is the file as it is, so it must not be cut off and written anew.
        with self._flag.open("r+b") as file:
            file.write(flag)
