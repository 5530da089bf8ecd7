"""An audit told once: sections in the order in which a manager reads them, in the reader's language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from analyzer.reports.team import words
from analyzer.reports.team.run import run_of
from analyzer.reports.words.changes import ChangeWords, words_of
from analyzer.reports.words.wording import Wording
from analyzer.team.audit import Audit
from analyzer.team.changes import TeamChange, TeamPlan
from analyzer.team.meetings import LEAST_JUDGED, TeamMeeting
from analyzer.text import N_

MOST_MEETINGS = 10
"""So many meetings are told one by one; the data formats hold all of them."""
MOST_IN_THE_WAY = 5
MOST_WEEKS = 8
"""So many weeks stand side by side."""


@dataclass(frozen=True)
class ToldMeeting:
    """A meeting of the team that breaks agreements.

    Attributes:
        name: its title and when it is.
        cost: how many take part, how often, and how many hours that is together.
        title, when, people, times, hours: the same, each by itself.
        broken: the agreements it breaks, each with how often.
        disagreeing: that its copies say different things, "" where they do not.
    """

    name: str
    cost: str
    title: str
    when: str
    people: str
    times: str
    hours: str
    broken: Sequence[str]
    disagreeing: str


@dataclass(frozen=True)
class TeamSection:
    """One part of a story.

    Attributes:
        name: what it is about, whatever the language.
        heading: in words.
        texts: sentences, a line each.
        changes: what to change.
        meetings: one by one.
        items: things of several lines: a lead, and what is said of it.
        table: rows of equal length, the first of them the heads; () for none.
    """

    name: str
    heading: str
    texts: Sequence[str] = ()
    changes: Sequence[ChangeWords] = ()
    meetings: Sequence[ToldMeeting] = ()
    items: Sequence[tuple[str, Sequence[str]]] = ()
    table: Sequence[Sequence[str]] = ()


@dataclass(frozen=True)
class TeamStory:
    """An audit in words.

    Attributes:
        heading: whose, and which days.
        lead: in one or two sentences what matters most.
        together: what all changes give and take, "" without any.
        middle: the four figures of the group as a sentence, "" where none of them may be shown.
        promise: whom it is about, and whom not.
        sections: in order, without empty ones.
        terms: the fingerprint of what was agreed on, or that nothing was.
    """

    heading: str
    lead: Sequence[str]
    together: str
    middle: str
    promise: str
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
        if section.texts or section.changes or section.meetings or section.items or section.table
    ]
    return TeamStory(
        heading=heading,
        lead=list(_lead(audit, wording)),
        together=_together(audit.plan.changes if audit.plan else (), wording),
        middle=_middle(audit, wording),
        promise=_promise(audit, wording),
        sections=sections,
        terms=_terms(audit, wording),
    )


def _lead(audit: Audit, wording: Wording) -> Iterator[str]:
    translate = wording.translate
    rules = rules_by_name(audit)
    costly = [meeting for meeting in worth_telling(audit) if words.heavy(meeting, rules)]
    changes = audit.plan.changes if audit.plan else ()
    if not costly and not any(one.members >= LEAST_JUDGED for one in worth_telling(audit)):
        yield translate(
            N_("What a meeting means for people is said from {members} members on, and no meeting here has so many."),
            members=LEAST_JUDGED,
        )
    elif not costly:
        yield translate(N_("No meeting of the team breaks an agreement for several members at once."))
    else:
        yield translate.plural(
            "{n} meeting of the team breaks agreements for several members at once.",
            "{n} meetings of the team break agreements for several members at once.",
            len(costly),
        )
    if changes:
        yield translate.plural(
            "{n} change would help most and fits everybody’s calendar.",
            "{n} changes would help most and fit everybody’s calendar.",
            len(changes),
        )


def _together(changes: Sequence[TeamChange], wording: Wording) -> str:
    """Return what changes give and take together; what they give and take again is neither."""
    if len(changes) < 2:
        return ""
    rise = Counter[str]()
    for one in changes:
        rise.update(one.change.gains)
        rise.subtract(one.change.losses)
    gains, losses = ({name: way * more for name, more in rise.items() if way * more > 0} for way in (1, -1))
    time = words.time_of(gains, losses, wording)
    return wording.translate(N_("All together: {amounts}."), amounts=time) if time else ""


def _middle(audit: Audit, wording: Wording) -> str:
    by_name = {one.name: one for one in audit.measures if one.median is not None}
    facts = [
        wording.translate(text, n=words.middle_of(by_name[name], wording))
        for name, text in words.FACTS.items()
        if name in by_name
    ]
    return wording.translate(N_("In the middle of the team: {facts}."), facts=", ".join(facts)) if facts else ""


def _promise(audit: Audit, wording: Wording) -> str:
    return wording.translate(
        N_(
            "About the team and its meetings, not about anybody in it: a figure about people stands for at least "
            "{floor} of them, and what a meeting means for people is said from {members} members on."
        ),
        floor=audit.floor,
        members=LEAST_JUDGED,
    )


def _sections(audit: Audit, wording: Wording) -> Iterator[TeamSection]:
    translate = wording.translate
    yield _changes(audit, wording)
    yield _meetings(audit, wording)
    yield _week(audit, wording)
    yield TeamSection("measures", translate(N_("How the weeks are: the middle of the team")), _measures(audit, wording))
    yield TeamSection("trend", translate(N_("The same, week by week")), table=_trend(audit, wording))
    yield TeamSection("roles", translate(N_("Roles, agendas and moments")), list(_roles(audit, wording)))
    shown = [words.rules_of_showing(audit, wording), *words.left_out(audit, wording)]
    yield TeamSection("not-shown", translate(N_("What is not shown, and why")), shown)
    yield TeamSection("read", translate(N_("What was read")), list(_read(audit, wording)))
    yield TeamSection("limits", translate(N_("What meetlint cannot prevent")), [translate(one) for one in words.LIMITS])


def rules_by_name(audit: Audit) -> words.Rules:
    """Return the rules that judged."""
    return {one.rule.name: one for one in audit.rules}


def _changes(audit: Audit, wording: Wording) -> TeamSection:
    heading = wording.translate(N_("What to change"))
    if audit.agreed:
        tried = ", ".join(wording.shown(one) for one in audit.agreed)
        heading = wording.translate(N_("What must change for {agreed}"), agreed=tried)
    if audit.plan is None:
        return TeamSection(
            "changes", heading, [wording.translate(N_("These days are over: nothing can change any more."))]
        )
    run = run_of(audit, audit.plan)
    rules = rules_by_name(audit)
    told = [
        replace(words_of(one.change, run, wording), gain=words.gain_of(one.change, rules, wording))
        for one in audit.plan.changes
    ]
    texts = (
        [] if told else [wording.translate(N_("No change was found that is free for all and helps several members."))]
    )
    items = list(_in_the_way(audit, audit.plan, wording)) if audit.agreed else []
    return TeamSection("changes", heading, texts, told, items=items)


def _in_the_way(audit: Audit, plan: TeamPlan, wording: Wording) -> Iterator[tuple[str, Sequence[str]]]:
    """Yield what breaks the agreement that is tried even when the changes are made."""
    translate = wording.translate
    named = [one for one in audit.meetings if one.uid in plan.in_the_way]
    lines = [words.meeting_name(one, wording) for one in named]
    if lines:
        yield translate(N_("Of the meetings of the team stand in the way:")), lines
    elif not plan.changes:
        yield translate(N_("No meeting that may be shown here stands in the way.")), []


def worth_telling(audit: Audit) -> list[TeamMeeting]:
    """Return the series, and the single meetings that are still to come: what is over nobody can change."""
    return [one for one in audit.meetings if one.recurring or one.start.date() >= audit.today]


def _meetings(audit: Audit, wording: Wording) -> TeamSection:
    translate = wording.translate
    rules = rules_by_name(audit)
    breaking = [meeting for meeting in worth_telling(audit) if words.heavy(meeting, rules) or meeting.disagree]
    told = [_meeting(meeting, rules, wording) for meeting in breaking[:MOST_MEETINGS]]
    more = len(breaking) - len(told)
    texts = []
    if more:
        texts.append(
            translate.plural(
                "{n} more: --format json or csv lists it.", "{n} more: --format json or csv lists them.", more
            )
        )
    return TeamSection("meetings", translate(N_("Meetings that break agreements")), texts, meetings=told)


def _meeting(meeting: TeamMeeting, rules: words.Rules, wording: Wording) -> ToldMeeting:
    return ToldMeeting(
        name=words.meeting_name(meeting, wording),
        cost=words.meeting_cost(meeting, wording),
        title=words.meeting_title(meeting, wording),
        when=words.meeting_time(meeting, wording),
        people=str(meeting.people or meeting.members),
        times=str(meeting.occurrences),
        hours=words.meeting_hours(meeting, wording),
        broken=list(words.broken(meeting, rules, wording)),
        disagreeing=words.disagreeing(meeting, wording),
    )


def _week(audit: Audit, wording: Wording) -> TeamSection:
    translate = wording.translate
    texts = list(filter(None, [words.day_shares(words.shown_moments(audit), wording)]))
    if texts:
        texts.append(words.share_help(wording))
    items = []
    if audit.focus_day is not None:
        day = wording.weekday_name(audit.focus_day.weekday)
        lead = translate(N_("{day} comes nearest to a focus day for all."), day=day.capitalize())
        standing = audit.focus_day.in_the_way
        lines = [words.meeting_name(meeting, wording) for meeting in standing[:MOST_IN_THE_WAY]]
        if more := len(standing) - len(lines):
            lines.append(translate.plural("{n} more series", "{n} more series", more))
        if lines:
            lead = f"{lead} {translate(N_('In its way:'))}"
        else:
            lead = f"{lead} {translate(N_('No series of the team stands in its way.'))}"
        items = [(lead, lines)]
    return TeamSection("week", translate(N_("The team’s week")), texts, items=items)


def _measures(audit: Audit, wording: Wording) -> list[str]:
    translate = wording.translate
    if not audit.measures:
        return [translate(N_("No whole week is over yet."))]
    if not words.is_any_shown(audit.measures):
        return [
            " ".join([translate(N_("No figure about the weeks is shown.")), *words.reasons_of(audit.measures, wording)])
        ]
    lines = [words.measure_line(one, audit.team.asked, wording) for one in audit.measures]
    return [*lines, *filter(None, [words.missing(audit.measures, wording)])]


def _trend(audit: Audit, wording: Wording) -> list[list[str]]:
    """Return the middle of the team by week; of one week alone nothing that is not said already."""
    weeks = audit.weeks[-MOST_WEEKS:]
    if len(weeks) < 2 or all(one.median is None for week in weeks for one in week.measures):
        return []
    rows = [[wording.translate(N_("week")), *(str(week.monday.isocalendar().week) for week in weeks)]]
    for place, measure in enumerate(audit.measures):
        shown = [words.middle_of(week.measures[place], wording) for week in weeks]
        rows.append([wording.translate(words.SHORT_TITLES[measure.name]), *shown])
    return rows


def _roles(audit: Audit, wording: Wording) -> Iterator[str]:
    translate, shares = wording.translate, audit.shares
    if shares.judged:
        for count, text in (
            (shares.facilitator, N_("Somebody who guards the process: named for {n} of {all} meetings.")),
            (shares.decision_keeper, N_("Somebody who keeps the decisions: named for {n} of {all} meetings.")),
            (shares.agenda, N_("An agenda: in {n} of {all} meetings.")),
        ):
            yield translate(text, n=count, all=shares.judged)
    if audit.weeks_read:
        yield translate(
            N_("Most of the team met in {n} of {all} weeks; informally, such as at a lunch, in {informal}."),
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
    yield from words.unread(audit, wording)
    for name in audit.failed_rules:
        yield translate(N_("The rule {name} broke off; the others went on."), name=name)
    if audit.likely_doubles:
        yield translate.plural(
            "{n} meeting is likely another one over again, forwarded or copied by hand, and is counted apart.",
            "{n} meetings are likely others over again, forwarded or copied by hand, and are counted apart.",
            audit.likely_doubles,
        )
    for code, count in audit.problems.items():
        yield translate.plural(
            "{n} problem in the sources: {code}.", "{n} problems in the sources: {code}.", count, code=code
        )


def _terms(audit: Audit, wording: Wording) -> str:
    if audit.fingerprint is None:
        return wording.translate(N_("No terms were agreed on with a works council: see meetlint privacy-pack."))
    return wording.translate(
        N_("Read under the terms agreed on with the works council, fingerprint {fingerprint}."),
        fingerprint=audit.fingerprint,
    )
