"""The work on the people of one group, one after the other: tables, sums, what is handed over, digests.

What goes wrong with one person is said of that person, and the others go on.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import TZPATH

from analyzer.errors import MeetlintError
from commands.many.errands import Errand, Outcome, basis_in_worker, opened_for, own_mistake, problems_of, trouble_of
from commands.many.handed import Handed

if TYPE_CHECKING:
    import pandas as pd

    from analyzer.agreements import Agreements
    from commands.many.digests.office import Office
    from commands.many.gathering import Collection
    from commands.many.roster import Member
    from connectors.tables.label import Label


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
        case "look":
            from commands.many.digests.office import read_whole

            return read_whole(errand, member)[1]


def _collect(errand: Errand, member: Member) -> Outcome:
    """Make the event table of one person, unless a complete one of the same sources and settings is there."""
    from analyzer.team.sharing import keyed_hash
    from commands.many.gathering import file_name_of

    path = errand.folder / file_name_of(keyed_hash(member.name, "person", errand.key)[:12])
    made_from = origin_of(errand, member)
    if not errand.again and _is_made_from(path, made_from):
        return Outcome(fresh=1)
    collection, outcome = _gathered(errand, member, made_from)
    collection.write(path)
    return outcome


def _sum(errand: Errand, member: Member) -> Outcome:
    """Measure one person's weeks, and keep the numbers."""
    from zoneinfo import ZoneInfo

    from analyzer.agreements import agreements_of
    from analyzer.team.members import TeamMember
    from analyzer.team.summary import weeks_of_person

    outcome = _hand_over(errand, member)
    (one,) = outcome.handed
    request = errand.request
    _, settings = basis_in_worker(request.rules_from, errand.settings, errand.settings_file)
    agreements = one.agreements or agreements_of(settings.agreements, (), "")
    person = TeamMember(one.person, ZoneInfo(one.zone), agreements, one.rows, one.first, one.last, one.is_whole)
    today = request.today or errand.now.date()
    weeks = weeks_of_person(person, one.name, one.key, request.period().on(today), today)
    return replace(outcome, handed=[], summed=[weeks])


def _hand_over(errand: Errand, member: Member) -> Outcome:
    """Return what one person hands over to an audit: read here and now, or long since made ready for it."""
    if ready := _made_ready(member):
        return ready
    collection, outcome = _gathered(errand, member)
    assert collection.rows is not None
    handed = _handed(member, collection.label, collection.rows, collection.whose.agreements)
    return replace(outcome, handed=[handed])


def _gathered(errand: Errand, member: Member, made_from: str = "") -> tuple[Collection, Outcome]:
    """Read one person's calendars; return what a shared table holds of them, and what is counted of that.

    Raises:
        MeetlintError: none of them could be read, or they are not one person's.
    """
    from commands.many.gathering import gather

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
    outcome = Outcome(
        done=1,
        events=collection.label.events,
        incomplete=_incomplete(member, collection.label),
        problems=problems_of(opened),
    )
    return collection, outcome


def _incomplete(member: Member, label: Label) -> list[str]:
    return [] if label.is_complete else [member.name]


def _handed(member: Member, label: Label, rows: pd.DataFrame, agreements: Agreements | None) -> Handed:
    """Return what a shared table holds as what one person hands over."""
    return Handed(
        name=member.name,
        person=label.owner,
        key=label.key,
        zone=label.zone,
        agreements=agreements,
        rows=rows,
        first=label.first,
        last=label.last,
        is_whole=label.is_complete,
    )


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
    handed = _handed(member, label, rows, label.agreements())
    return Outcome(done=1, events=len(rows), incomplete=_incomplete(member, label), handed=[handed])


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


def origin_of(errand: Errand, member: Member) -> str:
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
