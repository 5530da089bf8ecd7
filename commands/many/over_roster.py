"""An errand for everybody on a roster: who is on it, what carries it out, how far it is, and what came of it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from analyzer.errors import EXIT_BUG, EXIT_NO_SOURCE, EXIT_PARTIAL, SettingsError, UsageError, reason_of
from analyzer.text import LANGUAGES, N_, Translator, translator
from commands.analysis import clock, known_rules, progress_of, read_settings
from commands.console import say
from commands.many.errands import Errand, Outcome, Trouble
from commands.many.work import is_ready, run_errand
from commands.options import chosen_language
from commands.request import Request

if TYPE_CHECKING:
    from analyzer.settings.file import Settings
    from analyzer.team.terms import PrivacySettings
    from commands.many.roster import Member
    from connectors.workers.mapping import Engine

_DIED = N_("The worker died each time it read this person's calendar; perhaps it needs more memory than a worker has.")


@dataclass(frozen=True)
class Order:
    """What is asked to be done over a roster.

    Attributes:
        roster: where it is; None when it is known who is meant.
        workers: how many processes, None for one for each processor.
        scheduler: the address of Dask's scheduler, "" for this machine alone.
    """

    roster: Path | None
    workers: int | None = None
    scheduler: str = ""


@dataclass(frozen=True)
class Basis:
    """What all of a roster have in common.

    Attributes:
        request: what was asked for.
        settings: the agreements in force.
        text: the settings file that they come from.
        translate: the reader's language.
        privacy: the terms under which calendars are read: of the settings, or of the roster where only that has any.
    """

    request: Request
    settings: Settings
    text: bytes
    translate: Translator
    privacy: PrivacySettings

    def say_terms(self) -> str:
        """Return the sentence that names the terms in force."""
        fingerprint = self.privacy.fingerprint()
        if fingerprint is None:
            return self.translate(N_("No terms were agreed on with a works council: see meetlint privacy-pack."))
        text = N_("Read under the terms agreed on with the works council, fingerprint {fingerprint}.")
        return self.translate(text, fingerprint=fingerprint)


def basis_of(request: Request, order: Order) -> Basis:
    """Return the settings in force: those of the roster itself, where it is a settings file and no other was named.

    Raises:
        SettingsError: the file is not there or holds mistakes, or the terms that were agreed on have ended.
    """
    from analyzer.settings.file import FILE_NAME

    path = request.config
    if path is None and order.roster is not None and order.roster.name.lower().endswith(".toml"):
        path = order.roster
    settings = read_settings(path, known_rules(request.rules_from))
    privacy = _terms_in_force(settings, order.roster, request)
    translate = chosen_language(request.lang or settings.agreements.language)
    text = b""
    if settings.file:
        try:
            text = (path or Path(FILE_NAME)).read_bytes()
        except OSError as error:
            raise SettingsError(
                N_("{file} cannot be read: {reason}."), file=settings.file, reason=reason_of(error)
            ) from error
    return Basis(request, settings, text, translate, privacy)


def _terms_in_force(settings: Settings, roster: Path | None, request: Request) -> PrivacySettings:
    """Return the terms, after refusing those that have ended, whatever day ``--today`` says it is.

    Raises:
        SettingsError: the terms of the settings or of the roster have ended.
    """
    now = clock().date()
    terms = [settings.privacy]
    if roster is not None and _is_other_settings(roster, request):
        terms.append(read_settings(roster, known_rules(request.rules_from)).privacy)
    for one in terms:
        one.refuse_expired(request.today or now, now)
    return next((one for one in terms if one.agreed_on is not None), terms[0])


def _is_other_settings(roster: Path, request: Request) -> bool:
    return roster.name.lower().endswith(".toml") and request.config not in (None, roster)


def do_over_roster(errand: Errand, order: Order, basis: Basis) -> Outcome:
    """Do an errand for everybody on a roster, and say of each one who failed why.

    Raises:
        UsageError: the roster or the scheduler is not to be had.
    """
    from commands.many.roster import read_roster

    assert order.roster is not None
    members = read_roster(order.roster, settings_of_roster(order.roster, basis))
    return do_for_each(errand, members, str(order.roster), order, basis)


def do_for_each(
    errand: Errand,
    members: Sequence[Member],
    place: str,
    order: Order,
    basis: Basis,
    say_of_each: Callable[[Outcome, Translator], None] | None = None,
) -> Outcome:
    """Do an errand for some people, and say of each one who failed why.

    Args:
        errand: what is to be done.
        members: for whom.
        place: where they are named, for the line that says how far it is.
        order: how many work on it, and where.
        basis: what all have in common.
        say_of_each: says who could not be read; None for sentences on standard error.

    Raises:
        UsageError: the scheduler is not to be had.
    """
    from connectors.workers.mapping import Lost, groups_of, map_groups

    if errand.settings_file:
        # A worker stands in another folder, and finds what the settings name from theirs.
        errand = replace(errand, settings_file=str(Path(errand.settings_file).resolve()))
    total, progress = Outcome(), progress_of(basis.request, basis.translate)
    position = {member.name: number for number, member in enumerate(members)}
    done = 0
    # What was made ready is read in no time, and costs less here than a process to read it in.
    if errand.task == "hand-over" and (ready := [member for member in members if is_ready(member)]):
        total.add(run_errand(errand, ready))
        done, members = len(ready), [member for member in members if not is_ready(member)]
    with engine_of(order) as engine:
        for group, result in map_groups(partial(run_errand, errand), groups_of(members, engine.workers), engine):
            total.add(_died(group) if isinstance(result, Lost) else result)
            done += len(group)
            if progress:
                progress(place, done, len(position))
    if progress:
        progress.end()
    # Groups get ready in any order; what is said stands in that of the roster.
    total.failed.sort(key=lambda one: position[one[0]])
    total.incomplete.sort(key=lambda name: position[name])
    total.empty.sort(key=lambda name: position[name])
    total.handed.sort(key=lambda one: position[one.name])
    total.summed.sort(key=lambda one: position[one.name])
    (say_of_each or say_unread)(total, basis.translate)
    return total


def exit_code_of(outcome: Outcome) -> int:
    """Return what the exit code says: 70 our own mistake, 3 nobody was read, 4 somebody was not, or not whole."""
    if any(trouble.is_own_mistake for _, trouble in outcome.failed):
        return EXIT_BUG
    if not outcome.done and not outcome.fresh:
        return EXIT_NO_SOURCE
    return EXIT_PARTIAL if outcome.failed or outcome.incomplete else 0


def settings_of_roster(roster: Path, basis: Basis) -> Settings:
    """Return the settings that hold the people: those of the roster itself, where it is a settings file."""
    if _is_other_settings(roster, basis.request):
        return read_settings(roster, known_rules(basis.request.rules_from))
    return basis.settings


@contextmanager
def engine_of(order: Order) -> Iterator[Engine]:
    """Give what carries work out: the workers of a scheduler, or processes on this machine.

    Raises:
        UsageError: the scheduler is not to be had, or both are asked for.
    """
    if order.scheduler:
        if order.workers:
            raise UsageError(
                N_("How many workers there are is for the scheduler to say."), N_("Leave --workers or --scheduler.")
            )
        from connectors.workers.dask import DaskWorkers

        with DaskWorkers(order.scheduler) as workers:
            yield workers
        return
    from connectors.workers.pool import ProcessPool

    with ProcessPool(order.workers or processors()) as processes:
        yield processes


def processors() -> int:
    """Return how many processors this process may use."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _died(group: Sequence[Member]) -> Outcome:
    trouble = Trouble({language: translator(language)(_DIED) for language in LANGUAGES}, reason="worker-died")
    return Outcome(failed=[(member.name, trouble) for member in group])


def say_unread(outcome: Outcome, translate: Translator) -> None:
    """Say who could not be read, or not whole; of the others nobody is named."""
    for name, trouble in outcome.failed:
        sentence = trouble.texts.get(translate.language, trouble.texts["en"])
        say(translate(N_("Not read: {person}: {reason}"), person=name, reason=sentence))
    for name in outcome.incomplete:
        say(translate(N_("Not read whole: {person}"), person=name))
