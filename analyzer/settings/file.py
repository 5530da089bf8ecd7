"""``meetlint.toml``: its text in, agreements and rule settings out, with every mistake named at once."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from analyzer.agreements import Agreements, Person, by_default
from analyzer.errors import MeetlintError, SettingsError
from analyzer.judging.exceptions import Ignore
from analyzer.judging.rule import RuleSettings
from analyzer.settings.places import placed
from analyzer.settings.sections import Section, file_model
from analyzer.team.digest import DigestSettings
from analyzer.team.terms import PrivacySettings, TeamSettings
from analyzer.text import N_, Msg

FILE_NAME = "meetlint.toml"
MOST_BYTES = 1_000_000
"""No settings file is larger: agreements of hundreds of people take some tens of kB."""
MOST_MISTAKES = 100
"""So many mistakes are put into words; all are counted."""
_DEEPEST = 100
_LONGEST_SHOWN = 60
_LARGEST_NUMBER = 2**63  # TOML promises whole numbers of 64 bits, and no setting needs more
_MOST_DIGITS = 4_000

# Possessive throughout: a line is looked at once, whatever stands in it.
_KEY_PART = r"(?:[A-Za-z0-9_-]++|\"[^\"]*+\"|'[^']*+')"
_KEY = re.compile(rf"\s*+((?:{_KEY_PART}|\s*+\.\s*+)++)\s*+=")
_DEEP_KEY = re.compile(rf"[\s\[]*+(?:{_KEY_PART}\s*+\.\s*+){{{_DEEPEST}}}")
_PARTS = re.compile(r"\"([^\"]*+)\"|'([^']*+)'|([^.\s\"']++)")
_LONG_NUMBER = re.compile(rf"[0-9_]{{{_MOST_DIGITS},}}+")

_SECRET = re.compile(r"secret|password|passwd|token|api_?key|wachtwoord", re.IGNORECASE)
"""Keys that no settings file may hold: secrets come from the environment or from files named there."""

_ALLOWED = {
    "bool_type": N_("true or false"),
    "bool_parsing": N_("true or false"),
    "int_type": N_("a whole number"),
    "int_parsing": N_("a whole number"),
    "int_from_float": N_("a whole number"),
    "float_type": N_("a number"),
    "float_parsing": N_("a number"),
    "string_type": N_("text in quotes"),
    "tuple_type": N_("a list in brackets"),
    "dict_type": N_("a section"),
    "model_type": N_("a section"),
    "date_type": N_("a date such as 2026-11-16"),
    "date_from_datetime_parsing": N_("a date such as 2026-11-16"),
}


_PATTERN = "string_pattern_mismatch"

Place = tuple[str | int, ...]
"""Where a value stands: keys, and places in lists counted from 0."""


@dataclass(frozen=True)
class Settings:
    """Everything that was agreed on, checked.

    Attributes:
        values: what each section holds, by its name: a model, or models by id, or in a row; one that is not there has
            its defaults.
        file: where it was read from, "" for defaults.
    """

    values: Mapping[str, Any] = field(default_factory=dict)
    file: str = ""

    @property
    def agreements(self) -> Agreements:
        """The ``[agreements]`` section."""
        return self.values.get("agreements") or by_default(Agreements)

    @property
    def people(self) -> Mapping[str, Person]:
        """The ``[people.ID]`` sections, by id."""
        return self.values.get("people") or {}

    @property
    def teams(self) -> Mapping[str, TeamSettings]:
        """The ``[teams.ID]`` sections, by id."""
        return self.values.get("teams") or {}

    @property
    def privacy(self) -> PrivacySettings:
        """The ``[privacy]`` section."""
        return self.values.get("privacy") or PrivacySettings()

    @property
    def digest(self) -> DigestSettings:
        """The ``[digest]`` section."""
        return self.values.get("digest") or DigestSettings()

    @property
    def ignore(self) -> tuple[Ignore, ...]:
        """The ``[[ignore]]`` sections, in order."""
        return self.values.get("ignore") or ()

    @property
    def rules(self) -> dict[str, RuleSettings]:
        """The ``[rules.NAME]`` sections, by the name of the rule."""
        start = "rules."
        return {name.removeprefix(start): value for name, value in self.values.items() if name.startswith(start)}


def parse_settings(data: bytes, file: str, sections: Sequence[Section]) -> Settings:
    """Read the bytes of a settings file.

    Args:
        data: the whole file.
        file: its name, for messages.
        sections: every section that is known.

    Raises:
        SettingsError: with every mistake in ``mistakes``: file, line, key, what was found, what is allowed, and the
            nearest name.
    """
    if len(data) > MOST_BYTES:
        raise SettingsError(N_("{file} is larger than 1 MB, which no settings file is."), file=file)
    text = _decoded(data, file)
    lines = _key_lines(text)
    content = _read_toml(text, file)
    _refuse_excess(content, file, lines)
    mistakes: list[MeetlintError] = []
    _check_secrets(content, (), file, lines, mistakes)
    whole = file_model(sections)
    parsed = whole()
    number = len(mistakes)
    try:
        parsed = whole.model_validate(content)
    except ValidationError as error:
        number += error.error_count()
        mistakes += [_mistake(one, whole, file, lines) for one in error.errors(include_url=False)[:MOST_MISTAKES]]
    unknown, known = _unknown_rules(content.get("ignore"), sections)
    number += len(unknown)
    mistakes += [_unknown(path, known, file, lines, rule) for path, rule in unknown[:MOST_MISTAKES]]
    if mistakes:
        ordered = sorted(mistakes, key=lambda mistake: int(str(mistake.fields.get("line", 0))))
        raise SettingsError(
            N_("{file} holds mistakes: {number}."),
            N_("Nothing was judged. Correct the lines above; to compare: meetlint init --defaults -o example.toml"),
            tuple(ordered[:MOST_MISTAKES]),
            file=file,
            number=number,
        )
    return Settings({section.name: placed(attrgetter(section.name)(parsed), file) for section in sections}, file)


def _decoded(data: bytes, file: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SettingsError(
            N_("{file} is not UTF-8 at byte {byte}."),
            N_("Save it again as UTF-8 in your editor."),
            file=file,
            byte=error.start,
        ) from error


def _read_toml(text: str, file: str) -> dict[str, Any]:
    # The library walks the whole name of a section for each key in it: a deep one is refused before it is read.
    for line, row in enumerate(text.split("\n"), 1):
        if _DEEP_KEY.match(row):
            raise _too_deep(file, line)
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(
            N_("{file} is not valid TOML: {reason}."),
            N_("Compare it with a fresh one: meetlint init --defaults -o example.toml"),
            file=file,
            reason=str(error),
        ) from error
    except RecursionError as error:
        raise _too_deep(file, _deep_line(text)) from error
    except ValueError as error:  # Python refuses to read a number of thousands of digits
        found = _LONG_NUMBER.search(text)
        raise _too_large(file, text.count("\n", 0, found.start()) + 1 if found else 1) from error


def _deep_line(text: str) -> int:
    """Return the line on which brackets lie too deep in each other, as far as a plain look at the text tells."""
    depth = 0
    for line, row in enumerate(text.split("\n"), 1):
        depth += row.count("[") + row.count("{")
        if depth > _DEEPEST:
            return line
        depth = max(depth - row.count("]") - row.count("}"), 0)
    return 1


def _too_deep(file: str, line: int) -> SettingsError:
    message = N_("{file}, line {line}: lists and sections lie more than {limit} deep in each other.")
    return SettingsError(message, file=file, line=line, limit=_DEEPEST)


def _too_large(file: str, line: int) -> SettingsError:
    return SettingsError(N_("{file}, line {line}: a number has more digits than any setting."), file=file, line=line)


def _null(file: str, line: int) -> SettingsError:
    return SettingsError(
        N_("{file}, line {line}: a text holds the null character, as no setting does."), file=file, line=line
    )


def _refuse_excess(content: dict[str, Any], file: str, lines: Mapping[tuple[str, ...], int]) -> None:
    """Refuse what would go wrong further on.

    These are values too deep in each other, whole numbers too large to show, and a character that no name of a file and
    no database takes.
    """
    left: list[tuple[Place, Any]] = [((), content)]
    while left:
        path, value = left.pop()
        if isinstance(value, int) and not -_LARGEST_NUMBER <= value < _LARGEST_NUMBER:
            raise _too_large(file, _line_of(path, lines))
        if isinstance(value, str) and "\0" in value:
            raise _null(file, _line_of(path, lines))
        if isinstance(value, dict | list):
            if len(path) > _DEEPEST:
                raise _too_deep(file, _line_of(path, lines))
            if isinstance(value, dict) and any("\0" in key for key in value):
                raise _null(file, _line_of(path, lines))
            inner = value.items() if isinstance(value, dict) else enumerate(value)
            left += [((*path, key), one) for key, one in inner]


def _unknown_rules(exceptions: object, sections: Sequence[Section]) -> tuple[list[tuple[Place, str]], list[str]]:
    """Return the exceptions to rules that do not exist, each with its place and the rule it names; and the rules."""
    known = [section.name.removeprefix("rules.") for section in sections if section.name.startswith("rules.")]
    listed = exceptions if isinstance(exceptions, list) else []
    named = [one.get("rule") if isinstance(one, dict) else None for one in listed]
    unknown: list[tuple[Place, str]] = [
        (("ignore", position, "rule"), rule)
        for position, rule in enumerate(named)
        if isinstance(rule, str) and rule not in known
    ]
    return unknown, known


def _key_lines(text: str) -> dict[tuple[str, ...], int]:
    """Return the line of each key and section, as far as a plain look at the text tells."""
    lines: dict[tuple[str, ...], int] = {}
    section: tuple[str, ...] = ()
    repeated: Counter[tuple[str, ...]] = Counter()
    for number, line in enumerate(text.split("\n"), 1):
        header = line.strip()
        if header.startswith("[") and "]" in header:
            section = _parts(header.lstrip("[ \t").partition("]")[0])
            if header.startswith("[["):
                repeated[section] += 1
                section = (*section, str(repeated[section] - 1))
            lines.setdefault(section, number)
        elif key := _KEY.match(line):
            lines.setdefault((*section, *_parts(key[1])), number)
    return lines


def _shown(path: Place) -> str:
    """Return a key as people count: the third ``[[ignore]]`` is ignore.3."""
    return _cut(".".join(str(part + 1) if isinstance(part, int) else part for part in path))


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 1] + "…"


def _parts(dotted: str) -> tuple[str, ...]:
    return tuple("".join(part) for part in _PARTS.findall(dotted)[: _DEEPEST + 1])


def _line_of(path: Place, lines: Mapping[tuple[str, ...], int]) -> int:
    """Return the line of a key, or of the nearest section around it; 1 when nothing is found."""
    names = tuple(map(str, path))
    while names:
        if names in lines:
            return lines[names]
        names = names[:-1]
    return 1


def _check_secrets(
    content: Any, path: Place, file: str, lines: Mapping[tuple[str, ...], int], mistakes: list[MeetlintError]
) -> None:
    if not isinstance(content, dict):
        return
    for key, value in content.items():
        if _SECRET.search(key) and not isinstance(value, dict) and not key.endswith(("_file", "_env")):
            mistakes.append(
                SettingsError(
                    N_("{file}, line {line}: {key} looks like a secret; secrets do not belong in this file."),
                    N_("Put it in the environment, and change it where it was issued: it has stood in a file."),
                    file=file,
                    line=_line_of((*path, key), lines),
                    key=_shown((*path, key)),
                )
            )
        _check_secrets(value, (*path, key), file, lines, mistakes)


def _mistake(error: Any, model: type[BaseModel], file: str, lines: Mapping[tuple[str, ...], int]) -> MeetlintError:
    path: Place = tuple(part for part in error["loc"] if not str(part).startswith("function-"))
    if error["type"] == "extra_forbidden":
        return _unknown(path, _names_near(model, error["loc"][:-1]), file, lines, home=_home_of(path, model))
    found = error.get("input")
    # Of a long text or list the beginning is enough, and all that is looked at.
    shown = "{…}" if isinstance(found, dict) else repr(found[:100] if isinstance(found, str | list) else found)
    message = N_("{file}, line {line}: {key} is {found}; allowed is {allowed}.{nearest}")
    if error["type"] == "missing":
        message = N_("{file}, line {line}: {key} is missing.")
    return SettingsError(
        message,
        file=file,
        line=_line_of(path, lines),
        key=_shown(path),
        found=_cut(shown),
        allowed=Msg(_description_at(model, error["loc"]) if error["type"] == _PATTERN else _allowed(error)),
        nearest=_nearest_value(error, found),
    )


def _description_at(model: type[BaseModel], path: tuple[Any, ...]) -> str:
    """Return what a setting is, in its own words: a pattern says nothing to people."""
    current: Any = model
    description = ""
    for part in path:
        found = getattr(current, "model_fields", {}).get(str(part))
        if found is None:
            break
        description, current = found.description or description, found.annotation
    return description


def _allowed(error: Any) -> str:
    kind, context = error["type"], error.get("ctx", {})
    if kind == "value_error":
        return str(context.get("error", error["msg"]))
    if kind == "literal_error":
        return str(context["expected"]).replace(" or ", ", ")
    limits = {"greater_than_equal": "ge", "less_than_equal": "le", "greater_than": "gt", "less_than": "lt"}
    if kind in limits:
        signs = {"ge": "≥", "le": "≤", "gt": ">", "lt": "<"}
        return f"{signs[limits[kind]]} {context[limits[kind]]}"
    return str(_ALLOWED.get(kind, error["msg"]))


def _nearest_value(error: Any, found: object) -> str:
    if not isinstance(found, str) or len(found) > _LONGEST_SHOWN:
        return ""
    candidates: list[str] = []
    if error["type"] == "literal_error":
        candidates = re.findall(r"'([^']+)'", str(error.get("ctx", {}).get("expected", "")))
    elif "time zone" in str(error.get("ctx", {}).get("error", "")):
        from zoneinfo import available_timezones

        candidates = sorted(available_timezones())
    from difflib import get_close_matches  # a mistake has time for it, a start has not

    near = get_close_matches(found, candidates, 1)
    return f" → {near[0]}" if near else ""


def _names_near(model: type[BaseModel], path: tuple[Any, ...]) -> list[str]:
    """Return the keys allowed at ``path`` inside a model."""
    current: Any = model
    for part in path:
        field_of = getattr(current, "model_fields", {}).get(str(part))
        if field_of is None:
            continue
        inner = [field_of.annotation, *get_args(field_of.annotation)]
        inner += [deep for one in inner for deep in get_args(one)]
        current = next((one for one in inner if isinstance(one, type) and issubclass(one, BaseModel)), current)
    return list(getattr(current, "model_fields", {}))


def _home_of(path: Place, model: type[BaseModel]) -> str:
    """Return the one other section that knows a key, "" where none or several do."""
    homes = [
        name
        for name in model.model_fields
        if len(path) == 2 and name != path[0] and path[-1] in _names_near(model, (name,))
    ]
    return homes[0] if len(homes) == 1 else ""


def _unknown(
    path: Place,
    allowed: list[str],
    file: str,
    lines: Mapping[tuple[str, ...], int],
    value: str = "",
    home: str = "",
) -> MeetlintError:
    """Return the mistake of a key, or of the ``value`` of a key, that does not exist."""
    typed = _cut(value or str(path[-1])).replace("_", "-" if "-" in "".join(allowed) else "_")
    from difflib import get_close_matches

    near = get_close_matches(typed, allowed, 1, 0.5)
    message = N_("{file}, line {line}: {key} is unknown; allowed are {allowed}.")
    if near:
        message = N_("{file}, line {line}: {key} is unknown; did you mean {near}? Allowed are {allowed}.")
    if home:
        message = N_("{file}, line {line}: {key} is unknown; it belongs in the section [{home}].")
    return SettingsError(
        message,
        file=file,
        line=_line_of(path, lines),
        key=_cut(value) or _shown(path),
        near=near[0] if near else "",
        home=home,
        allowed=", ".join(allowed),
    )
