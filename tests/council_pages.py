"""The documents for a works council as pages, by name: the name ends in the language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta

from analyzer.reports.team.council.document import PackFacts, TeamFacts
from analyzer.reports.team.council.forms import render_log, render_pack
from analyzer.reports.team.organisation import OrganisationFacts, render_organisation
from analyzer.team.log import LogEntry
from analyzer.team.released import NoisyMean, NoisyMeans
from analyzer.team.terms import PrivacySettings
from analyzer.text import Translator, translator

LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 3
HOSTILE = "</title></script></style><script>document.body.dataset.touched='1'</script><img src=x onerror=alert(1)>"
TERMS = PrivacySettings(
    purpose="Fewer meetings at lunch, and a focus day a week",
    grounds="Legitimate interest",
    recipients=("The team", "Its manager"),
    contact="privacy@example.org",
    agreed_on=date(2026, 11, 1),
    agreed_until=date(2027, 10, 31),
)


def _facts(terms: PrivacySettings, *teams: TeamFacts) -> PackFacts:
    return PackFacts(terms, teams, "meetlint.toml", date(2026, 11, 30), "1.2.3")


def _of(text: str) -> PackFacts:
    terms = TERMS.model_copy(update={"purpose": text, "grounds": text, "recipients": (text,), "contact": text})
    return _facts(terms, TeamFacts(text, 12, text))


def _log(translate: Translator) -> str:
    time = datetime(2026, 11, 30, 9, 15, tzinfo=UTC)
    days = (date(2026, 11, 2), date(2026, 11, 29))
    entries = [
        LogEntry(time, team, *days, "0123456789ab", ("html",), "els", 12, 3, 4) for team in ("platform", LONG, HOSTILE)
    ]
    return render_log(entries, 1, _facts(TERMS), "html", translate)


def _pack(facts: PackFacts) -> Callable[[Translator], str]:
    return lambda translate: render_pack(facts, "html", translate)


def _organisation(translate: Translator) -> str:
    weeks = tuple(date(2026, 11, 2) + timedelta(weeks=number) for number in range(4))
    means = (
        NoisyMean("meeting_hours", "hours", 14.6, 1.85),
        NoisyMean("lunches_kept", "share", 0.63, 0.05),
        NoisyMean("focus_days", "days", 2.05, 0.26),
    )
    facts = OrganisationFacts(NoisyMeans(("a", "b"), weeks, 212, 1.0, means), 2.0, 1.5, "0123456789ab", "Terms.")
    return render_organisation(facts, "html", translate)


_WHOLE = _facts(TERMS, TeamFacts("Platform", 12, "anna"), TeamFacts("Small", 4, ""))
COUNCIL: Mapping[str, Callable[[Translator], str]] = {
    "council-nl": _pack(_WHOLE),
    "council-en": _pack(_WHOLE),
    "council-draft-en": _pack(_facts(PrivacySettings())),
    "council-long-nl": _pack(_of(LONG)),
    "council-hostile-en": _pack(_of(HOSTILE)),
    "council-log-nl": _log,
    "organisation-nl": _organisation,
    "organisation-en": _organisation,
}


def council_page(name: str) -> str:
    """Return the page of a document of :data:`COUNCIL`."""
    return COUNCIL[name](translator(name[-2:]))
