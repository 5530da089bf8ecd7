"""What is said of a team: measures, meetings, days, and what is left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from analyzer.changing.change import Change
from analyzer.judging.rule import ActiveRule
from analyzer.reports.words.withheld import why_withheld
from analyzer.reports.words.wording import Wording
from analyzer.team.audit import Audit, Moment
from analyzer.team.gate import KNOWN
from analyzer.team.meetings import LEAST_MEMBERS, TeamMeeting
from analyzer.team.released import STEPS, Band, Measure, Share
from analyzer.text import N_, Text

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
"""The same for the head of a row."""

FACTS: Mapping[str, str] = {
    "meeting_share": N_("{n} of the working time in meetings"),
    "lunches_kept": N_("{n} of the lunches free"),
    "focus_hours": N_("{n} a week in one piece to concentrate"),
    "call_run": N_("{n} as the longest row of calls of a week"),
}
"""The four figures that sum a team up, inside a sentence, in the order in which they are shown."""

FOUR: Mapping[str, str] = {
    "meeting_share": N_("In meetings"),
    "lunches_kept": N_("Lunches free"),
    "focus_hours": N_("Free to concentrate, a week"),
    "call_run": N_("Longest row of calls, a week"),
}
"""The same above a figure."""

_HOURS = Text("{n} hour", "{n} hours", "n")

MOST_ROUNDED = 0.1
"""A share known to lie between two this near is told as one."""

WITHHELD: Mapping[str, Text] = {
    "few-people": Text("{n} figure: too few people", "{n} figures: too few people", "n"),
    "all-equal": Text(
        "{n} figure: nearly the same for everybody, so that it would tell each one’s",
        "{n} figures: nearly the same for everybody, so that they would tell each one’s",
        "n",
    ),
    "complement": Text(
        "{n} figure: so few people in a part of the scale that it would tell of them",
        "{n} figures: so few people in a part of the scale that they would tell of them",
        "n",
    ),
    "differs-from-earlier": Text(
        "{n} figure: beside an earlier one it would tell of few people",
        "{n} figures: beside earlier ones they would tell of few people",
        "n",
    ),
    "many-parts": Text(
        "{n} figure: with so many others it would tell who is who",
        "{n} figures: with so many others they would tell who is who",
        "n",
    ),
    "told-otherwise": Text(
        "{n} figure: the same was shown in another measure, and both would tell of part-timers",
        "{n} figures: the same was shown in other measures, and both would tell of part-timers",
        "n",
    ),
    "part": Text(
        "{n} figure: beside that of the whole week its middle could tell of part-timers",
        "{n} figures: beside those of the whole week their middles could tell of part-timers",
        "n",
    ),
    "closed": Text(
        "{n} figure: what was shown of its week earlier is no longer kept",
        "{n} figures: what was shown of their weeks earlier is no longer kept",
        "n",
    ),
}
"""Why a figure is not shown, by the reason's name."""
_OTHER = Text("{n} figure: it could tell of few people", "{n} figures: they could tell of few people", "n")
"""The same, for a reason by which another version of meetlint withheld what the ledger of releases keeps."""

