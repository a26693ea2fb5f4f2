"""The time of day of a process, set while it runs; time that only passes goes on as it does for a real clock."""

import struct
from pathlib import Path

from support import preload

SECOND_NS = 1_000_000_000


class Clock:
    """A clock for processes that are started with its settings."""

    def __init__(self, folder: Path):
        self._library = preload.build("clock", folder)
        self._offset = folder / "clock-offset"
        self._offset.write_bytes(struct.pack("q", 0))

    @property
    def settings(self) -> dict[str, str]:
        return {"LD_PRELOAD": str(self._library), "CLOCK_OFFSET_FILE": str(self._offset)}

    def move(self, seconds: int):
        """Sets it ahead of the machine's clock, or back where negative."""
        with self._offset.open("r+b") as file:
            file.write(struct.pack("q", seconds * SECOND_NS))
