"""What the long patterns of the readers need, worked out once: ``analyzer/reading/needs.json``.

``python -m tests.needles --update`` renews it. A pattern that is not in it is taken apart when it is first asked for.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from analyzer.reading.needles import Sought, name_of
from analyzer.reading.roles import fields, labels, sentences, words
from analyzer.reading.ways import is_within_sentence, needed_literals

PAGE = Path(__file__).parents[1] / "analyzer" / "reading" / "needs.json"
SOUGHT = {
    name: value
    for room in (labels, sentences, fields, words)
    for name, value in vars(room).items()
    if isinstance(value, Sought)
}


def needs() -> str:
    """Return the text of the file.

    By the name of a pattern it holds for each branch whether its matches lie within one sentence, and the ways to
    match, as choices between literals.
    """
    patterns = {
        name_of(one.source): [
            (is_within_sentence(each), [list(map(sorted, way)) for way in needed_literals(each)])
            for each in one.branches
        ]
        for one in SOUGHT.values()
    }
    lines = [
        f"{json.dumps(name)}: [\n" + ",\n".join(json.dumps(ways, ensure_ascii=False) for ways in branches) + "\n]"
        for name, branches in sorted(patterns.items())
    ]
    return "{\n" + ",\n".join(lines) + "\n}\n"


if __name__ == "__main__":
    if "--update" in sys.argv:
        PAGE.write_text(needs(), "utf-8")
    else:
        sys.stdout.write(needs())