LIMITS = (
    N_("A calendar shows only what was planned in it; talks without an invitation are not seen."),
    N_("Whoever attends a meeting sees who else is in it, with or without meetlint."),
    N_(
        "Whoever knows several colleagues well can guess more than is written here. The floor and the rounding keep it "
        "a guess."
    ),
    N_("A time that is free for all tells that everybody is free then; never who is busy at another time, or why."),
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
    if unit == "hours" and wording.is_aloud:
        return wording.translate.form(_HOURS, 1 if value == 1 else 2).format(n=number)
    if unit == "hours":
        return wording.translate(N_("{n} h"), n=number)
    return number


def measure_line(measure: Measure, asked: int, wording: Wording) -> str:
    """Return one measure in words: the middle of the team, of how many it is, and how they spread."""
    title = wording.translate(MEASURE_TITLES[measure.name])
    people = of_people(measure, asked, wording)
    spread = "; ".join([*([people] if people else []), *band_list(measure, wording)])
    if measure.median is None and not spread:
        return wording.translate(N_("{title}: not shown."), title=title)
    if measure.median is None:
        return f"{title}: {spread}."
    return f"{title}: {middle_of(measure, wording)}" + (f" ({spread})." if spread else ".")


def middle_of(measure: Measure, wording: Wording) -> str:
    """Return the middle of the team, a dash where it is not shown."""
    if measure.median is None:
        return wording.translate(N_("not shown")) if wording.is_aloud else "–"
    if measure.name == "call_run" and not measure.median:
        return wording.translate(N_("none"))  # no hours at all would read as if nobody had such a row
    return amount(measure.median, measure.unit, wording)


def gain_of(change: Change, rules: Rules, wording: Wording) -> str:
    """Return what a change takes away for several members, and what time it gives or takes of all of them together."""
    told = []
    for name, days in sorted(change.removes.items(), key=lambda pair: (-pair[1], pair[0])):
        title = wording.rule_title(rules[name].rule)
        title = title[:1].lower() + title[1:]
        on_days = wording.translate.plural("{rule} (on {n} day)", "{rule} (on {n} days)", days, rule=title)
        told.append(title if days == 1 else on_days)
    spared = wording.translate(N_("Spares several members: {rules}."), rules="; ".join(told)) if told else ""
    time = time_of(change.gains, change.losses, wording)
    together = wording.translate(N_("Together: {amounts}."), amounts=time) if time else ""
    return f"{spared} {together}".strip()


def time_of(gains: Mapping[str, int], losses: Mapping[str, int], wording: Wording) -> str:
    """Return what time is given and taken, of all members together, "" for nothing."""
    translate, parts = wording.translate, []
    if lunches := gains.get("lunches_kept"):
        parts.append(translate.plural("{n} lunch more", "{n} lunches more", lunches))
    if lunches := losses.get("lunches_kept"):
        parts.append(translate.plural("{n} lunch fewer", "{n} lunches fewer", lunches))
    if days := gains.get("focus_days"):
        parts.append(translate.plural("{n} focus day more", "{n} focus days more", days))
    if days := losses.get("focus_days"):
        parts.append(translate.plural("{n} focus day fewer", "{n} focus days fewer", days))
    if minutes := gains.get("focus_minutes"):
        parts.append(translate(N_("{duration} more focus time"), duration=wording.minutes(minutes)))
    if minutes := losses.get("focus_minutes"):
        parts.append(translate(N_("{duration} less focus time"), duration=wording.minutes(minutes)))
    return ", ".join(parts)


def reasons_of(measures: Iterable[Measure], wording: Wording) -> list[str]:
    """Return why something of these measures is not shown, a sentence each, none of them twice."""
    names = dict.fromkeys(one.withheld for one in measures if one.withheld)
    return [wording.translate(why_withheld(name)) for name in names if name]


def missing(measures: Iterable[Measure], wording: Wording) -> str:
    """Return the same in one line, where other things of these measures are shown; "" where nothing is missing."""
    reasons = reasons_of(measures, wording)
    return " ".join([wording.translate(N_("Where something is missing:")), *reasons]) if reasons else ""


def of_people(measure: Measure, asked: int, wording: Wording) -> str:
    """Return of how many members a figure is, "" where it is of all of them or of nobody."""
    if not measure.people or measure.people == asked:
        return ""
    return wording.translate(N_("{read} of {asked} members"), read=measure.people, asked=asked)


def has_bands(measure: Measure) -> bool:
    """Say whether it is told how people spread: in at least two bands."""
    return len(measure.bands) > 1 and all(band.people is not None for band in measure.bands)


def band_list(measure: Measure, wording: Wording) -> list[str]:
    """Return how many people each band holds, from low to high; nothing where that may not be shown."""
    if not has_bands(measure):
        return []
    return [band_words(band, measure, wording) for band in measure.bands if band.people]


def _half_hours(minutes: int) -> float:
    return int(minutes / 30 + 0.5) / 2


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
    return wording.translate(N_("{first} up to {last}"), first=first, last=last)


def band_label(band: Band, unit: str, wording: Wording) -> str:
    """Return the same as briefly as it stands under a bar, without a unit that stands above it anyway."""
    plain = "share" if unit == "share" else "count"
    first = amount(band.from_, plain, wording)
    return f"{first}+" if band.to is None else f"{first}–{amount(band.to, plain, wording)}".replace("%", "")


def meeting_title(meeting: TeamMeeting, wording: Wording) -> str:
    """Return a meeting by its title."""
    return wording.quoted(meeting.title) if meeting.title else wording.translate(N_("A meeting"))


def meeting_name(meeting: TeamMeeting, wording: Wording) -> str:
    """Return a meeting by its title, and when it is."""
    return f"{meeting_title(meeting, wording)} ({meeting_time(meeting, wording)})"


def meeting_time(meeting: TeamMeeting, wording: Wording) -> str:
    """Return when a meeting is: its weekday and hour, or the day of a single one, and how long it lasts."""
    if meeting.occurrences == 1:
        day = wording.day(meeting.start.date())
    elif meeting.weekday is None:
        day = wording.translate(N_("several days"))
    else:
        day = wording.weekday(meeting.weekday)
    return f"{day} {meeting.start:%H:%M}, {wording.minutes(meeting.minutes)}"


def meeting_people(meeting: TeamMeeting, wording: Wording) -> str:
    """Return how many people take part."""
    return wording.translate.plural("{n} person", "{n} people", meeting.people or meeting.members)


def meeting_times(meeting: TeamMeeting, wording: Wording) -> str:
    """Return how often it is in the period."""
    return wording.translate.plural("{n} time", "{n} times", meeting.occurrences)


def meeting_hours(meeting: TeamMeeting, wording: Wording) -> str:
    """Return how many hours it takes of all people together."""
    return amount(_half_hours(meeting.person_minutes), "hours", wording)


def meeting_cost(meeting: TeamMeeting, wording: Wording) -> str:
    """Return what a meeting takes: who is in it, how often, and how many hours of people that is."""
    return wording.translate(
        N_("{people}, {times}, together {hours}"),
        people=meeting_people(meeting, wording),
        times=meeting_times(meeting, wording),
        hours=meeting_hours(meeting, wording),
    )


def broken(meeting: TeamMeeting, rules: Rules, wording: Wording) -> Iterator[str]:
    """Yield which agreements a meeting breaks for several members, the most frequent first, without mere notes."""
    translate = wording.translate
    for name, count in heavy(meeting, rules):
        title = wording.rule_title(rules[name].rule)
        if meeting.occurrences == 1:
            yield title
        elif count == meeting.occurrences:
            yield translate(N_("{rule} (every time)"), rule=title)
        else:
            yield translate(N_("{rule} ({n} of {all} times)"), rule=title, n=count, all=meeting.occurrences)


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
        "Its copies disagree {n} time: another hour, or not cancelled in every calendar.",
        "Its copies disagree {n} times: another hour, or not cancelled in every calendar.",
        meeting.disagree,
    )


