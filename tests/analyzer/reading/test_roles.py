"""Reading meeting roles from invitations: own cases in five languages, hostile texts, and the labelled texts."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from effort import assert_in_proportion
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.reading.roles.invited import CLOSE, OPEN, forms_of, with_marks
from analyzer.reading.roles.lines import without_entities
from analyzer.reading.roles.roles import Roles, read_roles
from analyzer.reading.roles.words import LABELS, role_stems_in
from benchmarks import roles as roles_benchmark
from tests.analyzer.reading import role_cases, role_cases_kinds, role_cases_people, role_cases_unmet

# Texts that make a careless pattern try again and again, each repeated up to a megabyte.
HOSTILE = (
    *("chair: ", "Chair: Anna? ", "chair ", "Chair:\n", "chair and ", "chair/", "Chair (", "the chair "),
    *("| chair ", "- chair: TBD\n", "Anna ", "A ", "van ", "Anna en ", "Chair: Anna, ", "Anna (chair, "),
    *("en notuleert ", "zit Anna ", "will ", "notes by ", "hosted by ", "Host: Anna Scribe: ", "rotating "),
    *("Facilitator: rotating: ", "ms teams ", "AI ", "Notes: Copilot ", "[P: Anna", "<", "<b>", "<style>", "<!--"),
    *("&#1", "&lt;", "[a](", "[", "(", "**", "_", "~~a", "\\n", "\t", " ", "@", "a@", "a.", "https://"),
    *("decision log: (a", "houdt de besluitenlijst ", "next meeting ", "wird von ", "wie notuleert? ", "é"),
    *("\u0301", "日本", "\udcff chair: "),
    *(
        "Deze keer is ",
        "wie notuleert? Anna ",
        "Els bewaakt de acties van vorige keer ",
        "Voorzitter: vacature, ",
        "de heer ",
    ),
    *(
        "Chair rotates ",
        "is aan de beurt ",
        "van den ",
        "Els en ",
        "houdt de acties bij, ",
        "l'",
        "chair: van ",
        "Den ",
    ),
    *(
        "Chair: Anna away, ",
        "op 3 oktober chair ",
        "mr. ",
        "Van ",
        "a-b",
        "wethouder ",
        "Voorzitter roulerend; deze week: ",
    ),
    *("legt de ", "houdt acties en ", "writes the actions, ", "Na Els en ", ", who is and ", "minutes of the "),
    *("neemt het over ", "I'll ", "Els's ", "notulen: we doen ", "acties, acties, "),
)
INVITED = [
    ("Karel van den Berg", "karel.van.den.berg@example.org"),
    ("A de B", "den@example.org"),
    ("Chair Anna", "a@b.org"),
]


def _rows(tables: dict[str, str]) -> list[object]:
    rows: list[object] = []
    for theme, table in tables.items():
        for line in table.strip("\n").splitlines():
            mark, text = line[:4].strip(), line[4:].replace("⏎", "\n")
            rows.append(pytest.param(mark, text, id=f"{theme}: {line[4:].rpartition(' || ')[2][:56]}"))
    return rows


def _mark(roles: Roles) -> str:
    mark = ("F" if roles.facilitator else ".") + ("K" if roles.decision_keeper else ".")
    return mark + ("A" if roles.automatic_keeper else "")


@pytest.mark.parametrize(
    ("mark", "text"), _rows(role_cases.DESCRIPTIONS | role_cases_people.DESCRIPTIONS | role_cases_unmet.DESCRIPTIONS)
)
def test_read_roles_reads_description(mark: str, text: str) -> None:
    assert _mark(read_roles("Overleg", text)) == mark


@pytest.mark.parametrize(("mark", "title"), _rows(role_cases.TITLES | role_cases_people.TITLES))
def test_read_roles_reads_title(mark: str, title: str) -> None:
    assert _mark(read_roles(title, "")) == mark


@pytest.mark.parametrize(("mark", "row"), _rows(role_cases_people.INVITED | role_cases_kinds.INVITED))
def test_read_roles_knows_the_people_of_the_invitation(mark: str, row: str) -> None:
    people, _, text = row.partition(" || ")
    invited = [(found[1].strip(), found[2]) for found in re.finditer(r"(?:^|,\s)([^<]*)<([^>]*)>", people)]
    assert invited
    assert _mark(read_roles("Overleg", text, invited)) == mark


def test_read_roles_says_whether_an_invited_person_fills_a_role() -> None:
    invited = [("Can Demir", "can.demir@example.org")]
    roles = read_roles("", "Chair: Can\nScribe: Anna", invited)
    assert roles == Roles("Can", "Anna", False, frozenset({"facilitator"}))
    assert read_roles("", "Facilitator: Anna", invited).invited == frozenset()


@pytest.mark.parametrize(
    ("name", "address", "text", "marked"),
    [
        (
            "Karel van den Berg",
            "",
            "Karel van den Berg, van den Berg, Karel",
            ["Karel van den Berg", "van den Berg", "Karel"],
        ),
        ("Berg, Karel van den (IT)", "", "karel van den berg", ["karel van den berg"]),
        ("Karel van den Berg", "", "KvdB KVDB KB K.B. kb", ["KvdB", "KVDB", "KB", "K.B"]),
        ("", "karel.berg+cal@example.org", "karel Berg karel.berg", ["karel", "Berg", "karel.berg"]),
        ("", "kberg@example.org", "kberg berg k", ["kberg"]),
        ("", "info@example.org", "Info", []),
        ("Team Rood", "rood@example.org", "Team Rood", []),
        ("Zaal 3", "zaal3@example.org", "zaal3 Zaal 3", []),
        ("Will Bo", "will@example.org", "we will. Will the bo? Will", ["bo", "Will"]),
        ("Iris Timmer", "", "IT", []),
        ("Anna Smit", "", "Anna-Marie banna @Anna anna@example.org /Anna", []),
        ("A. de B", "", "A de B. De", ["A de B"]),
    ],
)
def test_with_marks_finds_how_a_text_calls_somebody(name: str, address: str, text: str, marked: list[str]) -> None:
    found = with_marks(text, forms_of(((name, address),)))
    assert re.findall(f"{OPEN}([^{CLOSE}]*){CLOSE}", found) == marked
    assert found.replace(OPEN, "").replace(CLOSE, "") == text


@pytest.mark.parametrize("text", ["\ue001Chair: TBD\ue002", "Chair: \ue001tbd\ue002", "Chair: \ue001"])
def test_read_roles_takes_no_marks_from_the_text(text: str) -> None:
    assert read_roles(text, text) == Roles()


@pytest.mark.parametrize(
    ("text", "facilitator", "keeper"),
    [
        ("Voorzitter - Piet de Boer", "Piet de Boer", ""),
        ("Chair: A (nick), B", "A (nick), B", ""),
        ("Jaco zit voor en notuleert", "Jaco", "Jaco"),
        ("**Facilitator:** Anna & Bo (remote)\n**Scribe:** @cem", "Anna & Bo", "@cem"),
        ("Facilitator: rotating, this week Bo, next week Anna", "Bo", ""),
        ("Chair: Jan van der Berg, starting at 10:00", "Jan van der Berg", ""),
        ("Voorzitter: A.B. van den Heuvel-de Groot (Utrecht)", "A.B. van den Heuvel-de Groot", ""),
        ("Besluitenlijst: https://example.org/b (Els Bakker)", "", "Els Bakker"),
        ("<td>Chair</td><td>Anna&nbsp;Smith</td>", "Anna Smith", ""),
        ("Facilitator: anna@example.org", "anna@example.org", ""),
        ("ik zit voor", "ik", ""),
    ],
)
def test_read_roles_gives_the_words_that_name_the_person(text: str, facilitator: str, keeper: str) -> None:
    roles = read_roles("", text)
    assert (roles.facilitator, roles.decision_keeper) == (facilitator, keeper)


def test_read_roles_reads_the_title_before_the_description() -> None:
    assert read_roles("[P: Anna] Overleg", "Voorzitter: Bo") == Roles(facilitator="Anna")


def test_read_roles_reads_a_composed_letter_and_its_parts_alike() -> None:
    text = "Président de séance : Étienne"
    parts = unicodedata.normalize("NFD", text)
    assert parts != text
    assert read_roles("", parts) == read_roles("", text) == Roles(facilitator="Étienne")


def test_read_roles_keeps_what_stands_first_of_two_designations() -> None:
    assert read_roles("", "Chair: Anna\nChair: Bo").facilitator == "Anna"


LONG = 300_000


@pytest.mark.parametrize("text", HOSTILE)
def test_read_roles_takes_time_in_proportion_to_the_text(text: str) -> None:
    long = (text * (LONG // len(text) + 1))[:LONG]
    assert_in_proportion(lambda part: read_roles(text, part), long)


@pytest.mark.parametrize("text", HOSTILE[::6])
def test_read_roles_takes_time_in_proportion_to_the_title(text: str) -> None:
    long = (text * (LONG // len(text) + 1))[:LONG]
    assert_in_proportion(lambda part: read_roles(part, ""), long)


@pytest.mark.parametrize(
    "text", ["Els zegt dat zij ", "Els noteert de ", "minutes Els, ", "Els is er en ", "na Els en "]
)
def test_read_roles_takes_time_in_proportion_to_the_mentions_of_who_is_invited(text: str) -> None:
    long = ("notulen " + text * (LONG // len(text) + 1))[:LONG]
    assert_in_proportion(lambda part: read_roles("", part, [("Els Bos", "")]), long)


def test_read_roles_takes_time_in_proportion_to_the_open_brackets() -> None:
    text = "Anna chairs the board. Notes: Budget, chair (Bo and " * 1_500
    assert_in_proportion(lambda part: read_roles("", part), text)


@pytest.mark.parametrize(
    "text", ["chair &#" + "9" * 5_000 + ";", "chair &#x" + "f" * 5_000 + ";", "\udcff\ud800 chair: \udfff"]
)
def test_read_roles_survives_what_the_standard_library_refuses(text: str) -> None:
    assert read_roles(text, text) == Roles()


_FRAGMENTS = st.sampled_from(
    [
        *(
            "Facilitator",
            "chair",
            "Chair:",
            "Voorzitter",
            "vz",
            "notulist",
            "Notulen:",
            "scribe",
            "notes",
            "Protokoll",
            "host",
        ),
        *(
            "Moderation",
            "animateur",
            "besluitenlijst",
            "P:",
            "B:",
            "Anna",
            "Piet",
            "van",
            "der",
            "Berg",
            "Bo",
            "@cem",
            "李",
            "é",
        ),
        *(
            "anna@example.org",
            "TBD",
            "?",
            "??",
            "(",
            ")",
            "[",
            "]",
            "<",
            ">",
            "|",
            "-",
            "–",
            ":",
            ",",
            ";",
            ".",
            "&",
            "/",
            "en",
        ),
        *(
            "und",
            "et",
            "zit",
            "voor",
            "notuleert",
            "by",
            "door",
            "rotating",
            "week",
            "https://example.org",
            "\\n",
            "<td>",
        ),
        *(
            "</td>",
            "<li>",
            "&nbsp;",
            "**",
            "_",
            "##",
            "~~",
            "Copilot",
            "'",
            "’",
            "’t",
            "\n",
            "\t",
            "\u00a0",
            "wie",
            "zijn",
        ),
    ]
)


@given(st.text(max_size=200), st.text(max_size=300))
@settings(max_examples=150, deadline=None)
def test_read_roles_never_raises_on_any_text(title: str, description: str) -> None:
    assert isinstance(read_roles(title, description), Roles)


@given(st.lists(_FRAGMENTS, max_size=30), st.sampled_from(["", " ", "\n"]))
@settings(max_examples=400, deadline=None)
def test_read_roles_takes_its_words_from_the_text(fragments: list[str], glue: str) -> None:
    text = glue.join(fragments)
    roles = read_roles(text, "")
    assert roles == read_roles(text, "")
    for words in (roles.facilitator, roles.decision_keeper):
        assert all(word in text for word in words.split() if word.isalnum())


@given(st.lists(_FRAGMENTS, max_size=12))
@settings(max_examples=200, deadline=None)
def test_role_stems_in_finds_one_in_every_text_that_fills_a_role(fragments: list[str]) -> None:
    text = " ".join(fragments)
    roles = read_roles("", text)
    assert role_stems_in(without_entities(text)) or roles == Roles()


def _plain_words(pattern: str) -> list[str]:
    """Return the alternatives of a pattern without what stands in brackets, where plain letters remain."""
    for _ in range(4):
        pattern = re.sub(r"\([^()]*\)", "", pattern)
    words = [word for word in pattern.split("|") if word == word.strip() and len(word) > 2]
    return [word for word in words if word.replace(" ", "").isalpha()]


@pytest.mark.parametrize("kind", sorted(LABELS))
def test_role_stems_in_knows_every_label(kind: tuple[str, str]) -> None:
    plain = _plain_words(LABELS[kind])
    assert plain
    assert [word for word in plain if not role_stems_in(f"{word}: Anna")] == []


@pytest.mark.parametrize(
    ("name", "role", "least", "precision", "f1"),
    [
        ("roles_share.jsonl", "facilitator", 30, 0.97, 0.96),
        ("roles_share.jsonl", "decision keeper", 30, 0.97, 0.94),
        ("roles_second_share.jsonl", "facilitator", 20, 0.95, 0.93),
        ("roles_second_share.jsonl", "decision keeper", 10, 0.95, 0.93),
    ],
)
def test_read_roles_agrees_with_the_labelled_texts(
    shared_data: Path, name: str, role: str, least: int, precision: float, f1: float
) -> None:
    tally = roles_benchmark.measure(roles_benchmark.read_labelled(shared_data / "corpus" / name), role)["all"]
    assert tally.right_filled + len(tally.wrong_empty) > least
    assert (tally.precision or 0) >= precision
    assert (tally.f1 or 0) >= f1


def test_measure_counts_right_wrong_and_unclear_apart() -> None:
    def text(identifier: str, description: str, label: str) -> roles_benchmark.LabelledText:
        labels = {"facilitator": label, "decision keeper": "false"}
        return roles_benchmark.LabelledText(identifier, "invite", "", description, labels)

    texts = [
        text("right", "Chair: Anna", "true"),
        text("missed", "Anna is there", "true"),
        text("wrong", "Chair: Bo", "false"),
        text("empty", "Chair: TBD", "false"),
        text("unclear", "Chair: Cem", "unclear"),
    ]
    tally = roles_benchmark.measure(texts, "facilitator")["all"]
    assert (tally.right_filled, tally.wrong_filled, tally.wrong_empty) == (1, ["wrong"], ["missed"])
    assert (tally.right_empty, tally.unclear_filled, tally.unclear_empty) == (1, 1, 0)
    assert (tally.precision, tally.recall, tally.f1) == (0.5, 0.5, 0.5)


def test_roles_benchmark_says_where_it_finds_no_texts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert roles_benchmark.main([str(tmp_path / "none.jsonl")]) == 2
    assert "no labelled texts" in capsys.readouterr().err


def test_roles_benchmark_reads_rows_with_title_and_text_apart(tmp_path: Path) -> None:
    path = tmp_path / "second.jsonl"
    path.write_text('{"t": "[P: Anna] Overleg", "d": "", "f": true, "k": "unclear", "kind": "title"}', encoding="utf-8")
    (text,) = roles_benchmark.read_labelled(path)
    assert (text.id, text.title) == ("line-1", "[P: Anna] Overleg")
    assert roles_benchmark.measure([text], "facilitator")["all"].right_filled == 1
    assert roles_benchmark.measure([text], "decision keeper")["all"].unclear_empty == 1


def test_given_names_are_read_from_a_file_of_the_package_when_first_asked_for() -> None:
    code = (
        "import analyzer.reading.roles.roles as roles, analyzer.reading.calls\n"
        "from analyzer.reading.roles.given_names import given_names\n"
        "from analyzer.reading.call_platforms import call_platforms\n"
        "assert roles.read_roles('Teamoverleg', 'Budget') == roles.Roles()\n"
        "print(given_names.cache_info().misses, call_platforms.cache_info().misses, len(given_names()) > 3000)"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.split() == ["0", "0", "True"]


def test_roles_benchmark_prints_both_roles_and_names_the_misses(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    row = {"id": "r1", "kind": "invite", "has_facilitator": "true", "has_decision_keeper": "false"}
    path = tmp_path / "labelled.jsonl"
    path.write_text(json.dumps(row | {"text": "SUMMARY: Chair: Anna\nDESCRIPTION: Minutes: Bo Lee"}), encoding="utf-8")
    assert roles_benchmark.main([str(path), "--misses"]) == 0
    printed = capsys.readouterr().out
    assert "labelled.jsonl, facilitator: 1 texts" in printed
    assert "filled, labelled false: r1" in printed
