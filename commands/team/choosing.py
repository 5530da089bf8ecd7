"""Which team an audit is about, or which teams: those of the settings, or folders."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from analyzer.errors import MeetlintError, UsageError, reason_of
from analyzer.text import N_
from commands.many.errands import trouble_of
from commands.many.roster import is_calendar
from commands.request import Request
from commands.team.preparing import ChosenTeam

if TYPE_CHECKING:
    from commands.many.over_roster import Basis
    from commands.many.roster import Member


def chosen_team(request: Request, team_id: str, basis: Basis, today: date) -> ChosenTeam:
    """Return the team that is asked for, with its members and their sources.

    Raises:
        UsageError: no team is named, it is not known, or nobody of it takes part.
    """
    from commands.many.roster import read_roster, roster_of

    if request.sources:
        if team_id:
            raise UsageError(N_("A team of meetlint.toml has its own sources."), N_("Leave SOURCE, or leave --team."))
        if len(request.sources) == 1:
            place = Path(request.sources[0])
            if not place.is_dir():
                raise UsageError(
                    N_("{source} is one person's calendar, and an audit needs those of a team."),
                    N_("Name a folder with a calendar for each member, several sources, or --team ID."),
                    source=request.sources[0],
                )
            return _of_folder(place.resolve(), read_roster(place, basis.settings))
        return ChosenTeam("sources", basis.translate(N_("these calendars")), roster_of(request.sources))
    teams = basis.settings.teams
    if not team_id and len(teams) == 1:
        team_id = next(iter(teams))
    if team_id not in teams:
        raise UsageError(
            N_("There is no team {team} in the settings.") if team_id else N_("Nothing says which team is meant."),
            N_("Name a folder with a calendar for each member, or --team ID of a [teams.ID] section. Known: {known}"),
            team=team_id,
            known=", ".join(teams) or "-",
        )
    return _of_settings(team_id, basis, today)


def every_team(request: Request, basis: Basis, today: date) -> tuple[str, list[ChosenTeam]]:
    """Return all teams of the settings, or of a folder of folders, in their order, and where they are named.

    A team that cannot be read, such as one that nobody joined yet, stands there with the reason.

    Raises:
        UsageError: there is none, or calendars lie beside the folders and belong to no team.
    """
    if not request.sources:
        if not basis.settings.teams:
            raise UsageError(
                N_("The settings name no team."),
                N_("Write a [teams.ID] section for each, or name a folder with a folder for each team."),
            )
        return basis.settings.file, [_tried(team, basis, today) for team in basis.settings.teams]
    place = Path(request.sources[0])
    if len(request.sources) > 1 or not place.is_dir():
        raise UsageError(
            N_("All teams are those of the settings, or the folders in one folder."),
            N_("Leave SOURCE, or name one folder that holds a folder for each team."),
        )
    try:
        paths = sorted(path for path in place.resolve().iterdir() if not path.name.startswith((".", "_")))
    except OSError as error:
        raise UsageError(
            N_("The folder {folder} cannot be read: {reason}."), folder=place, reason=reason_of(error)
        ) from error
    loose = next((path.name for path in paths if path.is_file() and is_calendar(path.name)), "")
    folders = [path for path in paths if path.is_dir()]
    if loose or not folders:
        raise UsageError(
            N_("{name} lies beside the folders of the teams, and is of none of them.")
            if loose
            else N_("The folder {folder} holds no folder of a team."),
            N_(
                "With --all-teams a folder holds a folder for each team; leave it for a folder of one team's calendars."
            ),
            name=loose,
            folder=place,
        )
    return str(place), [_tried_folder(path, basis) for path in folders]


def _tried(team_id: str, basis: Basis, today: date) -> ChosenTeam:
    try:
        return _of_settings(team_id, basis, today)
    except MeetlintError as error:
        return ChosenTeam(team_id, basis.settings.teams[team_id].name or team_id, trouble=trouble_of(error))


def _tried_folder(folder: Path, basis: Basis) -> ChosenTeam:
    from commands.many.roster import read_roster

    try:
        return _of_folder(folder, read_roster(folder, basis.settings))
    except MeetlintError as error:
        return ChosenTeam(folder.name, folder.name, trouble=trouble_of(error))


def _of_folder(folder: Path, members: Sequence[Member]) -> ChosenTeam:
    return ChosenTeam(folder.name, folder.name, members)


def _of_settings(team_id: str, basis: Basis, today: date) -> ChosenTeam:
    name = basis.settings.teams[team_id].name or team_id
    return ChosenTeam(team_id, name, _joined(team_id, basis, today))


def _joined(team_id: str, basis: Basis, today: date) -> list[Member]:
    """Return the members of a team who joined, by an act of their own.

    Raises:
        UsageError: an id that nobody has, or nobody joined yet.
    """
    from commands.many.roster import members_of

    settings = basis.settings
    team = settings.teams[team_id]
    unknown = [name for name in team.members if name not in settings.people]
    if unknown:
        raise UsageError(
            N_("The team {team} names {name}, and there is no [people.{name}]."),
            N_("Write the section, or take the name away."),
            team=team_id,
            name=unknown[0],
        )
    names = [name for name in dict.fromkeys(team.members) if _takes_part(settings.people[name].joined, today)]
    if not names:
        raise UsageError(
            N_("Nobody of the team {team} takes part yet."),
            N_("Members join by their own act: with joined = DATE in [people.ID], or by handing over a table."),
            team=team_id,
        )
    return members_of(names, settings, Path(settings.file))


def _takes_part(joined: date | None, today: date) -> bool:
    return joined is not None and joined <= today
