"""Writes the pages of the rules into ``docs/rules``, in every language. ``python -m tests.rule_pages --update``."""

from __future__ import annotations

import sys
from pathlib import Path

import rules
from analyzer.reports.rule_page import render_rule_page
from analyzer.reports.words.rules import page_paragraphs
from analyzer.rulebook.loading import load_rules
from analyzer.text import LANGUAGES, N_, translator

FOLDER = Path(__file__).parents[1] / "docs" / "rules"


def pages() -> dict[Path, str]:
    """Return every page by its file: English in docs/rules, others in a folder of their language, a list in each."""
    found: dict[Path, str] = {}
    own = load_rules(rules)
    for language in LANGUAGES:
        folder = FOLDER if language == "en" else FOLDER / language
        translate = translator(language)
        lines = [f"# {translate(N_('The rules'))}", ""]
        for theme in dict.fromkeys(rule.theme for rule in own.values()):
            lines += [f"## {translate(theme)}", ""]
            for rule in own.values():
                if rule.theme == theme:
                    off = f" ({translate(N_('preview: off unless selected'))})" if rule.is_preview else ""
                    lines.append(f"- [{rule.name}]({rule.name}.md): {translate(page_paragraphs(rule.page)[0])}{off}")
            lines.append("")
        found[folder / "README.md"] = "\n".join(lines)
        for name, rule in own.items():
            found[folder / f"{name}.md"] = render_rule_page(rule, translate)
    return found


def stale() -> list[Path]:
    """Return what differs from the rules, is missing, or belongs to no rule."""
    wanted = pages()
    differing = [path for path, text in wanted.items() if not path.exists() or path.read_text("utf-8") != text]
    return differing + [path for path in FOLDER.rglob("*.md") if path not in wanted]


def main() -> None:
    """Write the pages, or say which differ."""
    if "--update" in sys.argv:
        for path in stale():
            if path in pages():
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(pages()[path], "utf-8")
            else:
                path.unlink()
    for path in stale():
        print(f"differs: {path.relative_to(FOLDER.parent)}")
    print(f"{len(pages())} pages")


if __name__ == "__main__":
    main()
