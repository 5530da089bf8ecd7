"""audit --all-teams: a report for each team, through one gate and one ledger, whoever reads them and in what order."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

import commands.team.all_teams
from analyzer.team.ledger import Ledger
from commands.many.errands import Errand
from commands.team.preparing import ChosenTeam, Wanted, prepare_teams
from connectors.ledgers import kept_ledger
from tests.commands.conftest import Call, Here
from tests.commands.test_audit import calendar, event

COMMON = ("--from", "2026-10-26", "--to", "2026-11-22", "--today", "2026-11-16", "--lang", "en")
FAST = ("--select", "lunch-meeting", "--changes", "1")
SIZES = {"north": 9, "south": 9, "west": 5}
TEAMS = list(SIZES)
ROOT = Path(__file__).parents[2]
MEMBERS = {team: [f"{team}{number}" for number in range(size)] for team, size in SIZES.items()}


@pytest.fixture(scope="module")
def made() -> dict[str, str]:
    """Give the files of three teams, and of a fourth one that is made of members of the first two."""
    files, settings = {}, ['[agreements]\ntimezone = "Europe/Amsterdam"\n\n[privacy]\nfloor = 5\n']
    teams = {**MEMBERS, "both": [*MEMBERS["north"], *MEMBERS["south"][1:]]}
    for team, members in MEMBERS.items():
        review = event(f"review-{team}", "2026-10-26T12:00", 60, tuple(members), "Review", "RRULE:FREQ=WEEKLY")
        for number, name in enumerate(members):
            # Everybody has another number of hours, and no two of them are the same week after week.
            single = [
                event(
                    f"{name}-{day}", f"2026-11-{day:02}T{9 + number % 3:02}:00", 30 + 20 * number, (name, "x"), "Client"
                )
                for day in (2, 3, 5, 9, 11)[: 2 + number % 4]
            ]
            files[f"{name}.ics"] = calendar(review, *single)
            settings.append(
                f'[people.{name}]\naddress = "{name}@example.org"\nsource = "{name}.ics"\njoined = 2026-10-01\n'
            )
    for team, members in teams.items():
        settings.append(f'[teams.{team}]\nname = "Team {team.title()}"\nmembers = {json.dumps(members)}\n')
    return {**files, "meetlint.toml": "\n".join(settings)}


@pytest.fixture
def place(made: dict[str, str], tmp_path: Path) -> Path:
    for name, text in made.items():
        (tmp_path / name).write_bytes(text.encode())
    (tmp_path / "team.key").write_text("k" * 64)
    return tmp_path


def reports(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if not path.name.startswith("_")}


def ledger(place: Path) -> dict[str, Any]:
    with kept_ledger(place / "state" / "audits" / "ledger.sqlite") as kept:
        return kept.ledger.as_data()


def forget(place: Path) -> None:
    """Take away what audits remember, as if this machine had never made one."""
    for path in (place / "state" / "audits").iterdir():
        path.unlink()


def all_teams(meetlint: Call, *more: object, said: str = "") -> str:
    code, out, err = meetlint("audit", "--all-teams", "--team-key", "team.key", *COMMON, *FAST, *more)
    assert (code, err) == (0, said)
    return out


def test_each_report_is_what_the_team_alone_is_shown(meetlint: Call, place: Path, here: None) -> None:
    for form, suffix in (("json", "json"), ("html", "html"), ("text", "txt")):
        out = all_teams(meetlint, "-o", "reports", "--format", form)
        assert out.startswith("Wrote 4 reports to reports; 0 that were there stayed; of 0 teams there is none.\n")
        forget(place)
        for team in [*TEAMS, "both"]:  # the order in which the settings name them
            code, _, err = meetlint(
                *("audit", "--team", team, "--team-key", "team.key", *COMMON, *FAST, "--format", form, "-o", "one")
            )
            assert (code, err) == (0, "")
            one, several = (place / "one").read_text(), (place / "reports" / f"{team}.{suffix}").read_text()
            # A page says when it was made.
            assert _without_moment(several) == _without_moment(one), team
        forget(place)
    assert len(reports(place / "reports")) == 12


def _without_moment(text: str) -> str:
    import re

    return re.sub(r"\d\d:\d\d(?= UTC|</time>)", "", text)


def test_the_ledger_sees_members_of_two_teams(meetlint: Call, place: Path, here: None) -> None:
    all_teams(meetlint, "-o", "reports", "--format", "json")
    found = {team: json.loads((place / "reports" / f"{team}.json").read_bytes()) for team in [*TEAMS, "both"]}
    # All of its members stand with their own teams in every week: nobody is left to be shown.
    assert found["both"]["team"]["read"] == 17
    assert {one["withheld"] for one in found["both"]["measures"]} == {"differs-from-earlier"}
    assert all(_shows_bands(found[team]) for team in TEAMS)
    weeks = ledger(place)["weeks"]
    for companies in weeks.values():
        people = [person for company in companies for person in company["people"]]
        assert len(people) == len(set(people)) == 23
        assert [company["team"] for company in companies] == TEAMS
    # Named first, it has them all, and the two teams have nobody left.
    forget(place)
    head, *sections = (place / "meetlint.toml").read_text().split("\n[teams.")
    (place / "meetlint.toml").write_text("\n[teams.".join([head, sections[-1], *sections[:-1]]))
    all_teams(meetlint, "-o", "turned", "--format", "json")
    turned = {team: json.loads((place / "turned" / f"{team}.json").read_bytes()) for team in [*TEAMS, "both"]}
    assert _shows_bands(turned["both"])
    for team in TEAMS[:2]:
        assert {one["withheld"] for one in turned[team]["measures"]} <= {"differs-from-earlier"}


def _shows_bands(audit: dict[str, Any]) -> bool:
    return any(band["people"] is not None for one in audit["measures"] for band in one["bands"])


class Backwards(Here):
    """An engine that is ready with the last first."""

    def run(self, work: Any, groups: Sequence[Any]) -> Iterator[tuple[int, Any]]:
        yield from reversed(list(super().run(work, groups)))


@pytest.mark.parametrize("at_once", [1, 3])
def test_which_worker_is_quick_changes_nothing(
    meetlint: Call, place: Path, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr("connectors.workers.pool.ProcessPool", lambda workers: Here())
    all_teams(meetlint, "-o", "forwards", "--format", "json")
    first = ledger(place)
    forget(place)
    monkeypatch.setattr("connectors.workers.pool.ProcessPool", lambda workers: Backwards())
    monkeypatch.setattr(commands.team.all_teams, "AT_ONCE", at_once)
    all_teams(meetlint, "-o", "backwards", "--format", "json")
    assert reports(place / "backwards") == reports(place / "forwards")
    assert ledger(place) == first != Ledger().as_data()


def test_reports_that_are_there_stay(meetlint: Call, place: Path, here: None) -> None:
    all_teams(meetlint, "-o", "reports")
    first = {path.name: path.stat().st_ino for path in (place / "reports").glob("*.txt")}
    out = all_teams(meetlint, "-o", "reports")
    assert out.startswith("Wrote 0 reports to reports; 4 that were there stayed;")
    assert {path.name: path.stat().st_ino for path in (place / "reports").glob("*.txt")} == first
    # What somebody wrote into a report is no report, and a calendar that changed makes another one.
    third, fourth = MEMBERS["west"][0], "both"
    (place / "reports" / f"{fourth}.txt").write_text("nothing to see")
    (place / f"{third}.ics").write_bytes((place / f"{third}.ics").read_bytes() + b"\r\n")
    out = all_teams(meetlint, "-o", "reports")
    assert out.startswith("Wrote 2 reports to reports; 2 that were there stayed;")
    again = {path.name: path.stat().st_ino for path in (place / "reports").glob("*.txt")}
    assert {name for name in first if first[name] != again[name]} == {"west.txt", "both.txt"}
    assert "Wrote 4 reports" in all_teams(meetlint, "-o", "reports", "--again")
    # Another question makes another report.
    assert "Wrote 4 reports" in all_teams(meetlint, "-o", "reports", "--changes", "2")
    assert "Wrote 4 reports" in all_teams(meetlint, "-o", "reports", "--plain")
    assert "4 that were there stayed" in all_teams(meetlint, "-o", "reports", "--plain")
    assert "Wrote 4 reports" in all_teams(meetlint, "-o", "reports")
    assert "Wrote 4 reports" in all_teams(meetlint, "-o", "reports", "--format", "json")


def test_a_rule_of_ones_own_that_changed_makes_reports_again(meetlint: Call, place: Path, here: None) -> None:
    rule = place / "late_lunch.py"
    rule.write_text((ROOT / "rules" / "lunch_meeting.py").read_text("utf-8").replace("lunch-meeting", "late-lunch"))
    arguments = ("-o", "reports", "--rules-from", rule)
    assert "Wrote 4 reports" in all_teams(meetlint, *arguments)
    assert "4 that were there stayed" in all_teams(meetlint, *arguments)
    rule.write_text(rule.read_text("utf-8") + "# Another text.\n", "utf-8")
    assert "Wrote 4 reports" in all_teams(meetlint, *arguments)


@pytest.mark.parametrize("damage", ["torn", "unreadable"])
def test_a_damaged_index_costs_time_and_nothing_else(meetlint: Call, place: Path, here: None, damage: str) -> None:
    all_teams(meetlint, "-o", "reports", "--format", "json")
    first = reports(place / "reports")
    index = place / "reports" / "_audits.json"
    if damage == "torn":
        index.write_bytes(b'{"reports": [')
    else:
        index.unlink()
        index.symlink_to(index.name)  # a circle, which nobody can read, whoever they are
    assert all_teams(meetlint, "-o", "reports", "--format", "json").startswith("Wrote 4 reports")
    assert reports(place / "reports") == first
    assert "; 4 that were there stayed;" in all_teams(meetlint, "-o", "reports", "--format", "json")
    assert not index.is_symlink()


class BreaksOff(Here):
    """An engine that is interrupted before the third team."""

    def run(self, work: Any, groups: Sequence[Any]) -> Iterator[tuple[int, Any]]:
        for number, result in super().run(work, groups):
            if number == 2:
                raise KeyboardInterrupt
            yield number, result


def test_a_run_that_breaks_off_goes_on_where_it_stopped(
    meetlint: Call, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("connectors.workers.pool.ProcessPool", lambda workers: Here())
    all_teams(meetlint, "-o", "whole", "--format", "json")
    whole, known = reports(place / "whole"), ledger(place)
    forget(place)
    monkeypatch.setattr(commands.team.all_teams, "AT_ONCE", 1)
    monkeypatch.setattr("connectors.workers.pool.ProcessPool", lambda workers: BreaksOff())
    code, _, _ = meetlint(
        *("audit", "--all-teams", "--team-key", "team.key", *COMMON, *FAST, "-o", "reports", "--format", "json")
    )
    assert code == 130
    assert set(reports(place / "reports")) == {f"{team}.json" for team in TEAMS[:2]}
    monkeypatch.setattr("connectors.workers.pool.ProcessPool", lambda workers: Here())
    out = all_teams(meetlint, "-o", "reports", "--format", "json")
    assert out.startswith("Wrote 2 reports to reports; 2 that were there stayed;")
    assert reports(place / "reports") == whole
    assert ledger(place) == known


def test_a_member_who_cannot_be_read_is_named_and_tried_again(meetlint: Call, place: Path, here: None) -> None:
    member = MEMBERS["south"][1]
    calendar = (place / f"{member}.ics").read_bytes()
    (place / f"{member}.ics").write_bytes(b"no calendar")
    arguments = ("audit", "--all-teams", "--team-key", "team.key", *COMMON, *FAST, "-o", "reports", "--format", "json")
    code, out, err = meetlint(*arguments)
    assert code == 4
    assert out.startswith("Wrote 4 reports")
    assert err.startswith(f"meetlint: Not read: {member}: ")
    size = len(MEMBERS["south"])
    team = json.loads((place / "reports" / "south.json").read_bytes())
    assert (team["team"]["members"], team["team"]["read"]) == (size, size - 1)
    (place / f"{member}.ics").write_bytes(calendar)
    code, out, _ = meetlint(*arguments)
    assert (code, out.split(";")[0]) == (0, "Wrote 2 reports to reports")
    # The week was shown without this person; it is shown so for good.
    again = json.loads((place / "reports" / "south.json").read_bytes())
    assert again["team"]["read"] == size
    assert again["weeks"] == team["weeks"]


def test_a_report_without_somebody_is_made_again_though_no_file_changed(
    meetlint: Call, place: Path, here: None
) -> None:
    member = MEMBERS["west"][0]
    whole = (place / f"{member}.ics").read_text()
    (place / f"{member}.ics").write_text(whole.partition("END:VCALENDAR")[0])
    for written, stayed in ((4, 0), (1, 3)):
        code, out, err = meetlint(
            "audit", "--all-teams", "--team-key", "team.key", *COMMON, *FAST, "-o", "reports", "--format", "json"
        )
        assert (code, out.split(";")[1]) == (4, f" {stayed} that were there stayed"), err
        assert out.startswith(f"Wrote {written} report")


def test_a_team_of_which_nothing_comes_costs_the_others_nothing(meetlint: Call, place: Path, here: None) -> None:
    settings = (place / "meetlint.toml").read_text()
    for name, joined in (("zed", ""), ("gone", "joined = 2026-10-01")):
        settings += f'\n[people.{name}]\naddress = "{name}@example.org"\nsource = "{name}.ics"\n{joined}\n'
    for team, member in (("empty", "zed"), ("typo", "nobody"), ("gone", "gone")):
        settings += f'\n[teams.{team}]\nname = "{team.title()}"\nmembers = ["{member}"]\n'
    (place / "meetlint.toml").write_text(settings)
    code, out, err = meetlint("audit", "--all-teams", *COMMON, *FAST, "-o", "reports", "--format", "json")
    assert code == 4
    assert out.startswith("Wrote 4 reports to reports; 0 that were there stayed; of 3 teams there is none.")
    said = err.splitlines()
    assert said[0].startswith("meetlint: Not read: gone: ")
    assert said[1:] == [
        "meetlint: No report of Empty: Nobody of the team empty takes part yet.",
        "meetlint: No report of Typo: The team typo names nobody, and there is no [people.nobody].",
        "meetlint: No report of Gone: None of its members could be read.",
    ]
    assert len(reports(place / "reports")) == 4


class Dies(Here):
    """An engine whose worker dies with the second team."""

    def run(self, work: Any, groups: Sequence[Any]) -> Iterator[tuple[int, Any]]:
        from connectors.workers.mapping import LOST

        for number, group in enumerate(groups):
            result = LOST if group[0].id == TEAMS[1] else next(super().run(work, [group]))[1]
            yield number, result


def test_a_team_with_which_workers_die_is_named(meetlint: Call, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("connectors.workers.pool.ProcessPool", lambda workers: Dies())
    code, out, err = meetlint("audit", "--all-teams", *COMMON, *FAST, "-o", "reports", "--format", "json")
    assert code == 4
    assert "of 1 teams there is none" in out
    assert err == (
        "meetlint: No report of Team South: The worker died each time it read this team; perhaps it needs more memory "
        "than a worker has.\n"
    )
    assert set(reports(place / "reports")) == {f"{team}.json" for team in [*TEAMS, "both"] if team != TEAMS[1]}


def test_a_mistake_of_our_own_costs_one_team_and_tells_no_text(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ValueError("Verrassing voor Els")

    monkeypatch.setattr("commands.team.preparing.team_made_from", broken)
    (ready,) = prepare_teams(_errand(), Wanted(3, 30), [ChosenTeam("a", "A")])
    assert ready.trouble is not None
    assert ready.trouble.is_own_mistake
    assert "Els" not in repr(ready)


def _errand() -> Errand:
    from datetime import UTC, datetime

    from commands.request import Request

    return Errand(task="hand-over", request=Request(sources=()), now=datetime(2026, 11, 11, tzinfo=UTC))


def test_nothing_readable_leaves_with_3(meetlint: Call, place: Path, here: None) -> None:
    for path in place.glob("*.ics"):
        path.unlink()
    code, _, err = meetlint("audit", "--all-teams", *COMMON, *FAST, "-o", "reports")
    assert code == 3
    assert err.count("No report of") == 4
    assert err.count("Not read: ") == 23  # each of them once, also those of two teams
    assert list(reports(place / "reports")) == []


def test_folders_in_a_folder_are_teams(meetlint: Call, place: Path, tmp_path: Path, here: None) -> None:
    for team, members in MEMBERS.items():
        (place / "org" / team).mkdir(parents=True)
        for name in members:
            (place / f"{name}.ics").rename(place / "org" / team / f"{name}.ics")
    code, out, err = meetlint("audit", "org", "--all-teams", *COMMON, *FAST, "-o", "reports", "--format", "json")
    assert (code, err) == (0, "")
    assert out.startswith("Wrote 3 reports")
    found = json.loads((place / "reports" / "north.json").read_bytes())
    assert (found["team"]["id"], found["team"]["members"]) == ("north", 9)


@pytest.mark.parametrize("at_once", [1, 10])
def test_a_team_of_another_key_has_no_report_and_costs_the_others_nothing(
    meetlint: Call, place: Path, here: None, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr(commands.team.all_teams, "AT_ONCE", at_once)
    for team, key in (("north", "team"), ("south", "another"), ("west", "team")):
        (place / team).mkdir()
        for name in MEMBERS[team]:
            (place / f"{name}.ics").rename(place / team / f"{name}.ics")
        meetlint(
            *("collect", "--roster", team, "--for", "audit", "--team-key", f"{key}.key", *COMMON),
            *("-o", place / "org" / team),
        )
    code, out, err = meetlint("audit", "org", "--all-teams", "--team-key", "team.key", *COMMON, *FAST, "-o", "reports")
    assert (code, set(reports(place / "reports"))) == (4, {"north.txt", "west.txt"})
    assert out.startswith("Wrote 2 reports to reports; 0 that were there stayed; of 1 teams there is none.")
    assert err == (
        "meetlint: No report of south: Its tables were made with another key than those of the teams before it.\n"
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "The reports of all teams are written to a folder, and none is named."),
        (("-o", "reports.html"), "The reports of all teams are written to a folder, and none is named."),
        (("-o", "r", "--team", TEAMS[0]), "One team is named, and all of them."),
        (("-o", "r", "anna.ics"), "All teams are those of the settings, or the folders in one folder."),
        (("-o", "r", "."), "lies beside the folders of the teams, and is of none of them."),
        (("-o", "r", "bare"), "The folder bare holds no folder of a team."),
        (("-o", "r", "--scheduler", "tcp://x", "--workers", "2"), "How many workers there are is for the scheduler"),
    ],
)
def test_what_is_refused(
    meetlint: Call, place: Path, here: None, arguments: Sequence[str], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (place / "bare").mkdir()
    (place / "anna.ics").touch()
    code, out, err = meetlint("audit", "--all-teams", *COMMON, *arguments)
    assert (code, out) == (2, "")
    assert said in err


def test_two_teams_of_one_file_name_are_refused(meetlint: Call, place: Path, here: None) -> None:
    with (place / "meetlint.toml").open("a") as file:
        file.write('\n[teams."a/b"]\nmembers = []\n\n[teams."A b"]\nmembers = []\n')
    code, _, err = meetlint("audit", "--all-teams", *COMMON, *FAST, "-o", "r")
    assert code == 2
    assert "The reports of a/b and A b would have one name: A-b.txt." in err


def test_a_name_that_is_long_in_bytes_has_its_report(meetlint: Call, place: Path, here: None) -> None:
    with (place / "meetlint.toml").open("a") as file:
        file.write(f'\n[teams."{"組" * 100}"]\nmembers = {MEMBERS["west"]}\n')
    all_teams(meetlint, "-o", "reports")
    assert f"{'組' * 66}.txt" in reports(place / "reports")


def test_again_is_about_all_teams(meetlint: Call, place: Path, here: None) -> None:
    code, _, err = meetlint("audit", "--team", TEAMS[0], *COMMON, "--again")
    assert code == 2
    assert "Only of all teams are there reports that can stay." in err


def test_no_report_names_anybody_or_another_team(meetlint: Call, place: Path, here: None) -> None:
    all_teams(meetlint, "-o", "reports", "--format", "html")
    everybody = [name for members in MEMBERS.values() for name in members]
    for team in TEAMS:
        text = (place / "reports" / f"{team}.html").read_text()
        assert f"Team {team.title()}" in text
        assert [name for name in everybody if name in text] == []
        assert [other for other in TEAMS if other != team and f"Team {other.title()}" in text] == []
    index = (place / "reports" / "_audits.json").read_text()
    assert [name for name in everybody if name in index] == []


FORMS = {"text": "txt", "html": "html", "json": "json", "csv": "csv", "markdown": "md"}


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch, place: Path) -> None:
    """Let the twenty-three people of the teams be an organisation, whose council agreed on epsilon 2."""
    pytest.importorskip("opendp")
    monkeypatch.setattr("analyzer.team.noise.LEAST_PEOPLE", 23)
    settings = (place / "meetlint.toml").read_text().replace("floor = 5", "floor = 5\nepsilon = 2.0")
    (place / "meetlint.toml").write_text(settings)


def test_means_of_everybody_say_how_sure_they_are_in_every_form(
    meetlint: Call, place: Path, here: None, few: None
) -> None:
    for form, suffix in FORMS.items():
        out = all_teams(meetlint, "-o", "reports", "--format", form, "--epsilon", "1.5")
        assert out.startswith("Wrote 4 reports")
        assert (place / "reports" / f"organisation.{suffix}").exists()
    found = json.loads((place / "reports" / "organisation.json").read_text())
    assert found["schema"] == "meetlint-organisation/1"
    assert (found["teams"], found["people"], found["epsilon"], found["certainty"]) == (4, 23, 1.5, 0.95)
    assert (found["agreed"], found["spent"]) == (2.0, 1.5)
    assert found["weeks"] == ["2026-W44", "2026-W45", "2026-W46"]
    errors = {one["name"]: one["error"] for one in found["means"]}
    assert errors["meeting_hours"] == pytest.approx(40 / 23 * 3 / 1.5 * 2.9957, abs=0.07)
    for form, suffix in FORMS.items():
        text = (place / "reports" / f"organisation.{suffix}").read_text()
        assert "1.5" in text
        assert ("0.95" if form in ("json", "csv") else "95%") in text
        for one in found["means"]:
            # The first form drew the noise, and the others show it.
            shown = one["error"] * 100 if one["unit"] == "share" and form not in ("json", "csv") else one["error"]
            assert f"{shown:.4g}" in text, form
    everybody = [name for members in MEMBERS.values() for name in members]
    assert [name for name in everybody for path in (place / "reports").glob("org*") if name in path.read_text()] == []


def test_means_are_drawn_once_and_spent_of_what_was_agreed_on(
    meetlint: Call, place: Path, here: None, few: None
) -> None:
    all_teams(meetlint, "-o", "first", "--format", "json", "--epsilon", "1.5")
    all_teams(meetlint, "-o", "second", "--format", "json", "--epsilon", "0.5")
    assert (place / "first" / "organisation.json").read_bytes() == (place / "second" / "organisation.json").read_bytes()
    assert len(ledger(place)["noisy"]) == 1
    # Other weeks, of which some are the same: half of what was agreed on is left, and no more.
    arguments = (
        "audit",
        "--all-teams",
        "--team-key",
        "team.key",
        *COMMON[2:],
        *FAST,
        "--from",
        "2026-11-02",
        "-o",
        "x",
    )
    code, out, err = meetlint(*arguments, "--epsilon", "0.6")
    assert (code, out) == (2, "")
    assert "Of the week of 2026-11-02 epsilon 1.5 is spent, and 2 was agreed on: 0.6 more is too much." in err
    assert not (place / "x" / "organisation.txt").exists()
    assert meetlint(*arguments, "--epsilon", "0.5")[0] == 0
    assert sum(one["epsilon"] for one in ledger(place)["noisy"]) == 2.0
    _, log, _ = meetlint("privacy-pack", "--log", "--lang", "en")
    assert log.count("`organisation`") == 3
    assert "`json, epsilon 1.5`" in log
    assert "`text, epsilon 0.5`" in log


def test_of_a_part_of_the_organisation_nothing_is_spent(meetlint: Call, place: Path, here: None, few: None) -> None:
    for name in MEMBERS["west"]:
        (place / f"{name}.ics").unlink()
    code, out, err = meetlint("audit", "--all-teams", *COMMON, *FAST, "-o", "reports", "--epsilon", "1")
    assert code == 4
    assert out.startswith("Wrote 3 reports")
    assert "Of a part of the organisation no means are released" in err
    assert ledger(place)["noisy"] == []
    assert not list((place / "reports").glob("organisation*"))


def test_an_organisation_below_200_people_is_refused_before_anything_is_read(
    meetlint: Call, place: Path, here: None
) -> None:
    pytest.importorskip("opendp")
    settings = (place / "meetlint.toml").read_text().replace("floor = 5", "floor = 5\nepsilon = 2.0")
    (place / "meetlint.toml").write_text(settings)
    code, out, err = meetlint("audit", "--all-teams", *COMMON, "-o", "reports", "--epsilon", "1")
    assert (code, out) == (2, "")
    assert "Means with noise are released of 200 people and more" in err
    assert reports(place / "reports") == {}


@pytest.mark.parametrize(
    ("agreed", "arguments", "said"),
    [
        ("", ("--all-teams", "-o", "r", "--epsilon", "1"), "[privacy] names no epsilon."),
        ("epsilon = 0.5", ("--all-teams", "-o", "r", "--epsilon", "1"), "Agreed on was epsilon 0.5 at most"),
        ("epsilon = 0.5", ("--all-teams", "-o", "r", "--epsilon", "nan"), "With epsilon nan there would be nothing"),
        ("epsilon = 0.5", ("--all-teams", "-o", "r", "--epsilon", "1e-300"), "the least is 0.001."),
        ("epsilon = 1", ("--team", "north", "--epsilon", "1"), "one team is too small for it."),
        ("epsilon = 1", ("--all-teams", "-o", "r", "--epsilon", "0"), "0.0 is not in the range x>0"),
        ("epsilon = 0", ("--all-teams", "-o", "r"), "privacy.epsilon is 0; allowed is > 0"),
    ],
)
def test_what_was_not_agreed_on_is_refused(
    meetlint: Call, place: Path, here: None, agreed: str, arguments: Sequence[str], said: str
) -> None:
    pytest.importorskip("opendp")
    settings = (place / "meetlint.toml").read_text().replace("floor = 5", f"floor = 5\n{agreed}")
    (place / "meetlint.toml").write_text(settings)
    code, out, err = meetlint("audit", *arguments, *COMMON)
    assert (code, out) == (2, "")
    assert said in err


def test_without_opendp_the_extra_is_named(
    meetlint: Call, place: Path, here: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == "opendp"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "opendp", None)
    monkeypatch.setitem(sys.modules, "opendp.prelude", None)
    code, out, err = meetlint("audit", "--all-teams", *COMMON, "-o", "reports", "--epsilon", "1")
    assert (code, out) == (2, "")
    assert err == "meetlint: Noise is drawn by OpenDP.\n  python -m pip install 'meetlint[privacy]'\n"


@pytest.mark.parametrize("team", ["Organisation", "organisation.", "_organisation/"])
def test_a_team_that_is_called_as_the_report_of_all_is_refused(
    meetlint: Call, place: Path, here: None, few: None, team: str
) -> None:
    with (place / "meetlint.toml").open("a") as file:
        file.write(f'\n[teams."{team}"]\nmembers = []\n')
    code, _, err = meetlint("audit", "--all-teams", *COMMON, "-o", "r", "--epsilon", "1")
    assert code == 2
    assert "The report of all teams is called organisation, and so is a team." in err


def test_both_engines_write_the_same(
    meetlint: Call, place: Path, engine_options: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    all_teams(meetlint, "-o", "engine", "--format", "json", *engine_options)
    known = ledger(place)
    forget(place)
    with monkeypatch.context() as patched:
        patched.setattr("connectors.workers.pool.ProcessPool", lambda workers: Here())
        all_teams(meetlint, "-o", "here", "--format", "json")
    assert reports(place / "engine") == reports(place / "here")
    assert ledger(place) == known
