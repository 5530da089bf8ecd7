"""A team's digest for its manager: what to change, which meetings break agreements, and the group's figures.

All of it comes from an audit, so nothing is told that the gate did not release; no figure is a person's.
"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.reports.html.markup import PageWording
from analyzer.reports.mail.letter import TREND_WEEKS, Letter, Terms, change_words, leaving, why
from analyzer.reports.mail.sheet import Block, write_html, write_text
from analyzer.reports.team.run import run_of
from analyzer.reports.team.story import TeamSection, tell_audit
from analyzer.reports.words.changes import ChangeWords
from analyzer.reports.words.wording import Wording
from analyzer.team.audit import Audit
from analyzer.text import N_, Translator
from analyzer.time.period import monday_of

UNSHOWN = "–"
"""What stands in a table for a figure that the gate keeps back."""
MOST_CHANGES = 3
MOST_MEETINGS = 5
"""So many meetings are told; whoever wants all of them asks for the audit."""


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
    # In a table there is room for few letters.
    short = {section.name: section for section in tell_audit(audit, Wording(translate, zone)).sections}
    marked = PageWording(translate, zone, is_aloud=True)
    return Letter(
        subject=subject,
        text=write_text(list(_blocks(audit, terms, wording, short))),
        html=write_html(list(_blocks(audit, terms, marked, short)), subject, translate.language),
    )


def _blocks(audit: Audit, terms: Terms, wording: Wording, short: dict[str, TeamSection]) -> Iterator[Block]:
    translate = wording.translate
    story = tell_audit(audit, wording)
    sections = {section.name: section for section in story.sections}
    about = translate(N_("This is about the meetings of {team}."), team=wording.shown(audit.team.name))
    yield Block("small", f"{about} {why(terms, wording)}")
    yield Block("small", story.promise)
    yield Block("lead", " ".join(story.lead))
    if "changes" in sections:
        yield Block("heading", sections["changes"].heading)
        for text in sections["changes"].texts:
            yield Block("text", text)
        if changes := _changes(audit, wording):
            yield Block("changes", changes=changes)
        if story.together:
            yield Block("text", story.together)
    if "meetings" in sections:
        yield from _meetings(sections["meetings"], wording)
    yield from _figures(story.middle, sections, short, wording)
    yield Block("end")
    # Whoever gets a mail can do nothing about there being none.
    agreed = story.terms if audit.fingerprint else translate(N_("No terms were agreed on with a works council."))
    yield Block("small", agreed)
    for text in leaving(terms, wording):
        yield Block("small", text)


def _changes(audit: Audit, wording: Wording) -> list[ChangeWords]:
    if audit.plan is None:
        return []
    run = run_of(audit, audit.plan)
    return [change_words(one.change, run, wording) for one in audit.plan.changes[:MOST_CHANGES]]


def _meetings(section: TeamSection, wording: Wording) -> Iterator[Block]:
    yield Block("heading", section.heading)
    told = section.meetings[:MOST_MEETINGS]
    items = []
    for one in told:
        facts = [f"{broken}." for broken in one.broken]
        items.append((f"{one.name}.", [" ".join(filter(None, [*facts, one.disagreeing])), f"{one.cost}."]))
    yield Block("items", items=items)
    if len(section.meetings) > len(told) or section.texts:
        yield Block("text", wording.translate(N_("There are more of them: the audit lists them all.")))


def _figures(
    middle: str, sections: dict[str, TeamSection], short: dict[str, TeamSection], wording: Wording
) -> Iterator[Block]:
    """Yield the middle of the group, and week by week; where nothing of it may be shown, why."""
    translate = wording.translate
    measures = sections.get("measures")
    texts = [middle] if middle else measures.texts if measures else []
    if not texts:
        return
    yield Block("heading", translate(N_("The group’s figures")))
    for text in texts:
        yield Block("text", text)
    if "trend" in short:
        (_, *weeks), *rows = short["trend"].table
        heads = ["", *(translate(N_("Week {week}"), week=week) for week in weeks[-TREND_WEEKS:])]
        hidden = translate(N_("not shown"))
        told = [(name[:1].upper() + name[1:], cells[-TREND_WEEKS:]) for name, *cells in rows]
        shown = [
            [name, *(hidden if cell == UNSHOWN else cell for cell in cells)]
            for name, cells in told
            if any(cell != UNSHOWN for cell in cells)  # a row of nothing but gaps tells nobody anything
        ]
        if shown:
            yield Block("table", table=[heads, *shown])
