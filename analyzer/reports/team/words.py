"""What is said of a team: measures, meetings, days, and what is left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from analyzer.judging.rule import ActiveRule
from analyzer.reports.words.wording import Wording
from analyzer.team.audit import Audit, Moment
from analyzer.team.meetings import LEAST_MEMBERS, TeamMeeting
from analyzer.team.released import Band, Measure
from analyzer.text import N_

Rules = Mapping[str, ActiveRule]
"""Rules in force, by name."""

MEASURE_TITLES: Mapping[str, str] = {
    "meeting_share": N_("Working time spent in meetings"),
    "call_run": N_("Longest row of calls without a break, in a week"),
    "lunches_kept": N_("Lunches kept free"),
    "focus_hours": N_("In one piece to concentrate, a week"),
    "focus_days": N_("Focus days, a week"),
    "outside_hours": N_("Meetings outside working hours, a week"),
}

SHORT_TITLES: Mapping[str, str] = {
    "meeting_share": N_("in meetings"),
    "call_run": N_("longest row of calls"),
    "lunches_kept": N_("lunches free"),
    "focus_hours": N_("to concentrate"),
    "focus_days": N_("focus days"),
    "outside_hours": N_("outside hours"),
}
"""The same for the head of a column."""

WITHHELD: Mapping[str, tuple[str, str]] = {
    "few-people": (N_("{n} figure: too few people"), N_("{n} figures: too few people")),
    "one-person": (N_("{n} figure: mostly one person’s"), N_("{n} figures: mostly one person’s")),
    "all-equal": (
        N_("{n} figure: the same for everybody, so that it would tell each one’s"),
        N_("{n} figures: the same for everybody, so that they would tell each one’s"),
    ),
    "complement": (
        N_("{n} figure: another one and this would tell a third"),
        N_("{n} figures: others and these would tell further ones"),
    ),
    "differs-from-earlier": (
        N_("{n} figure: beside an earlier one it would tell of few people"),
        N_("{n} figures: beside earlier ones they would tell of few people"),
    ),
    "few-members": (
        N_("{n} meeting of fewer than three members"),
        N_("{n} meetings of fewer than three members"),
    ),
    "private": (N_("{n} meeting that a member keeps private"), N_("{n} meetings that a member keeps private")),
    "part-of-team": (
        N_("{n} meeting of less than a third of the team"),
        N_("{n} meetings of less than a third of the team"),
    ),
    "helps-few": (
        N_("{n} change that helps one or two members only"),
        N_("{n} changes that help one or two members only"),
    ),
}
"""Why a figure, a meeting or a change is not shown, by the reason's name."""

LIMITS = (
    N_("A calendar shows planned meetings only: more than half of all meetings have no invitation."),
    N_("Whoever attends a meeting knows who was in it: what is said of a meeting is known to those people anyway."),
    N_(
        "Whoever knows several colleagues well can guess more than is written here; the floor and the rounding make it "
        "a guess."
    ),
    N_("A free slot for all says when all are free; it never says who is busy at other times, nor with what."),
)
"""What meetlint cannot prevent, and what a calendar cannot show."""


def people_read(audit: Audit, wording: Wording) -> str:
    """Return of how many members it is."""
    team, translate = audit.team, wording.translate
    if team.read == team.asked:
        return translate.plural("{n} member", "{n} members", team.asked)
    return translate(N_("{read} of {asked} members"), read=team.read, asked=team.asked)


def amount(value: float, unit: str, wording: Wording) -> str:
    """Return a rounded figure with its unit."""
    if unit == "share":
        return wording.share(value)
    number = f"{value:.1f}".removesuffix(".0").replace(".", "," if wording.translate.language == "nl" else ".")
    if unit == "hours":
        return wording.translate(N_("{n} hours") if wording.is_aloud else N_("{n} h"), n=number)
    return number


def measure_line(measure: Measure, wording: Wording) -> str:
    """Return one measure as a sentence: the middle of the team, and how it spreads."""
    translate = wording.translate
    title = translate(MEASURE_TITLES[measure.name])
    if measure.median is None:
        return translate(N_("{title}: not shown."), title=title)
    middle = translate(
        N_("{title}: {median} in the middle of the team"),
        title=title,
        median=amount(measure.median, measure.unit, wording),
    )
    bands = "; ".join(band_words(band, measure, wording) for band in measure.bands if band.people is not None)
    return f"{middle} ({bands})." if bands else f"{middle}."


