"""A plan in words: what it takes away, what is proven of it, every occurrence that changes, and what is left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from analyzer.changing.change import Change, Occurrence
from analyzer.judging.listing import Finding
from analyzer.reports.inert import inert
from analyzer.reports.plans.planned import Planned
from analyzer.reports.words.changes import ChangeWords, given_back, takes, words_of
from analyzer.reports.words.sayings import saying
from analyzer.reports.words.wording import Wording, rule_of
from analyzer.run import Run
from analyzer.text import N_

LONGER = 4
"""How many times as long a further search is proposed to take."""


def proven(planned: Planned, wording: Wording) -> str:
    """Return in one sentence, without its stop, how many findings the changes take away, and what is proven of that."""
    translate, changes, found = wording.translate, len(planned.plan.changes), planned.found
    left = len(planned.left)
    if not found:
        return translate(N_("Nothing to mend: no finding in these days can still change"))
    if not left:
        return translate.plural(
            "With {changes} the one finding goes",
            "With {changes} all {n} findings go",
            found,
            changes=translate.plural("{n} change", "{n} changes", changes),
        )
    if left < found:
        fact = translate.plural(
            "{n} change takes {found} findings to {left}",
            "{n} changes take {found} findings to {left}",
            changes,
            found=found,
            left=left,
        )
    else:
        fact = translate.plural(
            "No change was found that takes the one finding away",
            "No change was found that takes any of the {n} findings away",
            found,
        )
    return f"{fact}; {_proof(planned, wording)}"


def _proof(planned: Planned, wording: Wording) -> str:
    possible = len(planned.left) - planned.bound
    if planned.plan.proof.status == "feasible" and possible > 0:
        return wording.translate.plural(
            "at most {n} more could go: --seconds {seconds} looks further",
            "at most {n} more could go: --seconds {seconds} looks further",
            possible,
            seconds=planned.seconds * LONGER,
        )
    if 0 < len(planned.plan.changes) < planned.most:
        text = N_("it is proven that further changes, up to {n}, take away no more")
        return wording.translate(text, n=planned.most)
    return wording.translate.plural(
        "it is proven that no single change takes away more",
        "it is proven that no {n} changes take away more",
        planned.most,
    )


def tried(planned: Planned, wording: Wording) -> str:
    """Return what comes with the agreements that are tried, "" where none are."""
    if not planned.tried:
        return ""
    agreed = wording.listed([wording.shown(text) for text in planned.tried], len(planned.tried))
    if not planned.more:
        text = N_("With {agreed} nothing more is found: nothing has to change for it.")
        return wording.translate(text, agreed=agreed)
    return wording.translate.plural(
        "With {agreed} there is {n} finding more.", "With {agreed} there are {n} findings more.", planned.more,
        agreed=agreed,
    )  # fmt: skip


def aimed(planned: Planned, wording: Wording) -> str:
    """Return which findings should go, "" for all of them."""
    if not planned.aims:
        return ""
    titles = [wording.rule_title(rule_of(planned.run, name).rule) for name in planned.aims]
    return wording.translate(N_("Aimed at: {titles}."), titles="; ".join(titles))


def over(planned: Planned, wording: Wording) -> str:
    """Return how many findings are about what is over, "" for none."""
    if not planned.over:
        return ""
    return wording.translate.plural(
        "{n} finding more is about days that are over.", "{n} findings more are about days that are over.", planned.over
    )


def free(planned: Planned, wording: Wording) -> str:
    """Return for whom the new times are free, "" where nothing moves."""
    if not any(_moves(one) for change in planned.plan.changes for one in change.occurrences):
        return ""
    text = N_("The new times are free for you; meetlint does not know the calendars of others.")
    if planned.run.is_shared:
        text = N_("The new times are free in this calendar; meetlint does not know those of the people in it.")
    return wording.translate(text)


def _moves(one: Occurrence) -> bool:
    return (
        one.new_start is not None and one.new_end is not None and (one.new_start < one.start or one.new_end > one.end)
    )


def planned_change(change: Change, planned: Planned, wording: Wording) -> ChangeWords:
    """Return a change in words, with every occurrence and with what it takes away rule by rule."""
    translate, run = wording.translate, planned.run
    facts = []
    if change.removes:
        facts.append(translate(N_("Takes away: {findings}."), findings=by_rule(change.removes, run, wording)))
    elif change.kind != "book":
        facts.append(translate(N_("Helps together with the other changes.")))
    if change.adds:
        facts.append(
            translate(
                N_("Without the changes after it, it would bring: {findings}."),
                findings=by_rule(change.adds, run, wording),
            )
        )
    if back := given_back(change, wording):
        facts.append(translate(N_("Gives: {gains}."), gains=", ".join(back)))
    if cost := takes(change, wording):
        facts.append(cost)
    words = words_of(change, run, wording)
    return replace(
        words,
        gain=" ".join(facts) or words.gain,
        occurrences=tuple(occurrence(one, change, run, wording) for one in change.occurrences),
    )


def by_rule(counts: Mapping[str, int], run: Run, wording: Wording) -> str:
    """Return numbers of findings with what their rules flag, the most first."""
    return "; ".join(rule_counts(counts, run, wording))


def rule_counts(counts: Mapping[str, int], run: Run, wording: Wording) -> list[str]:
    """Return for each rule how many findings there are and what it flags, the most first."""
    lines = []
    for name, count in Counter(counts).most_common():
        title = wording.rule_title(rule_of(run, name).rule)
        times = wording.translate.plural("{n} time", "{n} times", count)
        lines.append(f"{title}, {times}" if wording.is_aloud else f"{count}× {title}")
    return lines


def occurrence(one: Occurrence, change: Change, run: Run, wording: Wording) -> str:
    """Return when an occurrence is now and when it will be; with its title where the change is about several meetings.

    Such as "Tue 1 Dec 11:30–12:30 → 14:45–15:45", or as a sentence where it is read aloud.
    """
    translate, day, old = wording.translate, wording.day(one.start), wording.span(one.start, one.end)
    title = title_of(one, change, run, wording) if change.kind == "setting" else ""
    if change.kind == "book":
        return f"{day}, {old}." if wording.is_aloud else f"{day} {old}"
    new = new_time(one, wording)
    if wording.is_aloud:
        text = N_("{day}, {old}, becomes {new}.") if new else N_("{day}, {old}, goes.")
        return f"{title} {translate(text, day=day, old=old, new=new)}".strip()
    return f"{day} {old} → {new or translate(N_('gone'))}" + (f" {title}" if title else "")


def new_time(one: Occurrence, wording: Wording) -> str:
    """Return when an occurrence will be, with its day where that is another one; "" where it goes."""
    if one.new_start is None or one.new_end is None:
        return ""
    span = wording.span(one.new_start, one.new_end)
    if wording.local(one.new_start).date() == wording.local(one.start).date():
        return span
    return f"{wording.day(one.new_start)}, {span}" if wording.is_aloud else f"{wording.day(one.new_start)} {span}"


def title_of(one: Occurrence, change: Change, run: Run, wording: Wording) -> str:
    """Return the title of what an occurrence is of; of a change of several meetings those at that time."""
    if change.kind == "book":
        return wording.translate(N_("Time to concentrate"))
    if change.uid and inert(change.title):
        return wording.shown(change.title)
    table = run.table
    spans, start, end = run.judgement.context.event_spans, *(int(edge.timestamp()) for edge in (one.start, one.end))
    at = (spans.start == start) & (spans.end == end) & table.holds("reason", "")
    at &= (table.column("uid") == change.uid) if change.uid else table.column("organized_by_owner")
    titles = wording.titles(run, np.flatnonzero(at).tolist())
    return wording.listed(titles) or wording.translate(N_("(no title)"))


def standing(finding: Finding, planned: Planned, wording: Wording) -> str:
    """Return one finding that is left: when, and which meetings stand in it."""
    after = planned.after
    day, span = wording.day(finding.start), wording.span(finding.start, finding.end)
    titles = wording.titles(after, finding.events)
    text = wording.listed(titles) if titles else saying(finding, after, wording).fact
    when = f"{day}, {span}" if span[:1].isdigit() else span
    return f"{when}: {text}"
