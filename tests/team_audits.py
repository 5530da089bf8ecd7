"""Audits of an invented team, made by the real pipeline from small calendars, for tests of what an audit says."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import rules as own
from analyzer.agreements import Agreements
from analyzer.judging.rule import activate
from analyzer.reports.team.page import render_audit_page
from analyzer.rulebook.loading import load_rules
from analyzer.team.audit import Audit, FocusDay, Moment, Team, Unread, WeekMeasures, prepare_audit, release_audit
from analyzer.team.gate import Gate
from analyzer.team.judging import judge_team
from analyzer.team.ledger import Ledger
from analyzer.team.members import TeamMember
from analyzer.team.released import Band, Measure, Share, Unit
from analyzer.team.terms import PrivacySettings
from analyzer.text import translator
from commands.many.errands import Errand
from commands.many.roster import Member
from commands.many.work import run_errand
from commands.request import Request

TODAY = date(2026, 11, 18)
NOW = datetime(2026, 11, 18, 9, tzinfo=UTC)
ZONE = ZoneInfo("Europe/Amsterdam")
TEAM = ("anna", "bo", "cem", "dirk", "els", "fay", "gus", "hal", "ida")
SECRETS = ("Bila over salaris", "Verrassing voor Els", "Sollicitatiegesprek", "Intake Zuid")
"""Titles that no audit may show: of two people, private, on the stop list, of a small part of the team."""


@dataclass(frozen=True)
class Event:
    """An event that some of the team have in their calendars.

    Attributes:
        uid: of all copies.
        title: as it is written there.
        start, end: on the clock of Amsterdam.
        members: in whose calendars it stands.
        weekly: how many weeks it comes back; 1 for a single one.
        more: further lines of it.
        moved: the start and end in the last member's copy, where it differs.
    """

    uid: str
    title: str
    start: str
    end: str
    members: Sequence[str]
    weekly: int = 1
    more: tuple[str, ...] = ()
    moved: tuple[str, str] | None = None

    def lines(self, member: str) -> Iterator[str]:
        """Yield the lines of one member's copy."""
        start, end = self.moved if self.moved and member == self.members[-1] else (self.start, self.end)
        title = self.title.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")
        yield from ("BEGIN:VEVENT", f"UID:{self.uid}@example.org", "DTSTAMP:20261001T080000Z")
        yield from (f"DTSTART;TZID=Europe/Amsterdam:{start}", f"DTEND;TZID=Europe/Amsterdam:{end}", f"SUMMARY:{title}")
        if self.weekly > 1:
            yield f"RRULE:FREQ=WEEKLY;COUNT={self.weekly}"
        yield f"ORGANIZER:mailto:{self.members[0]}@example.org"
        for one in self.members:
            yield f"ATTENDEE;PARTSTAT=ACCEPTED;CN={one.capitalize()}:mailto:{one}@example.org"
        yield from (*self.more, "END:VEVENT")


CALL = ("LOCATION:https://teams.microsoft.com/l/meetup-join/19%3ameeting_x",)


def week_of_work(titles: Sequence[str] = ()) -> list[Event]:
    """Return what the team has in its calendars; ``titles`` stand over the meetings that may be shown."""
    names = ["Weekstart", "Planning", "Roadmap", "Demo", "Stand-up", "Kick-off", "Retro"]
    names = [titles[number % len(titles)] if titles else name for number, name in enumerate(names)]
    return [
        Event("weekstart", names[0], "20261005T121500", "20261005T131500", TEAM, 12, CALL),
        Event("planning", names[1], "20261007T100000", "20261007T113000", TEAM[:8], 12, CALL),
        Event("roadmap", names[2], "20261007T113000", "20261007T123000", TEAM[:8], 12, CALL),
        Event("demo", names[3], "20261008T120000", "20261008T130000", TEAM[:6], 12, CALL),
        Event("stand-up", names[4], "20261006T091500", "20261006T093000", TEAM, 12, CALL),
        Event(
            "kick-off",
            names[5],
            "20261110T173000",
            "20261110T190000",
            TEAM,
            moved=("20261111T090000", "20261111T103000"),
        ),
        Event("retro", names[6], "20261009T150000", "20261009T160000", TEAM[2:], 12),
        Event("bila", SECRETS[0], "20261006T100000", "20261006T104500", TEAM[:2], 12),
        Event("surprise", SECRETS[1], "20261008T150000", "20261008T160000", TEAM[5:], 12, ("CLASS:PRIVATE",)),
        Event("job", SECRETS[2], "20261111T140000", "20261111T150000", TEAM[:4]),
        Event("intake", SECRETS[3], "20261113T100000", "20261113T110000", TEAM[6:8], 1),
    ]


