"""Which version of an event counts, over all files of a folder, an archive or a command line (RFC 5546 section 2.1.5).

Invitations, changes and cancellations come as files of their own. The version is chosen by uid, original start,
SEQUENCE and stamps, before anything is worked out; the order of names never decides. A change that lies in a file of
its own moves the occurrence of the series in the other file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from connectors.ics.calendar import IcsCalendar
from connectors.ics.occurring.series import Series, adopt, key_of, newest_of
from connectors.ics.parsing import problems
from connectors.ics.parsing.events import Component
from connectors.ics.parsing.moments import UTC

_Placed = tuple[IcsCalendar, Component]


def settle_versions(calendars: Iterable[IcsCalendar]) -> None:
    """Leave of each event one version in all calendars together; what it replaces is named where it stood.

    Copies of the version that counts go without a word: a calendar and an export of it say the same.

    Args:
        calendars: those of one run; they are changed in place. Subscriptions are left as they are.
    """
    own = [calendar for calendar in calendars if not calendar.is_subscription]
    if len(own) < 2:
        return
    homes = Counter(uid for calendar in own for uid in calendar.uids())
    shared_uids = {uid for uid, count in homes.items() if count > 1}
    places: dict[str, list[tuple[IcsCalendar, Series]]] = {}
    for calendar in own:
        calendar.release(shared_uids)
        for series in calendar.series:
            if (uid := series.components[0].entry.uid) in shared_uids:
                places.setdefault(uid, []).append((calendar, series))
    settled: dict[int, tuple[IcsCalendar, Series]] = {}
    for shared in places.values():
        settled.update((id(series), (calendar, series)) for calendar, series in shared)
        _settle(shared)
    for calendar in {id(calendar): calendar for calendar, _ in settled.values()}.values():
        calendar.series = [series for series in calendar.series if id(series) not in settled]


def _settle(shared: Sequence[tuple[IcsCalendar, Series]]) -> None:
    masters = [(calendar, series.master) for calendar, series in shared if series.master]
    master = _chosen(masters)
    changes: dict[object, list[_Placed]] = {}
    for calendar, series in shared:
        for override in series.overrides:
            assert override.recurrence_id is not None
            key = key_of(override.recurrence_id, master[1] if master else None, UTC)
            changes.setdefault(key, []).append((calendar, override))
    chosen = [placed for same in changes.values() if (placed := _chosen(same))]
    if master is None:
        for calendar, override in chosen:
            calendar.series.append(Series(None, [override]))
        return
    home, component = master
    series = Series(component)
    excluded = {key_of(moment, component, UTC) for moment in component.excluded}
    for original, (calendar, override) in zip(changes, chosen, strict=True):
        if original in excluded:
            calendar.log.add(problems.OVERRIDE_EXCLUDED, override.entry.line, override.entry.uid)
            continue
        if calendar is not home:
            home.adopt(override, calendar.source)
        series.overrides.append(override)
    adopt(series)
    home.series.append(series)


def _chosen(placed: Sequence[_Placed]) -> _Placed | None:
    """Return the version that counts, and name those that are older than it."""
    if not placed:
        return None
    # Of those equally new the one that says more comes first, whatever their files are called.
    newest = newest_of(sorted((component for _, component in placed), key=_says, reverse=True))
    for calendar, component in placed:
        if component is not newest and component.version < newest.version:
            calendar.log.add(problems.REPLACED_ELSEWHERE, component.entry.line, component.entry.uid)
    return next(one for one in placed if one[1] is newest)


def _says(component: Component) -> tuple[int, int, str, str, str]:
    entry = component.entry
    words = len(entry.description) + len(entry.location) + len(entry.title)
    return len(entry.attendees), words, entry.title, entry.description, component.timing.start.local.isoformat()
