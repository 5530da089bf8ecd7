"""What a worker does for each person of a roster, and what comes back of it: one table, or sums, and no more.

Everything here goes to another process, perhaps on another machine, and what it gives comes back: so it is small, and
holds no text of any event. :mod:`commands.many.work` does it.
"""

from __future__ import annotations

import traceback
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from analyzer.errors import MeetlintError
from analyzer.text import LANGUAGES, N_, translator
from commands.many.handed import Handed

if TYPE_CHECKING:
    from analyzer.judging.rule import Rule
    from analyzer.pipeline import Terms
    from analyzer.settings.file import Settings
    from analyzer.team.summary import PersonWeeks
    from commands.many.digests.office import Post
    from commands.many.roster import Member
    from commands.request import Request
    from connectors.opening import Opened

OWN_MISTAKE = "own-mistake"
"""What stands for the stable name of an error that is meetlint's own."""
Task = Literal["collect", "hand-over", "sum", "digest", "look"]


@dataclass(frozen=True, kw_only=True)
class Errand:
    """What is to be done for everybody on a roster.

    Attributes:
        task: make an event table of each, hand over what it would hold, add each one's figures up, send each
            theirs, or only look whether it could be sent.
        request: what was asked for on the command line; its sources are not looked at.
        settings: the text of the settings file, b"" for none.
        settings_file: its name, for messages.
        now: the instant it is, for all alike.
        folder: where event tables go, in full.
        key: the team's key for shared tables.
        has_titles: shared tables show titles, where they may be shown.
        again: tables that are complete are made again, too.
        post: how digests are sent.
    """

    task: Task
    request: Request
    settings: bytes = field(default=b"", repr=False)
    settings_file: str = ""
    now: datetime
    folder: Path = Path()
    key: bytes = field(default=b"", repr=False)
    has_titles: bool = False
    again: bool = False
    post: Post | None = None


@dataclass(frozen=True)
class Trouble:
    """Why nothing came of a person, in every language; it names sources and addresses, and never an event.

    Attributes:
        texts: the sentence by its language.
        is_own_mistake: meetlint itself is at fault.
        kind: what kind of error it is, for logs that may name neither source nor address.
        reason: the stable name of what went wrong, for the same: no word of it comes from outside.
        hints: what to do by its language, "" for nothing.
    """

    texts: dict[str, str]
    is_own_mistake: bool = False
    kind: str = ""
    reason: str = ""
    hints: dict[str, str] = field(default_factory=dict)


@dataclass
class Outcome:
    """What came of the people of one group.

    Attributes:
        done: how many were read or written.
        fresh: how many had a complete table that was left alone.
        events: how many events were collected.
        incomplete: people of whom a part could not be read.
        empty: people whose calendars could be read, and hold no event.
        failed: people of whom nothing came, and why.
        problems: how many problems of each kind the sources had.
        summed: what their weeks held, for figures of all of them together.
        handed: what they hand over to an audit.
        mails: how many mails came to which end.
        dry: of each mail that a dry run wrote whose it is, and as of which day, "" for today.
    """

    done: int = 0
    fresh: int = 0
    events: int = 0
    incomplete: list[str] = field(default_factory=list)
    empty: list[str] = field(default_factory=list)
    failed: list[tuple[str, Trouble]] = field(default_factory=list)
    problems: Counter[str] = field(default_factory=Counter)
    summed: list[PersonWeeks] = field(default_factory=list)
    handed: list[Handed] = field(default_factory=list)
    mails: Counter[str] = field(default_factory=Counter)
    dry: list[tuple[str, str]] = field(default_factory=list)

    def add(self, other: Outcome) -> None:
        """Add what came of other people."""
        self.done += other.done
        self.fresh += other.fresh
        self.events += other.events
        self.incomplete += other.incomplete
        self.empty += other.empty
        self.failed += other.failed
        self.problems.update(other.problems)
        self.handed += other.handed
        self.mails.update(other.mails)
        self.dry += other.dry
        self.summed += other.summed


def trouble_of(error: MeetlintError) -> Trouble:
    """Return an error as it is said in every language."""
    texts = {language: error.say(translator(language)) for language in LANGUAGES}
    hints = {language: error.say_hint(translator(language)) for language in LANGUAGES}
    return Trouble(texts, kind=type(error).__name__.removesuffix("Error"), reason=error.code, hints=hints)


def own_mistake(error: Exception) -> Trouble:
    """Return a mistake of our own as it is said in every language: where it is, and none of its words."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    fields = {"kind": type(error).__name__, "place": Path(last.filename).name, "line": last.lineno}
    text = N_("meetlint made a mistake of its own: {kind} in {place}, line {line}.")
    texts = {language: translator(language)(text, **fields) for language in LANGUAGES}
    return Trouble(texts, is_own_mistake=True, kind=type(error).__name__, reason=OWN_MISTAKE)


def opened_for(errand: Errand, member: Member) -> tuple[Opened, Terms]:
    """Open the sources of one person.

    Raises:
        MeetlintError: none of them could be read; it is what was wrong with the first.
    """
    from analyzer.judging.rule import activate
    from analyzer.pipeline import Terms
    from commands.analysis import window_of
    from commands.folders import cache_dir, state_dir
    from commands.many.digests.group import with_own_mailbox
    from connectors.opening import open_sources
    from connectors.options import OpenOptions

    request = errand.request
    rules, settings = basis_in_worker(request.rules_from, errand.settings, errand.settings_file)
    options = OpenOptions(
        allow_private=request.allow_private,
        reader=request.reader,
        # What is read of many people is not kept on the machine that reads it.
        use_cache=False,
        needs_series=any(rule.needs_series for rule in rules.values()),
        state_dir=state_dir(),
        cache_dir=cache_dir(),
        window=window_of(request.period(), request.today, errand.now),
        sections=with_own_mailbox(settings.values, member),
    )
    opened = open_sources(member.sources, options)
    if not opened.calendars:
        raise opened.failed[0][1]
    is_digest = errand.task in ("digest", "look")
    terms = Terms(
        rules=activate(rules, settings.rules),
        known_rules=rules.keys(),
        agreements=settings.agreements,
        people=list(settings.people.values()),
        ignore=settings.ignore,
        now=errand.now,
        today=request.today,
        me=member.address,
        timezone=request.zone,
        reads_titles=False,
        proposes=is_digest,
        is_dated=is_digest,
    )
    return opened, terms


@lru_cache(maxsize=1)
def basis_in_worker(rules_from: tuple[Path, ...], settings: bytes, file: str) -> tuple[dict[str, Rule], Settings]:
    """Return all rules and the settings, read once in each worker."""
    import rules as own
    from analyzer.rulebook.loading import load_rules
    from analyzer.settings.file import Settings, parse_settings
    from commands.analysis import file_sections

    known = load_rules(own, rules_from, _not_said)
    return known, parse_settings(settings, file, file_sections(known)) if settings else Settings()


def _not_said(_error: MeetlintError) -> None:
    """Leave the rule of a package that cannot be read to the front door, which said it once."""


def problems_of(opened: Opened) -> Counter[str]:
    """Return how many problems of each kind the sources had."""
    found: Counter[str] = Counter()
    for problem in [*opened.problems, *(one for calendar in opened.calendars for one in calendar.problems)]:
        found[problem.code] += problem.count
    return found
