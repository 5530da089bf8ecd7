"""The sentences of a report that stand around its findings: what was read, what goes well, what could not be judged.

Each function returns finished sentences; where they stand on a page is decided elsewhere.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from analyzer.events.table import UNKNOWN
from analyzer.judging.context import overlap_by_day
from analyzer.judging.engine import IgnoredFinding
from analyzer.judging.exceptions import Ignore
from analyzer.problems import Problem
from analyzer.reports.words.findings import more
from analyzer.reports.words.sayings import saying
from analyzer.reports.words.wording import Wording
from analyzer.run import Run
from analyzer.text import N_, Msg, Translator
from analyzer.time.intervals import merge
from analyzer.time.period import iso_week

MOST_SOURCES = 3
MOST_PROBLEMS = 5
MOST_EXCEPTIONS = 8
PATH_WIDTH = 100
SUGGESTED_DAYS = 366
"""Days of the period that is suggested where a calendar holds nothing in the one asked for."""

NO_NAMES = frozenset(("agenda", "calendar", "kalender", "calendrier", "calendario"))
"""What programs call a calendar that nobody gave a name."""

OWNER_ORIGINS = {
    "given": N_("Owner: as given with --me."),
    "agreed": N_("Owner: as agreed in {file}."),
    "source": N_("Owner: as the calendar itself says."),
    "events": N_("Owner: the one address in nearly every event with people. Not you? Use --me ADDRESS."),
    "unknown": N_("The calendar does not say whose it is. Is it yours? Use --me ADDRESS."),
}
ZONE_ORIGINS = {
    "given": N_("Clock: {zone}, as given with --tz."),
    "agreed": N_("Clock: {zone}, as agreed in {file}."),
    "source": N_("Clock: {zone}, as the calendar itself says."),
    "events": N_("Clock: {zone}, the zone of most events."),
    "unknown": N_(
        "Clock: UTC, because the calendar names no zone. Not yours? Use --tz, such as --tz Europe/Amsterdam."
    ),
}
MUCH, MUCH_FOCUS = 0.5, 0.25
"""What goes well is said of so large a share of lunches or meetings, and of the workdays."""

NOT_JUDGED = {
    "people-unknown": N_("it is not known how many people take part"),
    "text-unreadable": N_("the description cannot be read"),
    "series-start-unknown": N_("it is not known when the series began"),
}
"""Why a rule could not judge an event."""


def heading(run: Run, wording: Wording) -> str:
    """Return whose calendar is judged, and which days."""
    if not run.name:  # nothing could be read
        return wording.period(run.period)
    text = N_("Calendar of {name}, {period}") if run.owner.address else N_("Calendar {name}, {period}")
    if run.name.casefold() in NO_NAMES:
        text = N_("Calendar, {period}")
    if run.is_shared:
        text = N_("Shared calendar {name}, {period}")
    return wording.translate(text, name=wording.shown(run.name, PATH_WIDTH), period=wording.period(run.period))


def knowledge(run: Run, wording: Wording) -> list[str]:
    """Return how the owner and the clock are known."""
    if run.owner.origin == run.zone.origin == "source" and not run.is_shared:
        text = N_("Owner and clock ({zone}): as the calendar itself says.")
        return [wording.translate(text, zone=run.zone.zone.key), *hours(run, wording)]
    file = wording.shown(run.settings_file or "meetlint.toml", PATH_WIDTH)
    owner = N_("Every event with a time counts as a meeting.") if run.is_shared else OWNER_ORIGINS[run.owner.origin]
    clock = ZONE_ORIGINS[run.zone.origin]
    sentences = [wording.translate(text, zone=run.zone.zone.key, file=file) for text in (owner, clock)]
    return [*sentences, *hours(run, wording)]


def hours(run: Run, wording: Wording) -> list[str]:
    """Return which working hours and lunch nobody agreed on, in one line with the way to change them."""
    translate, agreements = wording.translate, run.judgement.context.agreements[0]
    shown = {
        "hours": wording.windows(agreements.working_hours),
        "lunch": wording.windows(agreements.lunch),
    }
    sentences = []
    if run.hours_origin == "source":
        sentences.append(translate(N_("Working hours {hours}: as the calendar itself says."), **shown))
    if run.hours_origin == run.lunch_origin == "unknown":
        text = N_("Working hours {hours} and lunch {lunch} are assumed; meetlint init writes yours down.")
        sentences.append(translate(text, **shown))
    elif run.hours_origin == "unknown":
        text = N_("Working hours {hours} are assumed; meetlint init writes yours down.")
        sentences.append(translate(text, **shown))
    elif run.lunch_origin == "unknown":
        sentences.append(translate(N_("Lunch {lunch} is assumed; meetlint init writes yours down."), **shown))
    return sentences


def reading(run: Run, wording: Wording) -> list[str]:
    """Return what was read, how much of it counts, and what was left out."""
    translate = wording.translate
    sentences: list[str] = []
    read = [source for source in run.sources if not source.left_out]
    if read:
        names = wording.listed([wording.shown(source.source, PATH_WIDTH) for source in read], MOST_SOURCES)
        events = translate.plural(
            "Read: {n} event from {names}.", "Read: {n} events from {names}.", len(run.table), names=names
        )
        sentences.append(events)
    if len(run.table):
        context = run.judgement.context
        meetings, calls = int(context.is_counted.sum()), int(context.is_call.sum())
        sentences.append(
            translate(N_("Meetings: {meetings}, calls among them: {calls}."), meetings=meetings, calls=calls)
        )
    if counts := run.not_counted():
        form = "{reason}, {count}" if wording.is_aloud else "{reason} ({count})"
        listed = ("; " if wording.is_aloud else ", ").join(
            form.format(reason=wording.reason(name), count=count) for name, count in counts.most_common()
        )
        sentences.append(translate(N_("Not counted: {reasons}."), reasons=listed))
    sentences += left_out(run, wording)
    for source in read:
        if source.is_incomplete:
            text = N_("Only a part of {source} could be read.")
            sentences.append(translate(text, source=wording.shown(source.source, PATH_WIDTH)))
    for problem in run.failed:
        sentences.append(translate(N_("Not read: {problem}"), problem=said(problem, wording)))
    if read and run.failed:
        total = len(read) + len(run.failed)
        sentences.append(translate(N_("Read in all: {read} of {total} calendars."), read=len(read), total=total))
    return sentences


def left_out(run: Run, wording: Wording) -> list[str]:
    """Return how many calendars were left out, with how many entries."""
    sources = [source for source in run.sources if source.left_out]
    if not sources:
        return []
    return [
        wording.translate.plural(
            "Left out: {n} subscribed calendar, such as holidays, with {entries}.",
            "Left out: {n} subscribed calendars, such as holidays, with {entries}.",
            len(sources),
            entries=wording.translate.plural(
                "{n} entry", "{n} entries", sum(source.left_out_events for source in sources)
            ),
        )
    ]


def limits(run: Run, wording: Wording) -> list[str]:
    """Return what a calendar cannot show: the meetings nobody planned, those still to be planned, and hidden people."""
    sentences = [wording.translate(N_("A calendar shows only planned meetings."))]
    if run.not_counted()["people-unknown"] and not _names_people(run):
        text = N_("This one does not say who takes part, so everything below is about its calls alone.")
        sentences.append(wording.translate(text))
    first = max(run.today, run.period.first)
    if run.today <= run.period.last and len(run.table):
        sentences.append(wording.translate(N_("From {day} on it can still fill up."), day=wording.day(first)))
    if run.ends is not None:
        text = N_("The export says that it ends on {day}; what is planned after that is not in it.")
        sentences.append(wording.translate(text, day=wording.day(run.ends)))
    return sentences


def empty_period(run: Run, wording: Wording) -> list[str]:
    """Return that the period holds nothing, and with which option to find what the calendar does hold."""
    translate = wording.translate
    if not any(not source.left_out for source in run.sources):
        return [translate(N_("Nothing could be read, so there is nothing to judge."))]
    if any(source.is_incomplete for source in run.sources) or any(one.effect == "skipped" for one in run.problems):
        return [translate(N_("What could be read holds nothing in this period; the rest is not known."))]
    sentences = [translate(N_("The calendar holds nothing in this period."))]
    if run.extent is None and any(source.is_windowed for source in run.sources):
        return sentences  # other days were not asked for
    if run.extent is None:
        return [*sentences, translate(N_("It holds no events on other days either."))]
    first, last = run.extent
    held = N_("It does hold events from {first} to {last}.") if first < last else N_("It does hold events on {first}.")
    first_day, last_day = wording.day(first, with_year=True), wording.day(last, with_year=True)
    sentences.append(translate(held, first=first_day, last=last_day))
    sentences.append(translate(N_("To judge those: {options}"), options=_options(first, last)))
    return sentences


def _options(first: date, last: date) -> str:
    if iso_week(first) == iso_week(last):
        return f"--week {iso_week(first)}"
    first = max(first, last - timedelta(days=SUGGESTED_DAYS - 1))
    return f"--from {first.isoformat()} --to {last.isoformat()}"


def went_well(run: Run, wording: Wording) -> list[str]:
    """Return what goes well, as facts; nothing about an amount of minutes (RULES "Tone"), and nothing that mocks."""
    context, metrics, translate = run.judgement.context, run.judgement.metrics[0], wording.translate
    sentences: list[str] = []
    if not context.is_counted.any():
        return sentences
    kept, lunches = int(metrics["lunches_kept"]), int(context.days.has_lunch.sum())
    if _is_much(kept, lunches, MUCH):
        sentences.append(
            translate.plural(
                "{n} of {total} lunches is free of meetings.",
                "{n} of {total} lunches are free of meetings.",
                kept,
                total=lunches,
            )
        )
    days, workdays = int(metrics["focus_days"]), int(metrics["workdays"])
    if _is_much(days, workdays, MUCH_FOCUS):
        sentences.append(
            translate.plural(
                "{n} of {workdays} workdays is a focus day, with at most {most} of meetings.",
                "{n} of {workdays} workdays are focus days, with at most {most} of meetings.",
                days,
                workdays=workdays,
                most=wording.minutes(context.agreements[0].focus_day_meetings),
            )
        )
    blocks = len(context.focus_blocks.start)
    if _is_much(blocks, workdays, MUCH_FOCUS):
        length = wording.minutes(context.agreements[0].focus_block)
        sentences.append(
            translate.plural(
                "{n} stretch of at least {length} is free to concentrate.",
                "{n} stretches of at least {length} are free to concentrate.",
                blocks,
                length=length,
            )
        )
    quiet, meetings = int(metrics["meetings_without_findings"]), int(metrics["meetings"])
    if _is_much(quiet, meetings, MUCH):
        sentences.append(
            translate.plural(
                "{n} of {meetings} meetings gives no finding.",
                "{n} of {meetings} meetings give no finding.",
                quiet,
                meetings=meetings,
            )
        )
    return sentences


def _is_much(part: int, whole: int, share: float) -> bool:
    return 0 < part >= share * whole


def missing(run: Run, wording: Wording) -> list[str]:
    """Return everything that could not be judged, and why."""
    return [*_people_unknown(run, wording), *_only_busy(run, wording), *_not_judged(run, wording)]


def _only_busy(run: Run, wording: Wording) -> list[str]:
    """Return how many events show nothing but “busy”; where that is all there is, which rules have nothing to judge."""
    count = run.not_counted()["busy-only"]
    if not count:
        return []
    sentences = [
        wording.translate.plural(
            "{n} event shows only “busy”: it blocks focus time, and whether it is a meeting cannot be known.",
            "{n} events show only “busy”: they block focus time, and whether they are meetings cannot be known.",
            count,
        )
    ]
    if count == len(run.table) and run.judgement.rules:
        names = ", ".join(active.rule.name for active in run.judgement.rules)
        sentences.append(wording.translate(N_("These rules could therefore judge nothing: {rules}."), rules=names))
    return sentences


def _people_unknown(run: Run, wording: Wording) -> list[str]:
    """Return how much could not be judged because nobody is named, what time it takes, and what may help."""
    translate, context = wording.translate, run.judgement.context
    is_unknown = is_untold(run)
    unknown = int(is_unknown.sum())
    if not unknown:
        return []
    sentences = [
        translate.plural(
            "{n} event does not say who takes part, so it is not judged.",
            "{n} events do not say who takes part, so they are not judged.",
            unknown,
        )
    ]
    untold = context.event_spans.where(context.is_busy & is_unknown)
    taken = overlap_by_day(context.days, context.days.working_time, merge(untold))
    if minutes := int(taken.sum()) // 60:
        sentences.append(
            translate.plural(
                "It takes {duration} of working time and may be a meeting, so that time is not free to concentrate.",
                "They take {duration} of working time and may be meetings, so that time is not free to concentrate.",
                unknown,
                duration=wording.minutes(minutes),
            )
        )
    if _names_people(run):  # the calendar of a family or club beside one's own: no export of it names more
        return sentences
    if _is_personal(run):
        sentences.append(translate(N_("Another export may name them; meetlint explain sources says which.")))
    else:
        text = N_("Another export may name them. If every event in it is a meeting, use --shared.")
        sentences.append(translate(text))
    return sentences


def is_untold(run: Run) -> npt.NDArray[np.bool_]:
    """Return per event whether it cannot be judged because nobody is named.

    What its title tells to be private or care is judged as such.
    """
    is_told = run.table.column("private_time") & ~run.table.column("private")
    return run.table.holds("reason", "people-unknown") & ~is_told


def _names_people(run: Run) -> bool:
    """Return whether any source names people: then not all that is judged are calls."""
    return bool((run.table.column("people_count") != UNKNOWN).any())


def _is_personal(run: Run) -> bool:
    """Return whether something in a calendar shows that it is one person's: its owner, or time of one's own."""
    own = run.table.holds("kind", "absence", "focus", "working-place", "on-call")
    is_own = own | run.table.column("private") | run.table.column("private_time")
    return bool(run.owner.address) or bool(is_own.any())


def _not_judged(run: Run, wording: Wording) -> list[str]:
    """Return how many events the rules could not judge, and why; rules that say the same share a sentence."""
    rules: dict[tuple[str, int], list[str]] = {}
    for rule, counts in run.judgement.not_judged.items():
        for reason, count in counts.items():
            rules.setdefault((reason, count), []).append(rule)
    return [
        wording.translate.plural(
            "{rule}: {n} event, because {reason}.",
            "{rule}: {n} events, because {reason}.",
            count,
            rule=", ".join(names),
            reason=Msg(NOT_JUDGED.get(reason, reason)),
        )
        for (reason, count), names in rules.items()
    ]


def ignored(run: Run, wording: Wording, *, lists_all: bool = False) -> list[str]:
    """Return how many findings an exception takes out and why, and which exceptions no longer do anything."""
    translate = wording.translate
    known = sum(one.excepted.origin == "baseline" for one in run.judgement.ignored)
    agreed = [one for one in run.judgement.ignored if one.excepted.origin != "baseline"]
    counts = Counter((one.finding.rule, one.excepted.reason) for one in agreed)
    sentences = [
        translate.plural(
            "{rule}: {n} finding, because of: {reason}",
            "{rule}: {n} findings, because of: {reason}",
            count,
            rule=rule,
            reason=wording.shown(reason, PATH_WIDTH),
        )
        if reason
        else translate.plural(
            "{rule}: {n} finding, no reason given", "{rule}: {n} findings, no reason given", count, rule=rule
        )
        for (rule, reason), count in counts.most_common()
    ]
    if known:
        sentences.append(
            translate.plural(
                "{n} finding is known from the baseline.", "{n} findings are known from the baseline.", known
            )
        )
    if run.shows_ignored:
        sentences += [_ignored_finding(run, one, wording) for one in run.judgement.ignored]
    sentences += [
        translate(N_("The exception for {rule} ({events}) met no finding."), **_spoken_of(entry, wording))
        for entry in run.judgement.unused
    ]
    sentences += [
        translate(
            N_("An event asks to be left out of {rule}, but no rule is called so. Did you mean {near}?")
            if near
            else N_("An event asks to be left out of {rule}, but no rule is called so; meetlint rules lists them."),
            rule=wording.shown(name),
            near=near,
        )
        for name, near in run.unknown_exceptions
    ]
    sentences += [
        translate(
            N_("The exception for {rule} ({events}) ended on {day}."),
            **_spoken_of(entry, wording),
            day=wording.day(entry.until, with_year=True),
        )
        for entry in run.expired
        if entry.until is not None
    ]
    rest = len(sentences) - MOST_EXCEPTIONS
    return (
        sentences
        if rest <= 1 or run.shows_ignored or lists_all
        else [*sentences[:MOST_EXCEPTIONS], more(rest, wording)]
    )


def _spoken_of(entry: Ignore, wording: Wording) -> dict[str, str]:
    """Return which rule an exception speaks of, and which events: as it names them itself."""
    named = [wording.shown(text) for text in (entry.title, entry.uid, entry.calendar) if text]
    return {"rule": entry.rule, "events": ", ".join(named)}


def _ignored_finding(run: Run, one: IgnoredFinding, wording: Wording) -> str:
    """Return one ignored finding: when, what, by which rule, and why."""
    return wording.translate(
        N_("{day}: {said} [{rule}]"),
        day=wording.day(one.finding.start),
        said=saying(one.finding, run, wording).fact,
        rule=one.finding.rule,
    )


def failed_rules(run: Run, wording: Wording) -> list[str]:
    """Return which rules broke off."""
    text = N_("The rule {name} broke off because of a fault in it; the other rules went on.")
    broken = [wording.translate(text, name=failed.name) for failed in run.judgement.failed]
    return [*broken, *lost_rules(run, wording.translate)]


def lost_rules(run: Run, translate: Translator) -> list[str]:
    """Return which rules broke off while changes were tried: what they found stands, what changes bring is unknown."""
    text = N_("The rule {name} broke off while changes were tried; the changes proposed do not heed it.")
    return [translate(text, name=name) for name in run.lost]


def problems(run: Run, wording: Wording, *, lists_all: bool = False) -> list[str]:
    """Return how many events were skipped or repaired, the first of these problems, and how many more there are."""
    if not run.problems:
        return []
    translate = wording.translate
    skipped = [problem for problem in run.problems if problem.effect != "repaired"]
    repaired = [problem for problem in run.problems if problem.effect == "repaired"]
    sentences = []
    if skipped:
        count = sum(problem.count for problem in skipped)
        sentences.append(translate.plural("Could not be read: {n} part.", "Could not be read: {n} parts.", count))
    if repaired:
        count = sum(problem.count for problem in repaired)
        sentences.append(translate.plural("Read with a repair: {n} part.", "Read with a repair: {n} parts.", count))
    ordered = [*skipped, *repaired]
    shown = len(ordered) if lists_all else MOST_PROBLEMS
    sentences += [said(problem, wording) for problem in ordered[:shown]]
    return [*sentences, more(len(ordered) - shown, wording)] if len(ordered) > shown else sentences


def said(problem: Problem, wording: Wording) -> str:
    """Return a problem in words: in which source and where in it, and what."""
    where = wording.shown(problem.source, PATH_WIDTH)
    if problem.line is not None:
        where = wording.translate(N_("{source}, line {line}"), source=where, line=problem.line)
    elif problem.uid:
        where = f"{where}, {wording.shown(problem.uid, PATH_WIDTH)}"
    return f"{where}: {problem.say_with_count(wording.translate, lambda value: wording.shown(value, PATH_WIDTH))}"
