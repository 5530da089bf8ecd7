"""audit --all-teams --epsilon: means of all people together, with noise, held against what was spent before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from analyzer.errors import UsageError
from analyzer.team.noise import People, refuse_few, refuse_unagreed, release_means, require_opendp
from analyzer.text import N_
from commands.console import say

if TYPE_CHECKING:
    from commands.many.errands import Errand
    from commands.many.over_roster import Basis
    from commands.team.preparing import ChosenTeam, ReadyTeam
    from commands.team.report_folder import ReportFolder


class Organisation:
    """All teams together, gathered while each of them is released by itself."""

    def __init__(self, epsilon: float, teams: Sequence[ChosenTeam], basis: Basis, folder: ReportFolder) -> None:
        """Refuse what can be refused before a calendar is read.

        Raises:
            UsageError: OpenDP is not installed, people are too few, or a team's report would be called as this one.
            SettingsError: so much was not agreed on.
        """
        from analyzer.reports.team.organisation import NAME

        require_opendp()
        refuse_unagreed(epsilon, basis.privacy.epsilon)
        refuse_few(len({member.name for team in teams for member in team.members}))
        own = folder.name_of(NAME)
        if any(folder.name_of(team.id).casefold() == own for team in teams):
            raise UsageError(
                N_("The report of all teams is called {name}, and so is a team."),
                N_("Give one of the teams another id."),
                name=NAME,
            )
        self._epsilon, self._basis = epsilon, basis
        self._people, self._teams, self._weeks, self._key = People(), [team.id for team in teams], set[date](), ""

    def add(self, ready: ReadyTeam) -> None:
        """Add the people of a team, before it is released."""
        if ready.prepared is not None:
            self._people.add(ready.prepared.people, ready.prepared.weeks)
            self._weeks |= {week.monday for week in ready.prepared.weeks}
            self._key = self._key or ready.key

    def release(self, errand: Errand, form: str, folder: ReportFolder, *, is_whole: bool) -> None:
        """Release the means, and write the report of them.

        Args:
            errand: when it is, and what was asked.
            form: of the report.
            folder: where it goes.
            is_whole: something came of every team: what is spent cannot be had back, so nothing is spent on a part.

        Raises:
            UsageError: people are too few.
            SettingsError: more than is left would be spent, or the ledger or the log is not to be had.
        """
        from analyzer.reports.team.organisation import NAME, OrganisationFacts, render_organisation
        from commands.team.audit_log import log_means
        from commands.team.ledger import opened_ledger

        translate = self._basis.translate
        if not is_whole:
            say(
                translate(
                    N_("Of a part of the organisation no means are released: not of every team there is a report.")
                ),
                translate(N_("Look at what is said above, and run the command again.")),
            )
            return
        terms, today = self._basis.privacy, errand.request.today or errand.now.date()
        assert terms.epsilon is not None
        with opened_ledger(self._key, terms.retention_days, today) as book:
            means, book.ledger = release_means(
                self._people, self._teams, self._weeks, self._epsilon, terms.epsilon, book.ledger
            )
            spent = max(map(book.ledger.spent, means.weeks))
        log_means(means, form, terms, errand.now)
        facts = OrganisationFacts(means, terms.epsilon, spent, terms.fingerprint(), self._basis.say_terms())
        folder.add(NAME, render_organisation(facts, form, translate), "")
