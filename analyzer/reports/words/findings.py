"""The words around findings: how many, what they have in common, and how to learn more."""

from __future__ import annotations

from collections.abc import Sequence

from analyzer.reports.outline import MOST_EXAMPLES, Group, Role, View
from analyzer.reports.words.wording import Wording
from analyzer.run import Run
from analyzer.text import N_


def group_count(group: Group, wording: Wording) -> str:
    """Return how many findings a group holds, and how many of them are errors."""
    translate, errors = wording.translate, group.counts["error"]
    count = translate.plural("{n} finding", "{n} findings", group.total)
    if not errors:
        return count
    if errors == group.total:
        return translate.plural("{n} finding, an error", "{n} findings, all errors", errors)
    return f"{count}, {translate.plural('{n} of them an error', '{n} of them errors', errors)}"


def pattern(group: Group, run: Run, wording: Wording) -> str:
    """Return what the findings of a group have in common, "" when nothing stands out."""
    translate, facts = wording.translate, []
    if group.pattern.weekday is not None:
        count, total = group.pattern.on_weekday, group.total
        text = N_("All on {weekday}.") if count == total else N_("Most on {weekday}: {count} of {total}.")
        weekday = wording.weekday_name(group.pattern.weekday)
        facts.append(translate(text, weekday=weekday, count=count, total=total))
    if group.pattern.series:
        named = [
            translate.plural("{title} ({n} time)", "{title} ({n} times)", count, title=_title(row, run, wording))
            for row, count in group.pattern.series
        ]
        facts.append(translate(N_("Often in it: {series}."), series=", ".join(named)))
    return " ".join(facts)


def share_of(role: Role, wording: Wording) -> str:
    """Return how many of the judged meetings lack a role."""
    assert role.rule.share_text is not None
    return wording.translate.text(role.rule.share_text, missing=role.share.missing, judged=role.share.judged)


def series_named(role: Role, run: Run, wording: Wording) -> str:
    """Return the series that lack a role, at most three by name."""
    titles = list(dict.fromkeys(_title(row, run, wording) for row in role.series))
    return wording.translate(N_("Most often: {titles}."), titles=", ".join(titles[:MOST_EXAMPLES])) if titles else ""


def _title(row: int, run: Run, wording: Wording) -> str:
    event = run.table.iloc[row]
    return wording.title({"title": event["title"], "private": event["private"]})


def more(number: int, wording: Wording) -> str:
    """Return that there are more of them, and where they all stand; "" for none."""
    translate = wording.translate
    if not number:
        return ""
    if wording.is_aloud:
        return translate.plural(
            "And {n} more; --format json lists them all.", "And {n} more; --format json lists them all.", number
        )
    return translate.plural(
        "… and {n} more (--format json lists all)", "… and {n} more (--format json lists all)", number
    )


def nothing_found(run: Run, wording: Wording) -> str:
    """Return one calm sentence for a run without findings."""
    if not run.judgement.context.is_counted.any():
        return wording.translate(N_("No event in this period counts as a meeting, so there is nothing to judge."))
    return wording.translate(N_("Nothing found: in this period the calendar fits the agreements."))


def summary(view: View, wording: Wording) -> str:
    """Return the number of findings by severity in one line; what is said once as a share is one note."""
    translate, counts = wording.translate, view.counts
    errors, warnings, notes = counts["error"], counts["warning"], counts["note"] + len(view.roles)
    parts = [translate.plural("{n} error", "{n} errors", errors)] if errors else []
    parts += [translate.plural("{n} warning", "{n} warnings", warnings)] if warnings else []
    line = translate.plural("{n} finding", "{n} findings", errors + warnings)
    line += f" ({', '.join(parts)})" if parts else ""
    return line + (", " + translate.plural("{n} note", "{n} notes", notes) if notes else "")


def next_command(view: View) -> str:
    """Return the command that tells more about the heaviest rule, "" where nothing was found."""
    rules = [group.rule for group in _groups(view)] or [role.rule for role in view.roles]
    if not rules:
        return ""
    return f"meetlint explain {rules[0].name}"


WHY = N_("Why, and when to ignore it:")
"""What stands before :func:`next_command`."""


def _groups(view: View) -> Sequence[Group]:
    return [*view.coming, *view.past]
