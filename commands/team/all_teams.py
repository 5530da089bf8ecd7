"""audit --all-teams: each team read by a worker, and all of them through one gate and one ledger, in their order.

Teams get ready in any order, and their figures leave in the order in which the teams are named: who stands with whom
in a week is decided by the first that is released, so the order may not depend on which worker was quick.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from analyzer.errors import EXIT_BUG, EXIT_NO_SOURCE, EXIT_PARTIAL, UsageError
from analyzer.text import LANGUAGES, N_, translator
from commands.analysis import known_rules, progress_of
from commands.console import say, screen, write
from commands.many.errands import Errand, Outcome, Trouble
from commands.many.over_roster import Basis, Order, engine_of, say_unread
from commands.team.choosing import every_team
from commands.team.preparing import ChosenTeam, ReadyTeam, Wanted, prepare_teams, team_rules
from commands.team.report_folder import SUFFIXES, ReportFolder

if TYPE_CHECKING:
    from analyzer.judging.rule import ActiveRule

AT_ONCE = 10
"""So many teams are released while the ledger is held once: it is read and written whole, and others wait for it."""

_DIED = N_("The worker died each time it read this team; perhaps it needs more memory than a worker has.")
_OTHER_KEY = N_("Its tables were made with another key than those of the teams before it.")


@dataclass
class Tally:
    """What came of the teams.

    Attributes:
        made: how many reports were written.
        stayed: how many were there already.
        failed: teams of which nothing came, by name, and why.
        unread: people who could not be read, or not whole.
        broken: rules that broke off.
        key: what tells the key with which people are told apart: that of the first team, "" before it.
    """

    made: int
    stayed: int
    failed: list[tuple[str, Trouble]]
    unread: Outcome
    broken: set[str]
    key: str = ""


def audit_all_teams(
    errand: Errand, wanted: Wanted, order: Order, basis: Basis, form: str, epsilon: float | None = None
) -> int:
    """Audit every team, and write a report of each; none of them speaks of another team.

    Args:
        errand: what workers do for each team.
        wanted: what is wanted of each audit.
        order: how many work on it, and where.
        basis: what all have in common.
        form: of the reports.
        epsilon: what means of all people together may tell of each of them; None for no such means.

    Raises:
        UsageError: no folder or no team is named, two teams would have one report, or the scheduler is not to be had.
    """
    request, today = errand.request, errand.request.today or errand.now.date()
    if request.output is None or request.output.suffix in SUFFIXES.values():
        raise UsageError(
            N_("The reports of all teams are written to a folder, and none is named."), N_("Name one: -o reports/")
        )
    place, teams = every_team(request, basis, today)
    folder = ReportFolder(request.output, form)
    _refuse_same_names(teams, folder)
    means = None
    if epsilon is not None:
        from commands.team.organisation import Organisation

        means = Organisation(epsilon, teams, basis, folder)
    # Means are of everybody: with them every team is read, and reports are made again.
    elif not errand.again:
        teams = [replace(team, known=folder.known(team.id)) for team in teams]
    active = team_rules(known_rules(request.rules_from), basis.settings, request)
    tally = Tally(0, 0, [], Outcome(), set())
    waiting: list[tuple[ChosenTeam, ReadyTeam]] = []
    for team, ready in _in_order(errand, wanted, teams, order, basis, place):
        if means is not None:
            means.add(ready)
        waiting.append((team, ready))
        if len(waiting) == AT_ONCE:
            _release(waiting, active, errand, basis, form, folder, tally)
            waiting.clear()
    _release(waiting, active, errand, basis, form, folder, tally)
    _say(tally, basis)
    if means is not None:
        means.release(errand, form, folder, is_whole=not tally.failed)
    if not request.quiet:
        text = basis.translate.plural(
            N_("Wrote {n} report to {folder}; {stayed} that were there stayed; of {failed} teams there is none."),
            N_("Wrote {n} reports to {folder}; {stayed} that were there stayed; of {failed} teams there is none."),
            tally.made,
            folder=request.output,
            stayed=tally.stayed,
            failed=len(tally.failed),
        )
        write(f"{text}\n{basis.say_terms()}", None)
    return _exit_code(tally)


def _refuse_same_names(teams: Sequence[ChosenTeam], folder: ReportFolder) -> None:
    first: dict[str, str] = {}
    for team in teams:
        name = folder.name_of(team.id)
        if (other := first.setdefault(name.casefold(), team.id)) != team.id:
            raise UsageError(
                N_("The reports of {one} and {other} would have one name: {name}."),
                N_("Give one of the teams another id."),
                one=other,
                other=team.id,
                name=name,
            )


def _in_order(
    errand: Errand, wanted: Wanted, teams: Sequence[ChosenTeam], order: Order, basis: Basis, place: str
) -> Iterator[tuple[ChosenTeam, ReadyTeam]]:
    """Yield each team with what a worker made of it, in the order of the teams, as soon as those before it are there.

    What is yielded early is released early, so that not all teams are kept in memory at once.
    """
    from connectors.workers.mapping import Lost, map_groups

    progress = progress_of(basis.request, basis.translate)
    number_of = {team.id: number for number, team in enumerate(teams)}
    ready: dict[int, ReadyTeam] = {}
    following = done = 0
    with engine_of(order) as engine:
        for group, result in map_groups(partial(prepare_teams, errand, wanted), [[team] for team in teams], engine):
            made = [_died()] * len(group) if isinstance(result, Lost) else result
            ready.update({number_of[team.id]: one for team, one in zip(group, made, strict=True)})
            done += len(group)
            if progress:
                progress(place, done, len(teams))
            while following in ready:
                yield teams[following], ready.pop(following)
                following += 1
    if progress:
        progress.end()


def _died() -> ReadyTeam:
    return ReadyTeam(trouble=Trouble({language: translator(language)(_DIED) for language in LANGUAGES}))


def _release(
    waiting: Sequence[tuple[ChosenTeam, ReadyTeam]],
    rules: Sequence[ActiveRule],
    errand: Errand,
    basis: Basis,
    form: str,
    folder: ReportFolder,
    tally: Tally,
) -> None:
    """Let some teams pass the gate, one after the other; write what is shown after the ledger knows it.

    Raises:
        SettingsError: the ledger is not to be had, or was begun with another key.
    """
    from analyzer.reports.team.formats import render_audit
    from analyzer.team.audit import release_audit
    from analyzer.team.gate import Gate
    from commands.team.audit_log import log_release
    from commands.team.ledger import opened_ledger

    shown = []
    key = tally.key = tally.key or next((ready.key for _, ready in waiting if ready.prepared), "")
    today = errand.request.today or errand.now.date()
    same = [(team, ready) for team, ready in waiting if ready.prepared and ready.key == key]
    if same:
        with opened_ledger(key, basis.privacy.retention_days, today) as book:
            for _, ready in same:
                assert ready.prepared is not None
                made, book.ledger = release_audit(
                    ready.prepared.by_rules(rules), Gate(basis.privacy.floor), book.ledger
                )
                shown.append(made)
    for (team, ready), made in zip(same, shown, strict=True):
        log_release(made, [form], basis.privacy, errand.now)
        is_whole = not ready.outcome.failed and not ready.outcome.incomplete
        report = render_audit(made, form, basis.translate, screen(errand.request), errand.now)
        folder.add(team.id, report, ready.made_from if is_whole else "")
        tally.made += 1
        tally.broken.update(made.failed_rules)
    for team, ready in waiting:
        tally.unread.add(ready.outcome)
        if ready.trouble is not None:
            tally.failed.append((team.name, ready.trouble))
        elif ready.prepared is None:
            tally.stayed += 1
        elif ready.key != key:
            texts = {language: translator(language)(_OTHER_KEY) for language in LANGUAGES}
            tally.failed.append((team.name, Trouble(texts)))


def _say(tally: Tally, basis: Basis) -> None:
    translate, unread = basis.translate, tally.unread
    # Whoever is of two teams was read for both, and is named once.
    once = Outcome(failed=list(dict(unread.failed).items()), incomplete=list(dict.fromkeys(unread.incomplete)))
    say_unread(once, translate)
    for name, trouble in tally.failed:
        reason = trouble.texts.get(translate.language, trouble.texts["en"])
        say(translate(N_("No report of {team}: {reason}"), team=name, reason=reason))
    for name in sorted(tally.broken):
        say(translate(N_("The rule {name} broke off; the others went on."), name=name))


def _exit_code(tally: Tally) -> int:
    troubles = [*tally.failed, *tally.unread.failed]
    if any(trouble.is_own_mistake for _, trouble in troubles):
        return EXIT_BUG
    if not tally.made and not tally.stayed:
        return EXIT_NO_SOURCE
    return EXIT_PARTIAL if troubles or tally.unread.incomplete else 0
