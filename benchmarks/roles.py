"""How well roles are read: precision, recall and F1 on the labelled texts, per role and per kind of text.

Run ``python -m benchmarks.roles [PATH ...]``, without a path over every file of labelled texts beside the repository;
``--misses`` names the texts that are read otherwise than they are labelled. Texts labelled "unclear" are left out of
the figures; how they were read is counted beside them.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from analyzer.reading.roles.roles import Roles, read_roles

CORPUS = Path(__file__).parents[1] / ".." / "shared" / "data" / "corpus"
LABELLED = tuple(CORPUS / name for name in ("roles_share.jsonl", "roles_second_share.jsonl"))
ALL = "all"


@dataclass(frozen=True, slots=True)
class LabelledText:
    """One text and what people said of it: "true", "false" or "unclear" per role ("facilitator", "decision keeper")."""

    id: str
    kind: str
    title: str
    description: str
    labels: dict[str, str]


ROLES: dict[str, tuple[str, Callable[[Roles], str]]] = {
    "facilitator": ("has_facilitator", lambda roles: roles.facilitator),
    "decision keeper": ("has_decision_keeper", lambda roles: roles.decision_keeper),
}


_SHORT_KEYS = {"facilitator": "f", "decision keeper": "k"}


@dataclass(slots=True)
class Tally:
    """What was read against what was labelled, for one role and one kind of text."""

    right_filled: int = 0
    wrong_filled: list[str] = field(default_factory=list)
    wrong_empty: list[str] = field(default_factory=list)
    right_empty: int = 0
    unclear_filled: int = 0
    unclear_empty: int = 0

    @property
    def precision(self) -> float | None:
        """Return the share of roles read as filled that are."""
        return _share(self.right_filled, self.right_filled + len(self.wrong_filled))

    @property
    def recall(self) -> float | None:
        """Return the share of filled roles that were read as filled."""
        return _share(self.right_filled, self.right_filled + len(self.wrong_empty))

    @property
    def f1(self) -> float | None:
        """Return the harmonic mean of precision and recall."""
        return _share(2 * self.right_filled, 2 * self.right_filled + len(self.wrong_filled) + len(self.wrong_empty))


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def read_labelled(path: Path) -> list[LabelledText]:
    """Return the labelled texts of a file with one JSON object per line.

    A row holds either ``id``, ``text``, ``has_facilitator`` and ``has_decision_keeper``, where an invitation is split
    into title and text; or title and text apart, as ``t``, ``d``, ``f`` and ``k``, which its line names.
    """
    texts = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        row = json.loads(line)
        if "t" in row:
            labels = {name: str(row[key]).lower() for name, key in _SHORT_KEYS.items()}
            texts.append(LabelledText(f"line-{number}", row["kind"], row["t"], row["d"], labels))
            continue
        title, description = "", row["text"]
        if description.startswith("SUMMARY: "):
            title, _, description = description.removeprefix("SUMMARY: ").partition("\n")
            description = description.removeprefix("DESCRIPTION: ")
        labels = {name: str(row[key]).lower() for name, (key, _) in ROLES.items()}
        texts.append(LabelledText(row["id"], row["kind"], title, description, labels))
    return texts


def measure(texts: Iterable[LabelledText], role: str) -> dict[str, Tally]:
    """Return a tally of ``role`` per kind of text, and under "all" of all of them together."""
    tallies: dict[str, Tally] = {ALL: Tally()}
    for text in texts:
        is_filled = bool(ROLES[role][1](read_roles(text.title, text.description)))
        for kind in (ALL, text.kind):
            _count(tallies.setdefault(kind, Tally()), text.labels[role], is_filled, text.id)
    return tallies


def _count(tally: Tally, label: str, is_filled: bool, identifier: str) -> None:
    if label == "unclear":
        tally.unclear_filled += is_filled
        tally.unclear_empty += not is_filled
    elif label == "true":
        tally.right_filled += is_filled
        tally.wrong_empty.extend([] if is_filled else [identifier])
    else:
        tally.right_empty += not is_filled
        tally.wrong_filled.extend([identifier] if is_filled else [])


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{share:.3f}"


def _rows(tallies: dict[str, Tally]) -> list[str]:
    head = f"{'kind':<10}{'true':>6}{'false':>6}{'unclear (filled/empty)':>24}{'precision':>11}{'recall':>8}{'F1':>7}"
    rows = [head]
    for kind, tally in sorted(tallies.items(), key=lambda item: (item[0] != ALL, item[0])):
        true = tally.right_filled + len(tally.wrong_empty)
        false = tally.right_empty + len(tally.wrong_filled)
        unclear = f"{tally.unclear_filled + tally.unclear_empty} ({tally.unclear_filled}/{tally.unclear_empty})"
        shares = f"{_percent(tally.precision):>11}{_percent(tally.recall):>8}{_percent(tally.f1):>7}"
        rows.append(f"{kind:<10}{true:>6}{false:>6}{unclear:>24}{shares}")
    return rows


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures of both roles; return 0, or 2 where there are no labelled texts."""
    parser = argparse.ArgumentParser(prog="benchmarks.roles", description=__doc__)
    parser.add_argument("paths", nargs="*", type=Path, help="labelled texts, one JSON object per line")
    parser.add_argument("--misses", action="store_true", help="name the texts that are read otherwise than labelled")
    options = parser.parse_args(arguments)
    paths = [path for path in options.paths or LABELLED if path.is_file()]
    if not paths or len(paths) < len(options.paths):
        print("no labelled texts at the given path", file=sys.stderr)
        return 2
    for path in paths:
        texts = read_labelled(path)
        for role in ROLES:
            tallies = measure(texts, role)
            # Where each text is of a kind of its own, only all of them together say anything.
            shown = tallies if len(tallies) < len(texts) / 3 else {ALL: tallies[ALL]}
            print(f"{path.name}, {role}: {len(texts)} texts")
            print("\n".join(_rows(shown)))
            if options.misses:
                print("filled, labelled false:", " ".join(tallies[ALL].wrong_filled) or "none")
                print("empty, labelled true:  ", " ".join(tallies[ALL].wrong_empty) or "none")
            print()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
