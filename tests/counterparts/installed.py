"""What ``make counterparts`` has brought here: whoever needs it asks first, and its test skips by name without it."""

from __future__ import annotations

import shutil
from pathlib import Path

FONT = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")


def has_program(name: str) -> bool:
    """Tell whether a program of the system, such as ``java``, can be started."""
    return shutil.which(name) is not None


def has_packages(project: Path) -> bool:
    """Tell whether Node.js and all packages of an npm project are here: half an installation leaves no mark."""
    return has_program("node") and (project / "node_modules" / ".ready").is_file()


def has_environment(folder: Path) -> bool:
    """Tell whether a Python environment is here with all that was to be installed into it."""
    return (folder / ".ready").is_file()
