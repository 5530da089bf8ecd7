"""Collects every text people read into the catalogue of each language, and compiles it.

``python -m tests.catalogue`` says what is missing or no longer used; ``--update`` writes the catalogues and their
compiled forms. Texts are what stands in ``N_("…")``, pairs of them in ``Text(…)`` or ``.plural(…)``, and the
paragraphs of the rules' pages.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from analyzer.reports.words.rules import page_paragraphs
from analyzer.text import DOMAIN, LANGUAGES, LOCALE_DIR

ROOT = Path(__file__).parents[1]
TRANSLATED = tuple(language for language in LANGUAGES if language != "en")
FOLDERS = ("analyzer", "commands", "connectors", "rules")

HEADER_DATE = datetime(2026, 11, 23, tzinfo=UTC)
"""The header's dates stand still, so that renewing an unchanged catalogue changes nothing."""

Message = str | tuple[str, str]


def sources() -> list[Path]:
    """Return every module that may hold texts, in order."""
    return [ROOT / "cli.py", *sorted(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py"))]


def messages() -> dict[Message, str]:
    """Return every msgid, or pair of singular and plural, with the file it first stands in."""
    found: dict[Message, str] = {}
    for path in sources():
        place = path.relative_to(ROOT).as_posix()
        tree = ast.parse(path.read_text("utf-8"))
        for message in _marked(tree):
            found.setdefault(message, place)
        if path.parent.name == "rules" and path.name != "__init__.py":
            for paragraph in page_paragraphs(ast.get_docstring(tree) or ""):
                found.setdefault(paragraph.removeprefix("## "), place)
    paired = {single for message in found if isinstance(message, tuple) for single in message}
    return {message: place for message, place in found.items() if message not in paired}


def _marked(tree: ast.AST) -> Iterator[Message]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        texts = [_text(argument) for argument in node.args]
        if name == "N_" and texts and texts[0]:
            yield texts[0]
        elif name in ("Text", "plural") and len(texts) > 1 and texts[0] and texts[1]:
            yield (texts[0], texts[1])


def _text(node: ast.expr) -> str:
    """Return the text of a literal or of ``N_(literal)``, "" for anything else."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "N_" and node.args:
        return _text(node.args[0])
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def source_of(language: str) -> Path:
    """Return where the catalogue of a language stands, for people to write in."""
    return Path(LOCALE_DIR) / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def compiled_of(language: str) -> Path:
    """Return where its compiled form stands, for the program to read."""
    return source_of(language).with_suffix(".mo")


def read_catalogue(language: str) -> Catalog:
    """Return the catalogue of a language as it stands, an empty one when there is none yet."""
    path = source_of(language)
    return read_po(BytesIO(path.read_bytes()), locale=language) if path.exists() else Catalog(locale=language)


def renewed(old: Catalog) -> Catalog:
    """Return a catalogue with exactly the texts of the code, translated where the old one translates them."""
    assert old.locale is not None
    name = old.locale.get_language_name("en")
    comment = f"# The {name} texts of meetlint."
    catalogue = Catalog(locale=old.locale, project="meetlint", fuzzy=False, header_comment=comment)
    catalogue.creation_date = catalogue.revision_date = HEADER_DATE
    for message, place in sorted(messages().items(), key=lambda item: (item[1], str(item[0]))):
        known = old.get(message if isinstance(message, str) else message[0])
        empty = "" if isinstance(message, str) else ("", "")
        translation = known.string if known is not None and known.id == message else empty
        catalogue.add(message, translation, locations=[(place, None)])  # type: ignore[list-item]
    return catalogue


def compiled(catalogue: Catalog) -> bytes:
    """Return the catalogue as gettext reads it."""
    out = BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def main() -> int:
    """Say what is missing or stale; with ``--update`` write the catalogues."""
    wanted = messages()
    for language in TRANSLATED:
        old = read_catalogue(language)
        new = renewed(old)
        missing = [message.id for message in new if message.id and not all(_forms(message.string))]
        stale = [message.id for message in old if message.id and message.id not in wanted]
        if "--update" in sys.argv:
            source_of(language).parent.mkdir(parents=True, exist_ok=True)
            with source_of(language).open("wb") as out:
                write_po(out, new, width=110, omit_header=False, sort_output=False)
            compiled_of(language).write_bytes(compiled(read_catalogue(language)))
        for message in missing:
            print(f"missing: {message!r}")
        for message in stale:
            print(f"no longer used: {message!r}")
        print(f"{language}: {len(wanted)} texts, {len(missing)} missing, {len(stale)} no longer used")
    return 0


def _forms(string: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (string,) if isinstance(string, str) else tuple(string)


if __name__ == "__main__":
    sys.exit(main())
