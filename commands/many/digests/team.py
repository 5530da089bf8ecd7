"""The digest of a team: one letter of what the gate releases, for each member who takes part."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from analyzer.errors import UsageError
from analyzer.text import N_, translator
from commands.many.digests.office import letter_terms
from commands.many.errands import Errand
from commands.many.over_roster import do_for_each

if TYPE_CHECKING:
    from analyzer.reports.mail.letter import Letter
    from analyzer.text import Translator
    from commands.many.digests.run import Many
    from commands.many.errands import Outcome
    from commands.many.roster import Member
    from commands.request import Request

_PROOF_SECONDS = 30
_FEW_CHANGES = 3


def team_members(many: Many, team_id: str, taking: Sequence[Member]) -> list[Member]:
    """Return who gets the digest of a team: its members and its manager, as far as they joined.

    Raises:
        UsageError: the team is not known, or nobody of it takes part.
    """
    teams = many.settings.teams
    if team_id not in teams:
        raise UsageError(
            N_("There is no team {team} in the settings."),
            N_("Name one of [teams.ID]. Known: {known}"),
            team=team_id,
            known=", ".join(teams) or "-",
        )
    team = teams[team_id]
    found = [member for member in taking if member.name in (*team.members, team.manager)]
    if not found:
        raise UsageError(
            N_("Nobody of the team {team} takes part yet."),
            N_("Members join by their own act: with joined = DATE in [people.ID], or by handing over a table."),
            team=team_id,
        )
    return found


def team_period(week: str, team_id: str) -> str:
    """Return what tells a team's digest of a week from its members' own and from other teams'."""
    return f"{week}-{hashlib.sha256(team_id.encode()).hexdigest()[:8]}"


def team_letters(
    many: Many,
    request: Request,
    team_id: str,
    members: Sequence[Member],
    languages: Collection[str],
    now: datetime,
    today: date,
) -> dict[str, Letter | None]:
    """Return the letter in each language; None where the gate releases nothing to write about.

    Args:
        many: the roster, and what was agreed on.
        request: what was asked for.
        team_id: of the team.
        members: who gets it; of a manager who is no member no calendar is judged.
        languages: in which it is written.
        now: the instant it is.
        today: the day it is.
    """
    from analyzer.reports.mail.team_letter import write_team_letter
    from commands.team.audit import shown_audit
    from commands.team.audit_key import audit_key
    from commands.team.audit_log import log_release
    from commands.team.preparing import ChosenTeam, Wanted

    settings, request = many.settings, request.with_team_days(today)
    errand = Errand(
        task="hand-over",
        request=request,
        settings=many.basis.text,
        settings_file=many.basis.settings.file,
        now=now,
        key=audit_key(None),
        has_titles=many.basis.privacy.titles,
    )
    judged = [member for member in members if member.name in settings.teams[team_id].members]
    outcome = do_for_each(errand, judged, str(many.place), many.order, many.basis, _nothing)
    if not outcome.handed:
        return dict.fromkeys(languages)
    # Whoever could not be read is nobody's business in the team: the run names them to who runs it.
    outcome = replace(outcome, failed=[])
    team = ChosenTeam(team_id, settings.teams[team_id].name or team_id, judged)
    audit = shown_audit(errand, Wanted(_FEW_CHANGES, _PROOF_SECONDS), team, outcome, many.basis)
    log_release(audit, ["mail"], many.basis.privacy, now)
    return {
        language: write_team_letter(audit, letter_terms(None, settings), translator(language)) for language in languages
    }


def _nothing(_outcome: Outcome, _translate: Translator) -> None:
    """Leave who could not be read to the sending, which reads everybody's own days and says it."""
