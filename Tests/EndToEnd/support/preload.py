"""Libraries that a program under test loads before the C library, so that a test can change what the machine tells it.

Each is a C file beside this one.
"""

import shutil
import subprocess
from pathlib import Path


def build(name: str, folder: Path) -> Path:
    """Compiles a library into a folder of the test."""
    compiler = shutil.which("clang") or shutil.which("cc")
    assert compiler, "there is no C compiler; the Swift toolchain brings clang"
    library = folder / f"{name}.so"
    source = Path(__file__).with_name(f"{name}.c")
    words = [compiler, "-shared", "-fPIC", "-O1", "-o", library, source]
    built = subprocess.run(words, capture_output=True, text=True, timeout=60)
    assert built.returncode == 0, built.stderr
    return library
