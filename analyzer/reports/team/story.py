"""An audit told once: sections in the order in which a manager reads them, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from analyzer.reports.team import words
from analyzer.reports.team.run import run_of
from analyzer.reports.words.changes import ChangeWords, words_of
from analyzer.reports.words.wording import Wording
from analyzer.team.audit import Audit
from analyzer.team.changes import TeamPlan
from analyzer.team.meetings import TeamMeeting
from analyzer.text import N_

MOST_MEETINGS = 10
"""So many meetings are told one by one; the data formats hold all of them."""
MOST_IN_THE_WAY = 5
MOST_WEEKS = 8
"""So many weeks stand side by side."""


@dataclass(frozen=True)
class TeamSection:
    """One part of a story.

    Attributes:
        name: what it is about, whatever the language.
        heading: in words.
        texts: sentences, a line each.
        changes: what to change.
        items: things of several lines: a lead, and what is said of it.
        table: rows of equal length, the first of them the heads; () for none.
    """

    name: str
    heading: str
    texts: Sequence[str] = ()
    changes: Sequence[ChangeWords] = ()
    items: Sequence[tuple[str, Sequence[str]]] = ()
    table: Sequence[Sequence[str]] = ()


@dataclass(frozen=True)
class TeamStory:
    """An audit in words.

    Attributes:
        heading: whose, and which days.
        summary: in one or two sentences what matters most.
        sections: in order, without empty ones.
        terms: the fingerprint of what was agreed on, or that nothing was.
    """

    heading: str
    summary: Sequence[str]
    sections: Sequence[TeamSection]
    terms: str


def tell_audit(audit: Audit, wording: Wording) -> TeamStory:
    """Return an audit as a story."""
    translate = wording.translate
    heading = translate(
        N_("{team}: {people}, {period}"),
        team=wording.shown(audit.team.name),
        people=words.people_read(audit, wording),
        period=wording.period(audit.period),
    )
    sections = [
        section
        for section in _sections(audit, wording)
        if section.texts or section.changes or section.items or section.table
    ]
    return TeamStory(heading, list(_summary(audit, wording)), sections, _terms(audit, wording))


def _summary(audit: Audit, wording: Wording) -> Iterator[str]:
    translate = wording.translate
    rules = rules_by_name(audit)
    costly = [meeting for meeting in audit.meetings if words.heavy(meeting, rules)]
    changes = audit.plan.changes if audit.plan else ()
    yield translate.plural(
        "{n} meeting of the team breaks an agreement for several members.",
        "{n} meetings of the team break an agreement for several members.",
        len(costly),
    )
    if changes:
        yield translate.plural(
            "{n} change would help most, at a time that is free for all.",
            "{n} changes would help most, at times that are free for all.",
            len(changes),
        )
    share = next((one for one in audit.measures if one.name == "meeting_share" and one.median is not None), None)
    if share is not None and share.median is not None:
        yield translate(
            N_("In the middle of the team {share} of the working time is spent in meetings."),
            share=words.amount(share.median, share.unit, wording),
        )


def _sections(audit: Audit, wording: Wording) -> Iterator[TeamSection]:
    translate = wording.translate
    yield _changes(audit, wording)
    yield _meetings(audit, wording)
    yield _week(audit, wording)
    yield TeamSection(
        "measures",
        translate(N_("How the weeks are")),
        [words.measure_line(one, wording) for one in audit.measures] or [translate(N_("No whole week is over yet."))],
    )
    yield TeamSection("trend", translate(N_("The middle of the team, by week number")), table=_trend(audit, wording))
    yield TeamSection("roles", translate(N_("Roles, agendas and moments")), list(_roles(audit, wording)))
    shown = [words.rules_of_showing(audit, wording), *words.left_out(audit, wording)]
    yield TeamSection("not-shown", translate(N_("What is not shown, and why")), shown)
    yield TeamSection("read", translate(N_("What was read")), list(_read(audit, wording)))
    yield TeamSection("limits", translate(N_("What meetlint cannot prevent")), [translate(one) for one in words.LIMITS])


def rules_by_name(audit: Audit) -> words.Rules:
    """Return the rules that judged."""
    return {one.rule.name: one for one in audit.rules}


def _changes(audit: Audit, wording: Wording) -> TeamSection:
    heading = wording.translate(N_("What must change") if audit.agreed else N_("What to change"))
    if audit.plan is None:
        return TeamSection(
            "changes", heading, [wording.translate(N_("These days are over: nothing can change any more."))]
        )
    run = run_of(audit, audit.plan)
    told = [words_of(one.change, run, wording) for one in audit.plan.changes]
    texts = (
        [] if told else [wording.translate(N_("No change was found that is free for all and helps several members."))]
    )
    items = list(_in_the_way(audit, audit.plan, wording)) if audit.agreed else []
    return TeamSection("changes", heading, texts, told, items)


def _in_the_way(audit: Audit, plan: TeamPlan, wording: Wording) -> Iterator[tuple[str, Sequence[str]]]:
    """Yield what breaks the agreement that is tried even when the changes are made."""
    translate = wording.translate
    named = [one for one in audit.meetings if one.uid in plan.in_the_way]
    lines = [words.meeting_name(one, wording) for one in named]
    if plan.hidden_in_the_way:
        lines.append(
            translate.plural(
                "{n} meeting that may not be shown here",
                "{n} meetings that may not be shown here",
                plan.hidden_in_the_way,
            )
        )
    if lines:
        yield translate(N_("What stands in the way")), lines
    elif not plan.changes:
        yield translate(N_("Nothing stands in the way.")), []


def _meetings(audit: Audit, wording: Wording) -> TeamSection:
    translate = wording.translate
    rules = rules_by_name(audit)
    breaking = [meeting for meeting in audit.meetings if words.heavy(meeting, rules) or meeting.disagree]
    items = [_meeting(meeting, rules, wording) for meeting in breaking[:MOST_MEETINGS]]
    more = len(breaking) - len(items)
    texts = (
        [
            translate.plural(
                "{n} more: --format json or csv lists it.", "{n} more: --format json or csv lists them.", more
            )
        ]
        if more
        else []
    )
    return TeamSection("meetings", translate(N_("Meetings that break agreements")), texts, items=items)


def _meeting(meeting: TeamMeeting, rules: words.Rules, wording: Wording) -> tuple[str, list[str]]:
    lines = [words.meeting_cost(meeting, wording), *words.broken(meeting, rules, wording)]
    return words.meeting_name(meeting, wording), [*lines, *filter(None, [words.disagreeing(meeting, wording)])]


def _week(audit: Audit, wording: Wording) -> TeamSection:
    translate = wording.translate
    days = [words.day_line(one, wording) for one in audit.moments if one.hour is None]
    items = []
    if audit.focus_day is not None:
        day = wording.weekday_name(audit.focus_day.weekday)
        lead = translate(N_("{day} comes nearest to a focus day for all."), day=day.capitalize())
        standing = audit.focus_day.in_the_way[:MOST_IN_THE_WAY]
        lines = [words.meeting_name(meeting, wording) for meeting in standing]
        items = [(lead, lines or [translate(N_("No series of the team stands in its way."))])]
    return TeamSection("week", translate(N_("The team’s week")), days, items=items)


def _trend(audit: Audit, wording: Wording) -> list[list[str]]:
    """Return the middle of the team by week; of one week alone nothing that is not said already."""
    if len(audit.weeks) < 2:
        return []
    weeks = audit.weeks[-MOST_WEEKS:]
    rows = [["", *(str(week.monday.isocalendar().week) for week in weeks)]]
    for place, measure in enumerate(audit.measures):
        middles = [week.measures[place].median for week in weeks]
        shown = ["–" if one is None else words.amount(one, measure.unit, wording) for one in middles]
        rows.append([wording.translate(words.SHORT_TITLES[measure.name]), *shown])
    return rows


def _roles(audit: Audit, wording: Wording) -> Iterator[str]:
    translate, shares = wording.translate, audit.shares
    if shares.judged:
        for count, text in (
            (shares.facilitator, N_("{n} of {all} meetings name somebody who guards the process.")),
            (shares.decision_keeper, N_("{n} of {all} meetings name somebody who keeps the decisions.")),
            (shares.agenda, N_("{n} of {all} meetings have an agenda.")),
        ):
            yield translate(text, n=count, all=shares.judged)
    if audit.weeks_read:
        yield translate(
            N_("In {n} of {all} weeks most of the team met; in {informal} of them also informally."),
            n=audit.team_moments,
            all=audit.weeks_read,
            informal=audit.informal_moments,
        )


def _read(audit: Audit, wording: Wording) -> Iterator[str]:
    translate = wording.translate
    yield translate.plural(
        "The measures are about {n} whole week that is over.",
        "The measures are about {n} whole weeks that are over.",
        audit.weeks_read,
    )
    for one in audit.unread:
        reason = one.texts.get(translate.language, one.texts.get("en", ""))
        yield translate(N_("Not read: {person}: {reason}"), person=wording.shown(one.source), reason=reason)
    for code, count in audit.problems.items():
        yield translate.plural(
            "{n} problem in the sources: {code}.", "{n} problems in the sources: {code}.", count, code=code
        )


def _terms(audit: Audit, wording: Wording) -> str:
    if audit.fingerprint is None:
        return wording.translate(N_("No terms were agreed on with a works council: see meetlint privacy-pack."))
    return wording.translate(N_("Terms agreed on: {fingerprint}."), fingerprint=audit.fingerprint)
