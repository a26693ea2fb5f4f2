"""The program under one of valgrind's tools."""

import subprocess
from pathlib import Path

PROGRAM = Path(__file__).resolve().parent.parent / ".build/release/hanmo"


def under_valgrind(folder: Path, options: str) -> Path:
    """A program that runs the release build under valgrind; without its debug information, which that can't read."""
    program = folder / "hanmo"
    subprocess.run(["objcopy", "--strip-debug", PROGRAM, program], check=True)
    wrapper = folder / "profiled"
    wrapper.write_text(f'#!/bin/sh\nexec valgrind --quiet {options} {program} "$@"\n')
    wrapper.chmod(0o755)
    return wrapper