def calendar_of(member: str, events: Sequence[Event]) -> str:
    """Return the calendar of one member as ICS."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//tests//EN", "X-WR-TIMEZONE:Europe/Amsterdam"]
    lines.append(f"X-WR-CALNAME:{member}@example.org")
    for one in events:
        if member in one.members:
            lines += one.lines(member)
    return "\r\n".join([*lines, "END:VCALENDAR", ""])


def write_team(folder: Path, events: Sequence[Event], members: Sequence[str] = TEAM) -> None:
    """Write a calendar for each member."""
    for member in members:
        (folder / f"{member}.ics").write_text(calendar_of(member, events), "utf-8", newline="")


def audit_of(
    events: Sequence[Event],
    *,
    members: Sequence[str] = TEAM,
    name: str = "Team Noord",
    unread: Sequence[Unread] = (),
    privacy: PrivacySettings | None = None,
    today: date = TODAY,
) -> Audit:
    """Return the audit of a team, made as the command makes it."""
    privacy = privacy or PrivacySettings()
    request = Request(sources=(), today=today)
    errand = Errand(task="hand-over", request=request, now=NOW, key=b"k" * 32, has_titles=privacy.titles)
    people = []
    with tempfile.TemporaryDirectory() as folder:
        write_team(Path(folder), events, members)
        for member in members:
            member_of = Member(member, (str(Path(folder) / f"{member}.ics"),), f"{member}@example.org")
            outcome = run_errand(errand, [member_of])
            (one,) = outcome.handed
            people.append(
                TeamMember(
                    one.person, ZONE, one.agreements or Agreements(), one.rows, one.first, one.last, one.is_whole
                )
            )
    known = {rule_name: rule for rule_name, rule in load_rules(own).items() if "team" in rule.audience}
    active = activate(known, {})
    judged = judge_team(people, request.period().on(today), today, active)
    prepared = prepare_audit(
        judged,
        Team("noord", name, ZONE, len(members) + len(unread), len(members)),
        active,
        now=NOW,
        fingerprint=privacy.fingerprint(),
        unread=unread,
    )
    return release_audit(prepared, Gate(privacy.floor), Ledger())[0]


@cache
def team_audit() -> Audit:
    """Return the audit of the whole team."""
    return audit_of(week_of_work())


@cache
def small_audit() -> Audit:
    """Return the audit of four members: too few for any figure, enough for meetings."""
    return audit_of(week_of_work(), members=TEAM[:5])


def _measure(name: str, unit: Unit, median: float | None, counts: Sequence[int | None], withheld: str = "") -> Measure:
    quarter = {"share": 0.25, "hours": 10.0, "days": 2.0}[unit]
    edges = [quarter * place for place in range(len(counts))]
    bands = tuple(
        Band(edge, None if edge == edges[-1] else edge + quarter, people)
        for edge, people in zip(edges, counts, strict=True)
    )
    return Measure(name, unit, sum(count or 0 for count in counts), median, bands, withheld or None)


UNKNOWN = (None,) * 4
FIGURES = (
    _measure("meeting_share", "share", 0.35, (4, 5, 0, 0)),
    _measure("call_run", "hours", 2.5, (8, 0, 0, 0)),
    _measure("lunches_kept", "share", 0.6, UNKNOWN, "complement"),
    _measure("focus_hours", "hours", None, UNKNOWN, "few-people"),
    _measure("focus_days", "days", 1.5, (5, 4, 0, 0)),
    _measure("outside_hours", "hours", None, (9, 0, 0, 0), "all-equal"),
)
"""Figures of every kind: with bands, of some members, with a middle alone, withheld."""
WEEKS = (
    (date(2026, 11, 2), (0.3, 2.0, 0.8, 12.5, 2.0, None)),
    (date(2026, 11, 9), (0.4, 3.0, 0.4, None, 1.0, None)),
)
"""The middle of two weeks, in the order of the figures."""
FEW, NEARLY_ALL, BETWEEN = (0.2, 0.0, 4 / 9), (0.8, 5 / 9, 1.0), (0.4, 0.26, 0.57)
SHARES = {
    (0, None): (0.25, 0.05, 0.5), (1, None): (0.3, 0.25, 0.35), (2, None): BETWEEN, (3, None): (0.35, 0.35, 0.35),
    (4, None): None, (0, 10): (0.35, 0.35, 0.35), (1, 10): (0.55, 0.5, 0.6), (2, 10): NEARLY_ALL,
    (2, 11): (0.9, 0.85, 1.0), (3, 15): BETWEEN, (4, 13): None,
}  # fmt: skip
"""The share of the team in meetings by weekday and hour, its least and its most, where they are not few."""


@cache
def told_audit() -> Audit:
    """Return the audit of the team with the figures above, so that what is said of them depends on no gate."""
    hours = [(day, hour) for day in range(5) for hour in (10, 11, 13, 14, 15) if (day, hour) != (4, 15)]
    shares = dict.fromkeys([(day, None) for day in range(5)] + hours, FEW) | SHARES
    moments = [
        Moment(
            day, hour, Share("in_meetings", 9 if share else 0, *(share or UNKNOWN[:3]), None if share else "few-people")
        )
        for (day, hour), share in shares.items()
    ]
    weeks = [
        WeekMeasures(
            monday,
            [
                Measure(one.name, one.unit, 9, middle, (), None if middle is not None else "few-people")
                for one, middle in zip(FIGURES, middles, strict=True)
            ],
        )
        for monday, middles in WEEKS
    ]
    audit = team_audit()
    standing = [one for one in audit.meetings if one.recurring and one.weekday == 0]
    return replace(
        audit,
        team=replace(audit.team, asked=10),
        measures=FIGURES,
        weeks=weeks,
        moments=moments,
        focus_day=FocusDay(0, standing),
        not_shown={"few-people": 5, "complement": 1},
        unread=[Unread("kim.ics", {"en": "It holds no calendar.", "nl": "Er staat geen agenda in."})],
        problems={"end-before-start": 2},
    )


HOSTILE = (
    "<script>document.body.dataset.touched='1'</script>",
    "</title></style><script>alert(1)</script><img src=x onerror=\"document.body.dataset.touched='2'\">",
    "[/nope][bold red]markup[/bold red]",
    "\x1b[2J\x1b[31mred",
    "\u202eevil\u2066isolate",
    '=cmd|"/C calc"!A1',
    "`tick` | cell | **bold** ![x](https://evil.example/p.png) a@b.example",
)
"""Titles of the seven meetings that may be shown."""


@cache
def hostile_audit() -> Audit:
    """Return the audit of a team whose every text is hostile."""
    unread = [Unread(HOSTILE[1], {"en": HOSTILE[1], "nl": HOSTILE[1]})]
    return audit_of(week_of_work(HOSTILE), name=HOSTILE[0], unread=unread)


AUDITS: Mapping[str, Callable[[], Audit]] = {
    "team-en": team_audit,
    "team-nl": team_audit,
    "team-told-en": told_audit,
    "team-told-nl": told_audit,
    "team-small-en": small_audit,
    "team-hostile-en": hostile_audit,
}
"""Every audit that is looked at as a page, by name; the language stands at its end."""


@cache
def audit_page(name: str) -> str:
    """Return the page of an audit of :data:`AUDITS`."""
    return render_audit_page(AUDITS[name](), translator(name[-2:]), NOW)
