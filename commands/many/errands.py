"""What is done for each person of a roster, by a worker: one table, or sums; nothing else leaves the worker.

Everything here goes to another process, perhaps on another machine, and what it gives comes back: so it is small, and
holds no text of any event. What goes wrong with one person is said of that person, and the others go on.
"""

from __future__ import annotations

import hashlib
import json
import traceback
from collections import Counter
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from zoneinfo import TZPATH

from analyzer.errors import MeetlintError
from analyzer.text import LANGUAGES, N_, translator

if TYPE_CHECKING:
    import pandas as pd

    from analyzer.agreements import Agreements
    from analyzer.judging.rule import Rule
    from analyzer.pipeline import Terms
    from analyzer.settings.file import Settings
    from analyzer.team.summary import Sums
    from commands.many.digests.office import Office, Post
    from commands.many.roster import Member
    from commands.request import Request
    from connectors.opening import Opened

Task = Literal["collect", "hand-over", "sum", "digest"]


@dataclass(frozen=True, kw_only=True)
class Errand:
    """What is to be done for everybody on a roster.

    Attributes:
        task: make an event table of each, hand over what it would hold, add each one's figures up, or send each theirs.
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
    """

    texts: dict[str, str]
    is_own_mistake: bool = False
    kind: str = ""


@dataclass(frozen=True)
class Handed:
    """What one member hands over to an audit.

    Attributes:
        name: what the roster calls the member; it is named where a source fails, and nowhere else.
        person: the keyed hash that tells the member from others.
        key: what tells the key with which it was made.
        zone: the IANA name of the member's zone.
        agreements: those that hold for the member; None where nobody handed them over.
        rows: times and facts, without words (:func:`analyzer.team.sharing.shared_rows`).
        first, last: the days that were read.
        is_whole: every part of every source could be read.
    """

    name: str
    person: str
    key: str
    zone: str
    agreements: Agreements | None = field(repr=False)
    rows: pd.DataFrame = field(repr=False)
    first: date
    last: date
    is_whole: bool


@dataclass
class Outcome:
    """What came of the people of one group.

    Attributes:
        done: how many were read or written.
        fresh: how many had a complete table that was left alone.
        events: how many events were collected.
        incomplete: people of whom a part could not be read.
        failed: people of whom nothing came, and why.
        problems: how many problems of each kind the sources had.
        sums: the figures of all of them together.
        handed: what they hand over to an audit.
        mails: how many mails came to which end.
    """

    done: int = 0
    fresh: int = 0
    events: int = 0
    incomplete: list[str] = field(default_factory=list)
    failed: list[tuple[str, Trouble]] = field(default_factory=list)
    problems: Counter[str] = field(default_factory=Counter)
    sums: Sums | None = None
    handed: list[Handed] = field(default_factory=list)
    mails: Counter[str] = field(default_factory=Counter)

    def add(self, other: Outcome) -> None:
        """Add what came of other people."""
        self.done += other.done
        self.fresh += other.fresh
        self.events += other.events
        self.incomplete += other.incomplete
        self.failed += other.failed
        self.problems.update(other.problems)
        self.handed += other.handed
        self.mails.update(other.mails)
        if self.sums is None:
            self.sums = other.sums
        elif other.sums is not None:
            self.sums.add(other.sums)


def run_errand(errand: Errand, members: Sequence[Member]) -> Outcome:
    """Do an errand for the people of one group, one after the other."""
    outcome = Outcome()
    try:
        with _office(errand, members) as office:
            for member in members:
                outcome.add(_tried(errand, member, office))
    except MeetlintError as error:  # there is no office
        outcome.failed += [(member.name, trouble_of(error)) for member in members]
    return outcome


def _office(errand: Errand, members: Sequence[Member]) -> AbstractContextManager[Office | None]:
    if errand.task != "digest":
        return nullcontext()
    from commands.many.digests.office import office

    return office(errand, members)


def _tried(errand: Errand, member: Member, office: Office | None) -> Outcome:
    try:
        return _done(errand, member, office)
    except MeetlintError as error:
        return Outcome(failed=[(member.name, trouble_of(error))])
    except Exception as error:  # one person's calendar must not cost the others theirs
        return Outcome(failed=[(member.name, own_mistake(error))])


