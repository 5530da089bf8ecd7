"""A team made ready for the gate, in this process or in a worker: its members judged, its changes planned."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from analyzer.errors import MeetlintError, UsageError
from analyzer.text import N_
from commands.many.errands import (
    Errand,
    Outcome,
    Trouble,
    basis_in_worker,
    own_mistake,
    trouble_of,
)
from commands.many.handed import refuse_doubles, refuse_other_keys
from commands.many.work import origin_of, run_errand

if TYPE_CHECKING:
    from analyzer.judging.rule import ActiveRule, Rule
    from analyzer.settings.file import Settings
    from analyzer.team.audit import Prepared
    from commands.many.roster import Member
    from commands.request import Request


@dataclass(frozen=True)
class Wanted:
    """What is wanted of an audit, whatever the team.

    Attributes:
        most: at most so many changes.
        seconds: how long their proof may take.
        agreed: agreements that are tried, by name.
        tried: the same, as typed.
    """

    most: int
    seconds: int
    agreed: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    tried: Sequence[str] = ()

    def __reduce__(self) -> tuple[Any, ...]:
        """Go to a worker: a view of a mapping stays at home."""
        return Wanted, (self.most, self.seconds, dict(self.agreed), tuple(self.tried))


@dataclass(frozen=True)
class ChosenTeam:
    """A team that is to be audited.

    Attributes:
        id: as the settings call it, or the folder.
        name: as people call it.
        members: with their sources; nobody of a team that cannot be read.
        known: what tells the sources and settings of the report that is there already, "" for none.
        trouble: why nobody of it can be read, None for a team that can.
    """

    id: str
    name: str
    members: Sequence[Member] = field(default=(), repr=False)
    known: str = ""
    trouble: Trouble | None = None


@dataclass(frozen=True)
class ReadyTeam:
    """What a worker gives back of a team.

    Attributes:
        prepared: what has to pass the gate; None where the report that is there stays, or nothing came of it.
        made_from: what tells the sources and settings.
        key: what tells the key with which its people are told apart.
        trouble: why nothing came of the team.
        outcome: who could not be read, or not whole; without what anybody handed over.
    """

    prepared: Prepared | None = None
    made_from: str = ""
    key: str = ""
    trouble: Trouble | None = None
    outcome: Outcome = field(default_factory=Outcome)


def prepare_teams(errand: Errand, wanted: Wanted, teams: Sequence[ChosenTeam]) -> list[ReadyTeam]:
    """Read the members of each team, judge them, and return what has to pass the gate; nothing of it is shown yet.

    What goes wrong with one team is said of that team, and the others go on.
    """
    return [_tried(errand, wanted, team) for team in teams]


def _tried(errand: Errand, wanted: Wanted, team: ChosenTeam) -> ReadyTeam:
    if team.trouble is not None:
        return ReadyTeam(trouble=team.trouble)
    try:
        made = team_made_from(errand, wanted, team)
        if team.known == made:
            return ReadyTeam(made_from=made)
        outcome = run_errand(errand, team.members)
        if not outcome.handed:
            return ReadyTeam(
                made_from=made,
                trouble=trouble_of(UsageError(N_("None of its members could be read."))),
                outcome=outcome,
            )
        prepared = prepare_team(errand, wanted, team, outcome).handed_over()
        return ReadyTeam(prepared, made, outcome.handed[0].key, outcome=replace(outcome, handed=[]))
    except MeetlintError as error:
        return ReadyTeam(trouble=trouble_of(error))
    except Exception as error:  # one team must not cost the others theirs
        return ReadyTeam(trouble=own_mistake(error))


def prepare_team(errand: Errand, wanted: Wanted, team: ChosenTeam, outcome: Outcome) -> Prepared:
    """Judge those of a team who were read, and return what has to pass the gate.

    Raises:
        UsageError: two are one person's, or were made with different keys.
    """
    from zoneinfo import ZoneInfo

    from analyzer.agreements import Agreements, agreements_of
    from analyzer.team.audit import Team, Unread, prepare_audit, zone_of
    from analyzer.team.judging import judge_team
    from analyzer.team.members import TeamMember

    refuse_other_keys(outcome.handed)
    refuse_doubles(outcome.handed)
    request = errand.request
    rules, settings = basis_in_worker(request.rules_from, errand.settings, errand.settings_file)
    manager = settings.teams[team.id].manager if team.id in settings.teams else ""
    own = agreements_of(settings.agreements, (), "")
    # Days are reckoned once for the same agreements, and workers hand over copies of them.
    known: dict[str, Agreements] = {}
    people = [
        TeamMember(
            person=one.person,
            zone=ZoneInfo(one.zone),
            agreements=known.setdefault((one.agreements or own).model_dump_json(exclude={"me"}), one.agreements or own),
            rows=one.rows,
            first=one.first,
            last=one.last,
            is_whole=one.is_whole,
            is_reader=bool(manager) and one.name == manager,
        )
        for one in outcome.handed
    ]
    today = request.today or errand.now.date()
    active = team_rules(rules, settings, request)
    ignore = [entry for entry in settings.ignore if not entry.is_expired(today)]
    judged = judge_team(people, request.period().on(today), today, active, ignore)
    zone = ZoneInfo(request.zone) if request.zone else zone_of([one.zone for one in people])
    return prepare_audit(
        judged,
        Team(team.id, team.name, zone, len(team.members), len(people)),
        active,
        now=errand.now,
        ignore=ignore,
        most_changes=wanted.most,
        seconds=_seconds(wanted.seconds),
        fingerprint=settings.privacy.fingerprint(),
        unread=[Unread(name, trouble.texts) for name, trouble in outcome.failed],
        problems=outcome.problems,
        tried=wanted.agreed,
        agreed=wanted.tried,
    )


def team_rules(rules: Mapping[str, Rule], settings: Settings, request: Request) -> Sequence[ActiveRule]:
    """Return the chosen rules that may be shown to a team, with their settings."""
    from analyzer.judging.rule import activate
    from analyzer.rulebook.loading import choose_rules

    chosen = choose_rules(rules, request.select, request.ignore)
    return activate({name: rule for name, rule in chosen.items() if "team" in rule.audience}, settings.rules)


def team_made_from(errand: Errand, wanted: Wanted, team: ChosenTeam) -> str:
    """Return what tells the sources and settings of a team's report: it differs when any of them does."""
    request = errand.request
    today = request.today or errand.now.date()
    content = [
        *(version("meetlint"), team.id, team.name, today.isoformat(), request.lang),
        *(wanted.most, wanted.seconds, list(wanted.tried), request.plain),
        [_digest_of(Path(rule)) for rule in request.rules_from],
        [origin_of(errand, member) for member in team.members],
    ]
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()


def _digest_of(rule: Path) -> str:
    """Return what tells a rule of one's own: its file keeps its name when something else stands in it."""
    try:
        return hashlib.sha256(rule.read_bytes()).hexdigest()
    except OSError:
        return ""  # a worker has its own copy, and this one's is not to be had


def _seconds(seconds: int) -> int | None:
    """Return how long a proof may take, None where nothing can prove."""
    try:
        from ortools.sat.python import cp_model
    except ImportError:
        return None
    del cp_model
    return seconds