def shown_moments(audit: Audit) -> Sequence[Moment]:
    """Return how much of the team is in meetings when, nothing where none of it may be shown."""
    return audit.moments if any(one.share.value is not None for one in audit.moments) else ()


def is_any_shown(measures: Iterable[Measure]) -> bool:
    """Say whether anything of these measures is shown."""
    return any(one.median is not None or has_bands(one) for one in measures)


def day_shares(moments: Iterable[Moment], wording: Wording) -> str:
    """Return what share of the team is in meetings, weekday by weekday; "" without any day."""
    translate = wording.translate
    days = [
        translate(N_("{day} {share}"), day=wording.weekday_name(one.weekday), share=share_words(one.share, wording))
        for one in moments
        if one.hour is None
    ]
    return translate(N_("Of the team in meetings, on average: {days}."), days=", ".join(days)) if days else ""


def share_words(share: Share, wording: Wording) -> str:
    """Return how much of the team is in meetings: in percent, from where to where, or that it is few or nearly all."""
    translate = wording.translate
    if share.value is None or share.from_ is None or share.to is None:
        return translate(N_("not shown"))
    if share.to - share.from_ <= MOST_ROUNDED:
        return wording.share(share.value)
    if share.from_ <= 0:
        return translate(N_("few"))
    if share.to >= 1:
        return translate(N_("nearly all"))
    return translate(
        N_("between {first} and {last}"), first=_rounded(share.from_, wording), last=_rounded(share.to, wording)
    )


def share_label(share: Share, wording: Wording) -> str:
    """Return the same as briefly as it stands in a cell."""
    if share.from_ is None or share.to is None:
        return "?"
    if share.to - share.from_ > MOST_ROUNDED and share.from_ > 0 and share.to < 1:
        return f"{_rounded(share.from_, wording).rstrip('%')}–{_rounded(share.to, wording)}"
    return share_words(share, wording)


def _rounded(share: float, wording: Wording) -> str:
    step = STEPS["share"]
    return wording.share(round(share / step) * step)


def share_help(wording: Wording) -> str:
    """Return what few and nearly all mean."""
    return wording.translate(
        N_("Few: at most {n} people. Nearly all: all but {n} at most. More exactly is not told of them."), n=KNOWN + 1
    )


def unread(audit: Audit, wording: Wording) -> list[str]:
    """Return of whom nothing could be read, and why, one line for each."""
    translate = wording.translate
    return [
        translate(
            N_("Not read: {person}: {reason}"),
            person=wording.shown(one.source),
            # It may name a file or an address, so it is shown as what it is: text from elsewhere.
            reason=wording.shown(one.texts.get(translate.language, one.texts.get("en", "")), None),
        )
        for one in audit.unread
    ]


def left_out(audit: Audit, wording: Wording) -> list[str]:
    """Return what is not shown, and why, one line for each reason."""
    return [
        f"{wording.translate.text(WITHHELD.get(reason, _OTHER), n=count)}."
        for reason, count in sorted(audit.not_shown.items(), key=lambda pair: (-pair[1], pair[0]))
        if count
    ]


def rules_of_showing(audit: Audit, wording: Wording) -> str:
    """Return by which rules anything is shown at all."""
    return wording.translate(
        N_(
            "A figure about people stands for at least {floor} of them and is rounded. A meeting is shown when at "
            "least {members} members attend it, and a third of the team or the reader; never one that is private "
            "or on the stop list (works council, doctor, interview and the like). How many meetings are left out is "
            "not told either."
        ),
        floor=audit.floor,
        members=LEAST_MEMBERS,
    )
