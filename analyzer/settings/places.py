"""Settings that name a file: like everything else in ``meetlint.toml``, it is looked for beside that file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel


class Beside:
    """Marks a setting whose file is named from the folder of ``meetlint.toml``."""


FileName = Annotated[str, Beside()]
"""A file: in full, from ``~``, or from the folder of ``meetlint.toml``; "" for none."""


def from_home(name: str) -> Path:
    """Return the path of a name, with ``~`` and ``~USER`` in full; that of an unknown user stays as it stands."""
    try:
        return Path(name).expanduser()
    except RuntimeError:
        return Path(name)


def placed(values: Any, file: str) -> Any:
    """Return the tables of a section with the files that they name in a form that holds from where they are read.

    A scheduler runs in another folder than whoever tried the settings, and has to find the same files.

    Args:
        values: what a section holds: a model, models by id, or in a row.
        file: the settings file.
    """
    if isinstance(values, BaseModel):
        named = {
            name: str(Path(file).parent / value)
            for name, field in type(values).model_fields.items()
            if any(isinstance(mark, Beside) for mark in field.metadata)
            and (value := getattr(values, name))
            and not value.startswith("~")
        }
        return values.model_copy(update=named) if named else values
    if isinstance(values, dict):
        return {name: placed(one, file) for name, one in values.items()}
    return values
