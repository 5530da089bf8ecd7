"""The two documents: the one for works council and DPIA, and the log of audits that were shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from analyzer.reports.team.council.agreement import tell_agreement
from analyzer.reports.team.council.data import tell_data
from analyzer.reports.team.council.document import Block, Document, PackFacts, PackWording, Section, Table, Text
from analyzer.reports.team.council.protection import tell_protection
from analyzer.reports.team.council.purpose import begin, facts_of
from analyzer.reports.team.council.weekly_mail import tell_digest
from analyzer.team.log import LogEntry
from analyzer.text import N_


def tell_pack(pack: PackFacts, wording: PackWording) -> Document:
    """Return the document for works council and DPIA."""
    title = wording.translate(N_("Team audits with meetlint: for the works council and the DPIA"))
    sections = [
        *begin(pack, wording),
        *tell_data(pack, wording),
        *tell_digest(pack, wording),
        *tell_protection(pack, wording),
        *tell_agreement(pack, wording),
    ]
    return Document(title, facts_of(pack, wording), sections)


def tell_log(entries: Sequence[LogEntry], unreadable: int, pack: PackFacts, wording: PackWording) -> Document:
    """Return the log as a document.

    Args:
        entries: in the order in which audits were shown.
        unreadable: how many lines are no entries.
        pack: under which terms.
        wording: words for the reader.
    """
    translate = wording.translate
    section = Section("log", translate(N_("Who showed what, and when")), list(_log(entries, unreadable, pack, wording)))
    return Document(translate(N_("Audits shown from this machine")), facts_of(pack, wording), [section])


def _log(entries: Sequence[LogEntry], unreadable: int, pack: PackFacts, wording: PackWording) -> Iterator[Block]:
    translate = wording.translate
    if entries:
        heads = (
            *(N_("When (UTC)"), N_("Team"), N_("Days"), N_("Form"), N_("Account"), N_("Figures shown")),
            *(N_("Figures withheld"), N_("Meetings shown"), N_("Fingerprint")),
        )
        yield Table([translate(one) for one in heads], [_row(entry, wording) for entry in entries])
    else:
        yield Text(translate(N_("No audit was shown from this machine, or its entry is gone by now.")))
    if unreadable:
        text = translate.plural(
            "{n} line of the log cannot be read.", "{n} lines of the log cannot be read.", unreadable
        )
        yield Text(text, is_missing=True)
    yield Text(
        translate.plural(
            "No person of the team and no title stands in the log. An entry goes {n} day after it was made, when the "
            "next audit is shown.",
            "No person of the team and no title stands in the log. An entry goes {n} days after it was made, when the "
            "next audit is shown.",
            pack.terms.retention_days,
        )
    )
    yield Text(
        translate(
            N_(
                "The log lies with whoever runs meetlint, who could change it. Lay it beside the reports: each carries "
                "its day and its fingerprint."
            )
        )
    )


def _row(entry: LogEntry, wording: PackWording) -> list[str]:
    return [
        entry.time.strftime("%Y-%m-%d %H:%M"),
        wording.term(entry.team),
        f"{entry.first.isoformat()} – {entry.last.isoformat()}",
        wording.term(", ".join(entry.forms)),
        wording.term(entry.account),
        str(entry.released),
        str(entry.withheld),
        str(entry.meetings),
        wording.term(entry.fingerprint or "") or "–",
    ]
