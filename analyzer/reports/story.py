"""A run told once: sections in the order in which they are read, in the reader's language.

Whoever renders a story decides how its parts look, and which of them its form has no room for: never what they say.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from analyzer.reports.outline import Group, Numbered, Role, View
from analyzer.reports.words import findings as finding_words
from analyzer.reports.words import opening, sentences
from analyzer.reports.words.changes import ChangeWords, words_of
from analyzer.reports.words.sayings import saying
from analyzer.reports.words.signs import SEVERITIES
from analyzer.reports.words.wording import LONG, Wording, rule_of
from analyzer.run import Run
from analyzer.text import N_

PICTURE = "picture"
"""The section where a picture belongs; its texts say the days that can still change in words."""


CALM = ("empty", "nothing-found")
"""Sections of a run with nothing to say."""


@dataclass(frozen=True)
class ToldFinding:
    """One finding.

    Attributes:
        rule: what its rule flags.
        first: the day on which it starts.
        sign: its number behind the mark of its severity.
        spoken: the same as the start of a sentence.
        day: the day on which it starts in words, "" where ``span`` names days.
        span: from when to when.
        titles: its events, the first by name; "" where the message names them all.
        all_titles: every one of them by name.
    """

    number: int
    rule: str
    severity: str
    first: date
    sign: str
    spoken: str
    day: str
    span: str
    message: str
    titles: str
    all_titles: str

    @property
    def when(self) -> str:
        """On which day, from when to when."""
        return f"{self.day}, {self.span}" if self.day else self.span


@dataclass(frozen=True)
class ToldGroup:
    """The findings of one rule.

    Attributes:
        rule: its name.
        title: what it flags.
        severity: that of the heaviest of them.
        total: how many there are.
        count: the same in words.
        pattern: what they have in common, "" when nothing stands out; worth saying where not all of them are listed.
        common: the same in a few words, for a form that lists none of them; "" for what can still change.
        advice: one action, "" where it was given before.
        findings: the heaviest of them.
        more: how many there are besides, "" for none.
        others: these, for a form that has room for some of them: :func:`tell_finding` tells one.
    """

    rule: str
    title: str
    severity: str
    total: int
    count: str
    pattern: str
    common: str
    advice: str
    findings: Sequence[ToldFinding]
    more: str
    others: Sequence[Numbered]


@dataclass(frozen=True)
class ToldShare:
    """What is said once of all meetings.

    Attributes:
        rule: its name.
        share: how many of the judged meetings lack something.
        series: those that lack it most often, "" for none.
        lead: what stands before ``paste``.
        paste: a line for an invitation, "" for none.
    """

    rule: str
    share: str
    series: str
    lead: str
    paste: str


@dataclass(frozen=True)
class Section:
    """One part of a story; it holds one kind of content.

    Attributes:
        name: what it is about, whatever the language.
        heading: "" for sentences that stand by themselves.
        count: how many findings it holds, by severity; "" without findings.
    """

    name: str
    heading: str = ""
    texts: Sequence[str] = ()
    changes: Sequence[ChangeWords] = ()
    groups: Sequence[ToldGroup] = ()
    shares: Sequence[ToldShare] = ()
    count: str = ""


@dataclass(frozen=True)
class Story:
    """A run in words.

    Attributes:
        heading: whose calendar, and which days.
        assumed: in one line what was taken for granted, with the way to change it; "" for a quiet story.
        doubts: what makes the results doubtful, a line for each.
        opening: paragraphs of sentences: how that is known, what was read, and what a calendar cannot show; the
            section "read" says the same.
        sections: in order, without empty ones.
        counts: how many findings can still change and how many form the pattern; "" where there was nothing to judge.
        everything: what to type to see all of them, "" where all are told.
        summary: how much was found by severity, "" where there was nothing to judge.
        why: what stands before ``command``.
        command: what to type to learn more, "" for nothing.
    """

    heading: str
    assumed: str
    doubts: Sequence[str]
    opening: Sequence[Sequence[str]]
    sections: Sequence[Section]
    counts: str
    everything: str
    summary: str
    why: str
    command: str


def tell(
    run: Run,
    view: View,
    wording: Wording,
    *,
    is_quiet: bool = False,
    names_organisers: bool = True,
    is_brief: bool = False,
    lists_all: bool = False,
    everything: str = finding_words.ALL_COMMAND,
) -> Story:
    """Return a run as a story.

    Args:
        run: what was read, judged and found.
        view: what is shown of it.
        wording: the reader's language and form.
        is_quiet: only the findings, and what sums them up.
        names_organisers: whom to ask for a change is said by address.
        is_brief: a run with nothing to say is told in that sentence alone.
        lists_all: nothing is counted instead of said; the findings are as many as the view holds.
        everything: what to type to see all that is not shown of a brief story.
    """
    parts = (sentences.knowledge, sentences.reading, sentences.limits)
    has_events = len(run.table)
    sections = list(
        _sections(run, view, wording, is_quiet=is_quiet, names_organisers=names_organisers, lists_all=lists_all)
    )
    is_calm = all(section.name in (PICTURE, "well", "read", *CALM) for section in sections)
    return Story(
        heading=sentences.heading(run, wording),
        assumed="" if is_quiet else opening.assumed(run, wording),
        doubts=[] if is_quiet else opening.doubts(run, wording),
        opening=[] if is_quiet else [part(run, wording) for part in parts],
        sections=[section for section in sections if section.name in CALM] if is_brief and is_calm else sections,
        counts=finding_words.counts(run, view, wording) if has_events else "",
        everything=everything if is_brief else "",
        summary=finding_words.summary(view, wording) if has_events else "",
        why=wording.translate(finding_words.WHY),
        command=finding_words.next_command(view) if has_events and not is_quiet else "",
    )


def _sections(
    run: Run, view: View, wording: Wording, *, is_quiet: bool, names_organisers: bool, lists_all: bool
) -> Iterator[Section]:
    translate = wording.translate
    if not len(run.table):
        yield Section("empty", texts=sentences.empty_period(run, wording))
    else:
        if not is_quiet:
            yield Section(PICTURE, translate(N_("The coming days")), opening.coming_week(run, view, wording))
            named = run if names_organisers else replace(run, is_shared=True)
            if changes := [words_of(change, named, wording) for change in run.changes]:
                heading = translate(N_("What to change first"))
                yield Section("changes", heading, changes=changes)
        yield from _found(run, view, wording)
        if not is_quiet and (well := sentences.went_well(run, wording)):
            yield Section("well", translate(N_("What goes well")), well)
    if not is_quiet:
        read = [*sentences.knowledge(run, wording), *sentences.reading(run, wording), *sentences.limits(run, wording)]
        yield Section("read", translate(N_("What was read")), read)
        for name, heading, said in (
            ("not-judged", N_("What could not be judged"), sentences.missing(run, wording)),
            ("ignored", N_("Left out by agreement"), sentences.ignored(run, wording, lists_all=lists_all)),
            ("problems", N_("What could not be read"), sentences.problems(run, wording, lists_all=lists_all)),
        ):
            if said:
                yield Section(name, translate(heading), said)
    if failed := sentences.failed_rules(run, wording):
        yield Section("failed", texts=failed)
    if view.roles:
        shares = [_share(role, run, wording, is_quiet=is_quiet) for role in view.roles]
        texts = [] if is_quiet else finding_words.judged_for_roles(run, view.roles, wording)
        yield Section("roles", translate(N_("For all meetings at once")), texts, shares=shares)


def _found(run: Run, view: View, wording: Wording) -> Iterator[Section]:
    translate = wording.translate
    if not (view.coming or view.past or view.roles):
        yield Section("nothing-found", texts=[finding_words.nothing_found(run, wording)])
    if view.coming:
        day = wording.day(max(run.today, run.period.first))
        groups = [_group(group, run, wording, is_advised=True) for group in view.coming]
        heading = translate(N_("Can still change, from {day} on"), day=day)
        yield Section("coming", heading, groups=groups, count=finding_words.count_of(view.coming, wording))
    if view.past:
        text = N_("The pattern of the days before") if view.coming else N_("The pattern of these days")
        advised = {group.rule.name for group in view.coming}
        groups = [
            _group(group, run, wording, is_advised=group.rule.name not in advised, is_past=True) for group in view.past
        ]
        yield Section("pattern", translate(text), groups=groups, count=finding_words.count_of(view.past, wording))


def _group(group: Group, run: Run, wording: Wording, *, is_advised: bool, is_past: bool = False) -> ToldGroup:
    # One action for all of them; where theirs differ, in minutes or by situation, each finding says its own.
    has_one = len({saying(one.finding, run, wording).action for one in group.shown}) == 1
    return ToldGroup(
        rule=group.rule.name,
        title=wording.rule_title(group.rule),
        severity=group.heaviest.finding.severity,
        total=group.total,
        count=finding_words.group_count(group, wording),
        pattern=finding_words.pattern(group, run, wording) if is_past and group.total > 2 else "",
        common=finding_words.common(group, run, wording) if is_past else "",
        advice=saying(group.heaviest.finding, run, wording).action if is_advised and has_one else "",
        findings=[tell_finding(one, run, wording, is_advised=is_advised and not has_one) for one in group.shown],
        more=finding_words.more(len(group.others), wording),
        others=group.others,
    )


def tell_finding(one: Numbered, run: Run, wording: Wording, *, is_advised: bool = False) -> ToldFinding:
    """Return one finding in words, with its own action behind the fact where ``is_advised``."""
    finding, signs = one.finding, SEVERITIES[one.finding.severity]
    message, action = saying(finding, run, wording)
    titles = wording.titles(run, finding.events)
    if all(title in message for title in titles):
        titles = []
    if is_advised:
        message = f"{message} {action}"
    return ToldFinding(
        number=one.number,
        rule=wording.rule_title(rule_of(run, finding.rule).rule),
        severity=finding.severity,
        first=one.first,
        sign=f"{signs.mark}{one.number}",
        spoken=wording.translate(signs.spoken, number=one.number),
        day=wording.day(finding.start) if finding.end - finding.start <= LONG else "",
        span=wording.span(finding.start, finding.end),
        message=message,
        titles=wording.listed(titles),
        all_titles=", ".join(titles),
    )


def _share(role: Role, run: Run, wording: Wording, *, is_quiet: bool) -> ToldShare:
    return ToldShare(
        rule=role.rule.name,
        share=finding_words.share_of(role, wording),
        series=finding_words.series_named(role, run, wording),
        lead=wording.translate(N_("To paste into the invitation:")),
        paste="" if is_quiet else wording.translate(role.rule.paste),
    )
