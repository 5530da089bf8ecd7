"""A team's digest for its members: what to change, which meetings break agreements, and the group's figures.

All of it comes from an audit, so nothing is told that the gate did not release; no figure is a person's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from analyzer.agreements import Agreements
from analyzer.reports.html.markup import PageWording
from analyzer.reports.mail.letter import TREND_WEEKS, Letter
from analyzer.reports.mail.proposals import change_words, has_mask
from analyzer.reports.mail.sheet import Block, write_html, write_text
from analyzer.reports.mail.terms import Terms, leaving, why
from analyzer.reports.team import words
from analyzer.reports.team.run import run_of
from analyzer.reports.team.story import TeamSection, rules_by_name, tell_audit, worth_telling
from analyzer.reports.words.changes import MOST_DATES, ChangeWords
from analyzer.reports.words.wording import Wording
from analyzer.team.audit import Audit
from analyzer.team.meetings import LEAST_JUDGED
from analyzer.team.released import Measure
from analyzer.text import N_, Translator
from analyzer.time.period import monday_of

UNSHOWN = "–"
"""What stands in a table for a figure that the gate keeps back."""
MOST_CHANGES = 3
MOST_MEETINGS = 5
"""So many meetings are told; whoever wants all of them asks for the audit."""
ROW_TITLES = {
    "meeting_share": N_("In meetings"),
    "call_run": N_("Longest row of calls, in hours"),
    "lunches_kept": N_("Lunches free"),
    "focus_hours": N_("Hours in stretches of at least {least}"),
    "focus_days": N_("Focus days"),
    "outside_hours": N_("Outside working hours, in hours"),
}
"""What the rows of the last weeks count, by measure."""


def write_team_letter(audit: Audit, terms: Terms, translate: Translator) -> Letter | None:
    """Return the digest of a team; None where no change is proposed and no meeting breaks an agreement.

    Args:
        audit: what the gate released.
        terms: what the letter says of itself.
        translate: the reader's language.
    """
    zone = audit.team.zone
    wording = Wording(translate, zone, is_aloud=True)
    sections = {section.name: section for section in tell_audit(audit, wording).sections}
    if not (audit.plan and audit.plan.changes) and not ("meetings" in sections and sections["meetings"].meetings):
        return None
    subject = translate(N_("Your team’s meetings, week {week}"), week=monday_of(audit.today).isocalendar().week)
    marked = PageWording(translate, zone, is_aloud=True)
    return Letter(
        subject=subject,
        text=write_text(list(_blocks(audit, terms, wording))),
        html=write_html(list(_blocks(audit, terms, marked)), subject, translate.language),
    )


def _blocks(audit: Audit, terms: Terms, wording: Wording) -> Iterator[Block]:
    translate = wording.translate
    story = tell_audit(audit, wording)
    sections = {section.name: section for section in story.sections}
    about = translate(
        N_("This is about the meetings of {team}. Everybody of it who takes part gets this same mail."),
        team=wording.shown(audit.team.name),
    )
    yield Block("small", f"{about} {why(terms, wording)}")
    yield Block(
        "small",
        translate(
            N_(
                "A figure about the group is of at least {floor} people. Of a meeting of {judged} members or more it "
                "is said what does not fit, never whose."
            ),
            floor=audit.floor,
            judged=LEAST_JUDGED,
        ),
    )
    yield Block("lead", story.lead[0] if len(story.lead) == 1 else " ".join([story.lead[0], _helping(audit, wording)]))
    if "changes" in sections:
        yield Block("heading", sections["changes"].heading)
        for text in sections["changes"].texts:
            yield Block("text", text)
        if changes := _changes(audit, wording):
            yield Block("changes", changes=changes)
            assert audit.plan is not None
            if has_mask([one.change for one in audit.plan.changes[:MOST_CHANGES]]):
                yield Block("text", translate(N_("Where … stands, the name of a person was left out.")))
        if story.together:
            yield Block("text", story.together)
    yield from _meetings(audit, wording)
    yield from _unlike(audit, wording)
    yield from _figures(audit, sections, wording)
    yield Block("end")
    # Whoever gets a mail can do nothing about there being none.
    agreed = story.terms if audit.fingerprint else translate(N_("No terms were agreed on with a works council."))
    yield Block("small", agreed)
    yield from leaving(terms, wording, is_team=True)


def _helping(audit: Audit, wording: Wording) -> str:
    """Return how many changes help; that they fit everybody is said of a new time, which an earlier end is not."""
    assert audit.plan is not None
    changes = audit.plan.changes
    if any(one.change.kind in ("move", "one-occurrence") for one in changes):
        return wording.translate.plural(
            "{n} change would help most and fits everybody’s calendar.",
            "{n} changes would help most and fit everybody’s calendar.",
            len(changes),
        )
    return wording.translate.plural("{n} change would help most.", "{n} changes would help most.", len(changes))


def _changes(audit: Audit, wording: Wording) -> list[ChangeWords]:
    if audit.plan is None:
        return []
    run, rules = run_of(audit, audit.plan), rules_by_name(audit)
    return [
        replace(change_words(one.change, run, wording), gain=words.gain_of(one.change, rules, wording))
        for one in audit.plan.changes[:MOST_CHANGES]
    ]


def _meetings(audit: Audit, wording: Wording) -> Iterator[Block]:
    """Yield which meetings break agreements."""
    translate, rules = wording.translate, rules_by_name(audit)
    breaking = [one for one in worth_telling(audit) if words.heavy(one, rules)]
    if not breaking:
        return
    yield Block("heading", translate(N_("Meetings that break agreements")))
    yield Block(
        "text",
        translate(
            N_(
                "Agreements are the rules set for the team, such as a free lunch and a break between calls. Hours are "
                "those of all participants together, as planned from {first} to {last}."
            ),
            first=wording.day(audit.period.first),
            last=wording.day(audit.period.last),
        ),
    )
    items = []
    for one in breaking[:MOST_MEETINGS]:
        first, *others = words.broken(one, rules, wording)
        said = "; ".join([first, *(text[:1].lower() + text[1:] for text in others)])
        items.append((f"{words.meeting_name(one, wording)}.", [f"{said}.", f"{words.meeting_cost(one, wording)}."]))
    yield Block("items", items=items)
    if more := len(breaking) - len(items):
        yield Block("note", translate.plural("{n} more is not told here.", "{n} more are not told here.", more))


def _unlike(audit: Audit, wording: Wording) -> Iterator[Block]:
    """Yield which meetings to come are not the same in all calendars: no agreement is broken, somebody may miss one."""
    translate = wording.translate
    items = []
    for one in worth_telling(audit):
        days = [day for day in one.disagreeing_days if day >= audit.today]
        if not days:
            continue
        more = len(days) - MOST_DATES
        told = days[:MOST_DATES] if more > 1 else days
        said = translate(N_("on {days}"), days=wording.days(told))
        if len(told) < len(days):
            said = translate.plural("{days} and {n} more day", "{days} and {n} more days", more, days=said)
        text = N_("Not at the same hour in every calendar, or not cancelled in all of them: {days}.")
        items.append((f"{words.meeting_name(one, wording)}.", [translate(text, days=said)]))
    if items:
        yield Block("heading", translate(N_("Calendars that disagree")))
        yield Block("items", items=items[:MOST_MEETINGS])


def _figures(audit: Audit, sections: dict[str, TeamSection], wording: Wording) -> Iterator[Block]:
    """Yield the middle of the group week by week, else over all weeks; where something may not be shown, why."""
    translate = wording.translate
    measures = sections.get("measures")
    table = _trend(audit, wording)
    if not table and not (measures and measures.texts):
        return
    yield Block("heading", translate(N_("The group’s figures")))
    if not table:
        for text in measures.texts if measures else ():
            yield Block("text", text)
        return
    yield Block(
        "text", translate(N_("Of each week what is in the middle of the group: half of it has more, half less."))
    )
    yield Block("table", table=table)
    hidden = [one for week in audit.weeks[-TREND_WEEKS:] for one in week.measures if one.median is None]
    if reasons := words.reasons_of(hidden, wording):
        yield Block("note", " ".join([translate(N_("What is not shown:")), *reasons]))


def _trend(audit: Audit, wording: Wording) -> list[list[str]]:
    """Return the middle of the group by week, without rows of nothing; () of one week alone."""
    translate = wording.translate
    # In a table there is room for few letters.
    short = Wording(translate, wording.zone)
    weeks = audit.weeks[-TREND_WEEKS:]
    if len(weeks) < 2:
        return []
    hidden = translate(N_("not shown"))
    rows = []
    for place, measure in enumerate(audit.measures):
        cells = [_cell(week.measures[place], short) for week in weeks]
        if all(cell == UNSHOWN for cell in cells):
            continue  # a row of nothing but gaps tells nobody anything
        title = translate(ROW_TITLES[measure.name], least=wording.minutes(_focus_block(audit)))
        rows.append([title, *(hidden if cell == UNSHOWN else cell for cell in cells)])
    heads = [translate(N_("Week")), *(str(week.monday.isocalendar().week) for week in weeks)]
    return [heads, *rows] if rows else []


def _cell(measure: Measure, wording: Wording) -> str:
    """Return a figure without the unit that the row's title has."""
    if measure.median and measure.unit == "hours":
        return words.amount(measure.median, "count", wording)
    return words.middle_of(measure, wording)


def _focus_block(audit: Audit) -> int:
    """Return from how many minutes on a stretch counts as time to concentrate."""
    agreed = audit.plan.judgement.context.agreements if audit.plan else ()
    return agreed[0].focus_block if agreed else Agreements().focus_block