def _done(errand: Errand, member: Member, office: Office | None) -> Outcome:
    match errand.task:
        case "digest":
            assert office is not None
            return office.send(member)
        case "collect":
            return _collect(errand, member)
        case "hand-over":
            return _hand_over(errand, member)
        case "sum":
            return _sum(errand, member)


def trouble_of(error: MeetlintError) -> Trouble:
    """Return an error as it is said in every language."""
    texts = {language: error.say(translator(language)) for language in LANGUAGES}
    return Trouble(texts, kind=type(error).__name__.removesuffix("Error"))


def own_mistake(error: Exception) -> Trouble:
    """Return a mistake of our own as it is said in every language: where it is, and none of its words."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    fields = {"kind": type(error).__name__, "place": Path(last.filename).name, "line": last.lineno}
    text = N_("meetlint made a mistake of its own: {kind} in {place}, line {line}.")
    texts = {language: translator(language)(text, **fields) for language in LANGUAGES}
    return Trouble(texts, is_own_mistake=True, kind=type(error).__name__)


def _collect(errand: Errand, member: Member) -> Outcome:
    """Make the event table of one person, unless a complete one of the same sources and settings is there."""
    from analyzer.team.sharing import keyed_hash
    from commands.many.gathering import file_name_of, gather

    path = errand.folder / file_name_of(keyed_hash(member.name, "person", errand.key)[:12])
    made_from = _made_from(errand, member)
    if not errand.again and _is_made_from(path, made_from):
        return Outcome(fresh=1)
    opened, terms = opened_for(errand, member)
    collection = gather(
        opened,
        errand.request.period(),
        terms,
        key=errand.key,
        has_titles=errand.has_titles,
        now=errand.now,
        made_from=made_from,
        stand_in=member.name,
    )
    collection.write(path)
    outcome = Outcome(done=1, events=collection.label.events, problems=problems_of(opened))
    if not collection.label.is_complete:
        outcome.incomplete.append(member.name)
    return outcome


def _sum(errand: Errand, member: Member) -> Outcome:
    """Judge one person's calendars, and keep the figures."""
    from analyzer.team.summary import Sums
    from commands.analysis import judge_calendars

    opened, terms = opened_for(errand, member)
    run = judge_calendars(opened.calendars, errand.request.period(), terms)
    found = run.judgement.found
    is_whole = not opened.failed and not any(
        problem.effect == "source" for problem in [*opened.problems, *run.problems]
    )
    return Outcome(
        done=1,
        events=len(run.table),
        incomplete=[] if is_whole else [member.name],
        problems=problems_of(opened),
        sums=Sums.of(run.judgement.metrics[0], (found.rules[rule] for rule in found.rule.tolist())),
    )


def _hand_over(errand: Errand, member: Member) -> Outcome:
    """Return what one person hands over to an audit: read here and now, or long since made ready for it."""
    from commands.many.gathering import gather

    if ready := _made_ready(member):
        return ready
    opened, terms = opened_for(errand, member)
    collection = gather(
        opened,
        errand.request.period(),
        terms,
        key=errand.key,
        has_titles=errand.has_titles,
        now=errand.now,
        stand_in=member.name,
    )
    label, rows = collection.label, collection.rows
    assert rows is not None
    handed = Handed(
        name=member.name,
        person=label.owner,
        key=label.key,
        zone=label.zone,
        agreements=collection.whose.agreements,
        rows=rows,
        first=label.first,
        last=label.last,
        is_whole=label.is_complete,
    )
    incomplete = [] if label.is_complete else [member.name]
    return Outcome(done=1, events=label.events, incomplete=incomplete, problems=problems_of(opened), handed=[handed])


def is_ready(member: Member) -> bool:
    """Return whether all there is of a person is one event table, of whatever kind."""
    from connectors.locators import parse_locator

    locators = [parse_locator(source) for source in member.sources]
    return len(locators) == 1 and locators[0].kind == "table" and not Path(locators[0].value).is_dir()


