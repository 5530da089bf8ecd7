"""The words around findings: how many, what they have in common, and how to learn more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from analyzer.reports.outline import MOST_EXAMPLES, Group, Role, View
from analyzer.reports.words.wording import Wording
from analyzer.run import Run
from analyzer.text import N_

MOST_DAYS_NAMED = 2
"""So many days are named one by one."""

ALL_COMMAND = "meetlint check … --all"
"""What to type to see everything."""


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


def common(group: Group, run: Run, wording: Wording) -> str:
    """Return in a few words what the findings of a group have in common: a weekday and a series, else their days."""
    translate, facts = wording.translate, list[str]()
    numbered = sorted([*group.shown, *group.others], key=lambda one: one.number)
    days = [wording.day(day) for day in dict.fromkeys(one.first for one in numbered)]
    if group.total <= MOST_DAYS_NAMED:
        titles = [wording.titles(run, one.finding.events) for one in numbered]
        if all(len(names) == 1 for names in titles):
            facts += dict.fromkeys(name for names in titles for name in names)
        facts += days
    else:
        if group.pattern.weekday is not None:
            text = N_("all on {weekday}") if group.pattern.on_weekday == group.total else N_("{n} on {weekday}")
            weekday = wording.weekday_name(group.pattern.weekday)
            facts.append(translate(text, n=group.pattern.on_weekday, weekday=weekday))
        if group.pattern.series:
            row, count = group.pattern.series[0]
            text = N_("all with {title}") if count == group.total else N_("{n} with {title}")
            facts.append(translate(text, n=count, title=_title(row, run, wording)))
    if not facts:
        return translate(N_("between {first} and {last}"), first=days[0], last=days[-1])
    return ", ".join(facts)


def share_of(role: Role, wording: Wording) -> str:
    """Return how many of the judged meetings lack a role."""
    assert role.rule.share_text is not None
    return wording.translate.text(role.rule.share_text, missing=role.share.missing, judged=role.share.judged)


def judged_for_roles(run: Run, roles: Sequence[Role], wording: Wording) -> list[str]:
    """Return why fewer meetings are counted where a role is asked than there are, nothing where these are as many."""
    meetings = int(run.judgement.context.is_counted.sum())
    if all(role.share.judged == meetings for role in roles):
        return []
    text = N_(
        "Of the {n} meetings in the whole period, those with few people, social ones, and those whose text cannot be "
        "read are left out here."
    )
    return [wording.translate(text, n=meetings)]


def series_named(role: Role, run: Run, wording: Wording) -> str:
    """Return the series that lack a role, at most three by name."""
    titles = dict[str, None]()
    for row in role.series:
        titles[_title(row, run, wording)] = None
        if len(titles) == MOST_EXAMPLES:
            break
    return wording.translate(N_("Most often: {titles}."), titles=", ".join(titles)) if titles else ""


def _title(row: int, run: Run, wording: Wording) -> str:
    (title,) = wording.titles(run, [row])
    return title


def more(number: int, wording: Wording) -> str:
    """Return that there are more of them, and where they all stand; "" for none."""
    translate = wording.translate
    if not number:
        return ""
    if wording.is_aloud:
        return translate.plural(
            "And {n} more; check --all lists them all.", "And {n} more; check --all lists them all.", number
        )
    return translate.plural("… and {n} more (check --all lists all)", "… and {n} more (check --all lists all)", number)


def nothing_found(run: Run, wording: Wording) -> str:
    """Return one calm sentence for a run without findings."""
    if not run.judgement.context.is_counted.any():
        return wording.translate(N_("No event in this period counts as a meeting, so there is nothing to judge."))
    return wording.translate(N_("Nothing found: in this period the calendar fits the agreements."))


def counts(run: Run, view: View, wording: Wording) -> str:
    """Return in a part of a sentence how many findings can still change, and how many form the pattern."""
    translate = wording.translate
    coming, past = (sum(group.total for group in groups) for groups in (view.coming, view.past))
    if coming and past:
        first = translate.plural("{n} finding can still change", "{n} findings can still change", coming)
        return f"{first}, {translate.plural('{n} forms the pattern', '{n} form the pattern', past)}"
    if coming:
        return translate.plural("{n} finding can still change", "{n} findings can still change", coming)
    if past:
        return translate.plural("{n} finding forms the pattern", "{n} findings form the pattern", past)
    if view.roles:
        return translate.plural(
            "Nothing found but {n} note on all meetings", "Nothing found but {n} notes on all meetings", len(view.roles)
        )
    return translate.plural(
        "{n} of {events} events counts as a meeting",
        "{n} of {events} events count as meetings",
        int(run.judgement.context.is_counted.sum()),
        events=len(run.table),
    )


def count_of(groups: Sequence[Group], wording: Wording) -> str:
    """Return how many findings some groups hold together, by severity."""
    counts = Counter[str]()
    for group in groups:
        counts.update(group.counts)
    return _by_severity(counts, wording)


def summary(view: View, wording: Wording) -> str:
    """Return the number of findings by severity in one line; what is said once as a share is one note."""
    return _by_severity(view.counts + Counter(note=len(view.roles)), wording)


def _by_severity(counts: Counter[str], wording: Wording) -> str:
    translate = wording.translate
    errors, warnings, notes = counts["error"], counts["warning"], counts["note"]
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