def band_words(band: Band, measure: Measure, wording: Wording) -> str:
    """Return how many people one band holds."""
    assert band.people is not None
    return wording.translate.plural(
        "{span}: {n} person",
        "{span}: {n} people",
        band.people,
        span=band_span(band, measure.unit, wording),
    )


def band_span(band: Band, unit: str, wording: Wording) -> str:
    """Return from where to where a band goes; one that goes on without an end from where on."""
    first = amount(band.from_, unit, wording)
    if band.to is None:
        return wording.translate(N_("{first} and more"), first=first)
    last = amount(band.to, unit, wording)
    return wording.translate(N_("{first} to {last}"), first=first, last=last)


def meeting_name(meeting: TeamMeeting, wording: Wording) -> str:
    """Return a meeting by its title, and when it is."""
    name = wording.quoted(meeting.title) if meeting.title else wording.translate(N_("A meeting"))
    return f"{name} ({meeting_time(meeting, wording)})"


def meeting_time(meeting: TeamMeeting, wording: Wording) -> str:
    """Return when a meeting is: its weekday and hour, or the day of a single one, and how long it lasts."""
    day = wording.day(meeting.start.date()) if meeting.weekday is None or meeting.occurrences == 1 else ""
    day = day or wording.weekday(meeting.weekday or 0)
    return f"{day} {meeting.start:%H:%M}, {wording.minutes(meeting.minutes)}"


def meeting_cost(meeting: TeamMeeting, wording: Wording) -> str:
    """Return what a meeting takes: who is in it, how often, and how many person-hours that is."""
    translate = wording.translate
    people = translate.plural("{n} person", "{n} people", meeting.people or meeting.members)
    times = translate.plural("{n} time", "{n} times", meeting.occurrences)
    hours = amount(round(meeting.person_minutes / 60), "hours", wording)
    return translate(N_("{people}, {times}, {hours} of work together"), people=people, times=times, hours=hours)


def broken(meeting: TeamMeeting, rules: Rules, wording: Wording) -> Iterator[str]:
    """Yield which agreements a meeting breaks for several members, the most frequent first, without mere notes."""
    for name, count in heavy(meeting, rules):
        yield wording.translate(
            N_("{rule}: {n} of {all} times"),
            rule=wording.rule_title(rules[name].rule),
            n=count,
            all=meeting.occurrences,
        )


def heavy(meeting: TeamMeeting, rules: Rules) -> list[tuple[str, int]]:
    """Return the rules of more than a note that a meeting breaks, with how often; the most frequent first.

    What all meetings lack alike, such as an agenda, is said once as a share.
    """
    weighing = [(name, count) for name, count in meeting.rules.items() if rules[name].rule.severity != "note"]
    return sorted(weighing, key=lambda pair: (-pair[1], pair[0]))


def disagreeing(meeting: TeamMeeting, wording: Wording) -> str:
    """Return that copies of a meeting say different things, "" where they do not."""
    if not meeting.disagree:
        return ""
    return wording.translate.plural(
        "{n} time its copies say different things: another hour, or cancelled for some.",
        "{n} times its copies say different things: another hour, or cancelled for some.",
        meeting.disagree,
    )


def day_line(moment: Moment, wording: Wording) -> str:
    """Return how much of the team is in meetings on a weekday."""
    name = wording.weekday_name(moment.weekday).capitalize()
    if moment.share.value is None:
        return wording.translate(N_("{day}: not shown."), day=name)
    return wording.translate(
        N_("{day}: {share} of the working time is spent in meetings."),
        day=name,
        share=wording.share(moment.share.value),
    )


def left_out(audit: Audit, wording: Wording) -> list[str]:
    """Return what is not shown, and why, one line for each reason."""
    return [
        f"{wording.translate.plural(*WITHHELD[reason], count)}."
        for reason, count in sorted(audit.not_shown.items(), key=lambda pair: (-pair[1], pair[0]))
        if count
    ]


def rules_of_showing(audit: Audit, wording: Wording) -> str:
    """Return by which rules anything is shown at all."""
    return wording.translate(
        N_(
            "A figure about people stands for at least {floor} of them and is rounded; a meeting is shown when at least "
            "{members} members attend it, and a third of the team or you."
        ),
        floor=audit.floor,
        members=LEAST_MEMBERS,
    )