def _made_ready(member: Member) -> Outcome | None:
    """Return what a shared event table holds; None where the sources are something else.

    Raises:
        SourceError: the table is damaged.
    """
    from connectors.locators import parse_locator
    from connectors.tables.opening import opened_table

    if not is_ready(member):
        return None
    (locator,) = (parse_locator(source) for source in member.sources)
    name = locator.text
    with opened_table(Path(locator.value), name) as (parquet, label):
        from connectors.tables.shared import read_shared_table

        if label.kind != "shared":
            return None
        rows = read_shared_table(parquet, label, name)
    handed = Handed(
        name=member.name,
        person=label.owner,
        key=label.key,
        zone=label.zone,
        agreements=label.agreements(),
        rows=rows,
        first=label.first,
        last=label.last,
        is_whole=label.is_complete,
    )
    return Outcome(done=1, events=len(rows), incomplete=[] if label.is_complete else [member.name], handed=[handed])


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
    chosen = _chosen(request, rules) if errand.task == "sum" else rules
    options = OpenOptions(
        allow_private=request.allow_private,
        reader=request.reader,
        # What is read of many people is not kept on the machine that reads it.
        use_cache=False,
        needs_series=any(rule.needs_series for rule in chosen.values()),
        state_dir=state_dir(),
        cache_dir=cache_dir(),
        window=window_of(request.period(), request.today, errand.now),
        sections=with_own_mailbox(settings.values, member),
    )
    opened = open_sources(member.sources, options)
    if not opened.calendars:
        raise opened.failed[0][1]
    terms = Terms(
        rules=activate(chosen, settings.rules),
        known_rules=rules.keys(),
        agreements=settings.agreements,
        people=list(settings.people.values()),
        ignore=settings.ignore,
        now=errand.now,
        today=request.today,
        me=member.address,
        timezone=request.zone,
        reads_titles=False,
        proposes=errand.task == "digest",
    )
    return opened, terms


def _chosen(request: Request, rules: dict[str, Rule]) -> dict[str, Rule]:
    from analyzer.rulebook.loading import choose_rules

    return dict(choose_rules(rules, request.select, request.ignore))


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


def _is_made_from(path: Path, made_from: str) -> bool:
    """Say whether a table is there, complete, and made of the same sources and settings."""
    from analyzer.errors import SourceError
    from connectors.tables.opening import opened_table

    if not made_from or not path.exists():
        return False
    try:
        with opened_table(path, path.name) as (_, label):
            return label.made_from == made_from and label.is_complete
    except SourceError:  # damaged or of another version: it is made again
        return False


def _made_from(errand: Errand, member: Member) -> str:
    """Return what tells the sources and settings of a table: it differs when any of them does.

    Of a file the bytes tell, of a folder the names, sizes and times of its files; of a service or an address nothing
    does before it is asked, so there the day stands for it: what was collected today is not asked for again today.
    """
    from connectors.locators import parse_locator
    from connectors.tables.label import SCHEMA, zone_data_version

    request = errand.request
    versions: list[object] = []
    for source in member.sources:
        locator = parse_locator(source)
        place = Path(locator.value)
        if locator.kind in ("file", "archive") or (locator.kind == "table" and not place.is_dir()):
            versions.append(_digest_of_file(place))
        elif locator.kind in ("folder", "table"):
            files = sorted(path for path in place.rglob("*") if path.is_file())
            versions.append([[str(path), path.stat().st_size, path.stat().st_mtime_ns] for path in files])
        else:
            versions.append(errand.now.date().isoformat())
    period = request.period().on(request.today or errand.now.date())
    # When it was asked, and how it is said, makes no other table.
    asked = replace(
        request, sources=(), output=None, reader="fast", quiet=False, plain=False, debug=False, lang=None, today=None
    )
    content = [
        *(SCHEMA, zone_data_version(TZPATH), repr(period), repr(asked), hashlib.sha256(errand.settings).hexdigest()),
        *(member.name, member.address, member.sources, versions, errand.has_titles),
    ]
    digest = hashlib.sha256(json.dumps(content, default=str).encode())
    digest.update(errand.key)
    return digest.hexdigest()


def _digest_of_file(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""  # reading it will say what is wrong
