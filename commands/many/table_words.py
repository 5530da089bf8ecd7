"""What an event table holds, in words, for whoever is about to hand it over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from textwrap import fill
from typing import TYPE_CHECKING

from analyzer.reports.inert import inert
from analyzer.text import N_, Translator

if TYPE_CHECKING:
    from connectors.tables.label import Label

_OWNERS = (
    N_(
        "It is for its owner alone: it holds titles, descriptions, places and links, and the names and addresses of "
        "the people."
    ),
    N_("Not in it: what lies outside these days."),
)
_SHARED_HOLDS = N_(
    "Of each event it holds: when it is, and of a series when it began; whether it is a meeting, focus time, leave or "
    "your own; whether you are busy, and why it does not count as a meeting, such as declined; whether it is a call, "
    "and on which platform; how many people take part; and with yes or no whether it names a facilitator and a keeper "
    "of decisions, has an agenda, decides, is social or a lunch together."
)
_SHARED_HOURS = N_(
    "Beside the events it holds the agreements that say when you work and have lunch, and what a day should hold."
)
_SHARED_LACKS = N_(
    "Not in it: descriptions, places, links, addresses, the names of people, and your own. You, and each meeting, are "
    "a number made with the team's key, so that the same meeting is found in colleagues' calendars."
)
_SHARED_TITLES = N_(
    "A title stands only with a meeting of three people or more that is neither private nor on the stop list (works "
    "council, union, doctor, complaint, interview, appraisal and the like), and names in it are masked."
)


def describe(label: Label, place: str, titles: Mapping[str, int], translate: Translator) -> Iterator[str]:
    """Yield the lines that say what an event table holds, or would hold.

    Args:
        label: what the table says of itself.
        place: its file, or the sources it would be made of.
        titles: of a shared table, the titles in it and how many events have each.
        translate: the reader's language.
    """
    days = {"first": label.first.isoformat(), "last": label.last.isoformat(), "zone": label.zone}
    events = translate.plural(N_("{n} event"), N_("{n} events"), label.events)
    if label.kind == "owner":
        whose = inert(label.owner) or translate(N_("somebody it does not name"))
        yield translate(
            N_("{place}: the events of {owner}, {first} to {last} on the clock of {zone}: {events}."),
            place=inert(place),
            owner=whose,
            events=events,
            **days,
        )
    else:
        yield translate(
            N_("{place}: made to be handed to a team: {first} to {last} on the clock of {zone}: {events}."),
            place=inert(place),
            events=events,
            **days,
        )
    yield from map(
        translate, (_OWNERS if label.kind == "owner" else (_SHARED_HOLDS, _SHARED_HOURS, _SHARED_LACKS, _SHARED_TITLES))
    )
    yield _private(label, translate)
    if not label.is_complete:
        yield translate(N_("It is not complete: a part of the sources could not be read."))
    if label.kind == "shared":
        yield from _titles(titles, translate)


def _private(label: Label, translate: Translator) -> str:
    if label.kind == "owner":
        return translate.plural(
            N_(
                "{n} private event stands in it without its words and people; what was decided by them stays: the "
                "kind, whether it is a call, how many take part."
            ),
            N_(
                "{n} private events stand in it without their words and people; what was decided by them stays: the "
                "kind, whether it is a call, how many take part."
            ),
            label.private,
        )
    return translate.plural(
        N_(
            "{n} event is private or on the stop list: of it stand the time, the kind, the call and the number of "
            "people."
        ),
        N_(
            "{n} events are private or on the stop list: of them stand the time, the kind, the call and the number of "
            "people."
        ),
        label.private,
    )


def _titles(titles: Mapping[str, int], translate: Translator) -> Iterator[str]:
    if not titles:
        yield translate(N_("No title is in it."))
        return
    yield translate(N_("These titles, and no others, are in it:"))
    for title, count in sorted(titles.items()):
        yield f"  {inert(title)}" + (f" ({count})" if count > 1 else "")


def wrapped(lines: Iterable[str], width: int) -> str:
    """Return lines as a text of some width; what goes on in the next line is indented."""
    return "\n".join(
        fill(line, width, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False) for line in lines
    )
