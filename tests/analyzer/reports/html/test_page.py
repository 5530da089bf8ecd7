from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from unittest.mock import patch

import pytest
from event_rows import context_of, events
from html_pages import HOSTILE, RUNS, moment, names, page_of
from report_runs import BUSY_WEEK, run_of, run_of_table

from analyzer.changing.change import Change, Occurrence
from analyzer.figures.weeks import coming_week
from analyzer.problems import Problem, ProblemKind
from analyzer.reports.html import page as html_page
from analyzer.reports.html.page import render_html
from analyzer.reports.html.week_choice import choose_weeks
from analyzer.reports.outline import view_of
from analyzer.text import translator
from analyzer.time.period import monday_of

LOADING = {"script", "img", "link", "iframe", "object", "embed", "video", "audio", "source", "form", "base", "svg"}
"""Elements that run or load something, or send something away."""


class Elements(HTMLParser):
    """Every element of a page, with its attributes, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def attributes(self, name: str) -> list[str]:
        return [str(attributes[name]) for _, attributes in self.found if name in attributes]


@pytest.mark.parametrize("name", names())
def test_page_links_lead_to_places_that_exist_once(name: str) -> None:
    elements = Elements(page_of(name))
    ids = elements.attributes("id")
    assert not [one for one, times in Counter(ids).items() if times > 1]
    targets = elements.attributes("href")
    assert all(target.startswith("#") for target in targets)
    assert {target[1:] for target in targets} <= set(ids)


@pytest.mark.parametrize("name", [*RUNS, "busy-plain"])
def test_page_marks_and_findings_lead_to_each_other(name: str) -> None:
    page = page_of(name)
    marks = set(re.findall(r'href="#finding-(\d+)"', page))
    assert marks == set(re.findall(r'href="#mark-(\d+)"', page)) <= set(re.findall(r'id="finding-(\d+)"', page))
    run = RUNS[name.removesuffix("-plain")]()
    if not len(run.table):
        return
    view, large = view_of(run), choose_weeks(run.period, coming_week(run), run.today).large
    numbers = {
        one.number
        for listed in (*view.by_day.values(), *view.by_week.values())
        for one in listed
        if monday_of(max(one.first, run.period.first)) in large
    }
    assert {int(number) for number in marks} == numbers


@pytest.mark.parametrize("name", names())
def test_page_names_no_mark_a_link_in_words(name: str) -> None:
    links = re.findall(r"<a [^>]*>([^<]*)</a>", page_of(name))
    assert not [text for text in links if "picture" in text or "plaatje" in text]


@pytest.mark.parametrize("name", names())
def test_page_runs_and_loads_nothing_and_its_policy_names_its_style(name: str) -> None:
    page = page_of(name)
    elements = Elements(page)
    tags = {tag for tag, _ in elements.found}
    assert not tags & LOADING
    attributes = {attribute for _, found in elements.found for attribute in found}
    assert not {one for one in attributes if one.startswith("on") or one in ("style", "src", "action", "srcdoc")}
    style = page.split("<style>")[1].split("</style>")[0]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = next(
        found["content"] for _, found in elements.found if found.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert not re.search(r"url\(|@import|expression\(", style)


def test_page_keeps_hostile_titles_as_words() -> None:
    assert len(HOSTILE) >= 100
    page = page_of("hostile")
    words = " ".join("".join(Elements(page).words).split())
    assert "<script>document.body.dataset.touched='1'</script>"[:40] in words
    assert "\ue000" not in page
    assert "\ue001" not in page
    assert page.count("<bdi>") == page.count("</bdi>")


def test_page_says_no_words_of_private_events_and_none_of_own_time() -> None:
    run = run_of(
        "mon 09:00-10:00 Secret talk | private people=3",
        "mon 11:00-12:00 Dentist | people=1",
        "tue Burnout | absence",
        "wed 10:00-12:00 Reading contracts | focus people=1",
        "wed 13:00-14:00 Party I will not go to | declined people=9",
        "thu 09:00-10:00 Planning | call people=5 by=director@example.org series=p",
    )
    page = render_html(run, translator("en"))
    for secret in ("Secret", "Dentist", "Burnout", "contracts", "Party", "director"):
        assert secret not in page
    assert "Planning" in page
    for kind in ("meeting, private", "nobody else in it", "leave or absence", "focus time"):
        assert kind in page


@pytest.mark.parametrize("language", ["en", "nl"])
def test_page_says_no_title_of_own_time_in_any_week_however_it_is_marked(language: str) -> None:
    marks = {
        "Hairdresser": "people=1",
        "Psychologist": "free people=1",
        "Solicitor": "tentative people=1",
        "Garage": "cancelled people=1",
        "Choir": "busy people=1",
        "Plumber": "people=unnamed",
        "Osteopath": "private people=2",
        "Vasectomy": "absence",
    }
    own = [
        f"2026-11-{monday + day:02d} {time}{title} | {words}"
        for monday in (9, 16, 23)  # a week drawn small, and two by the hour
        for time in ("10:00-10:30 ", "12:15-14:00 ", "15:00-15:10 ", "07:00-07:30 ", "")
        for day, (title, words) in zip((0, 1, 2, 3, 4, 0, 1, 2), marks.items(), strict=True)
    ]
    meetings = [
        f"2026-11-{day} 10:10-12:30 Planning | call people=5 series=p" for day in (*range(16, 21), *range(23, 28))
    ]
    run = run_of(*own, *meetings)
    page = render_html(run, translator(language))
    assert [title for title in marks if title in page] == []
    assert page.count("Planning") > 10


def test_page_titles_a_low_block_by_its_title_in_a_wide_day_and_in_a_narrow_one() -> None:
    walk = [f"2026-11-{day} 12:30-13:00 Lunch walk | free people=3" for day in (17, 24)]
    page = render_html(run_of(*walk, "2026-11-28 10:00-11:00 Saturday | people=3"), translator("en"))
    blocks = re.findall(r'<li class="(block other [^"]*)"><div>.*?Lunch walk', page)
    assert len(blocks) == 2
    assert all("tight" in classes for classes in blocks), "the time stands on the scale, the title in the block"


@pytest.mark.parametrize(("minimum_break", "row"), [(7, "none"), (10, "2 calls, 2 h")])
def test_page_knows_a_row_of_calls_exactly_where_it_lists_one(minimum_break: int, row: str) -> None:
    lines = ("mon 09:00-10:00 A | call", "mon 10:07-11:00 B | call")
    page = render_html(run_of(*lines, judging={"agreements": {"minimum_break": minimum_break}}), translator("en"))
    assert f'<th scope="row">longest row of calls without a break</th><td>{row}</td>' in page
    assert ("2 calls in a row" in page) == (row != "none")


def test_page_names_nobody_but_the_owner() -> None:
    page = page_of("sample-nl")
    addresses = set(re.findall(r"[\w.]+@[\w.]+\w", page))
    assert addresses == {"anna@example.org"}


def test_page_is_read_as_sentence_figures_changes_findings_pictures_and_what_is_folded() -> None:
    page = page_of("sample-en")
    order = ["four", "changes", "findings", "pattern", "weeks", "further", "heat", "small", "series"]
    folded = ["figures", "uncounted", "settings", "origins"]
    places = [page.index("<h1>"), page.index('class="lead"')]
    places += [page.index(f'<section id="{name}"') for name in order]
    places += [page.index(f'<details id="{name}"') for name in folded]
    assert places == sorted(places)
    assert "<details open" not in page


def test_page_draws_two_weeks_by_the_hour_and_the_others_small() -> None:
    page = page_of("sample-en")
    assert len(re.findall('<section class="week"', page)) == 2
    assert len(re.findall('<section class="small"', page)) == 4


def test_page_puts_last_week_beside_the_four_figures() -> None:
    page = page_of("sample-en")
    four = page.split('<section id="four"')[1].split("</section>")[0]
    assert re.findall('class="value">([^<]+)', four) == ["4 of 5", "17 h 45 min", "3 (2 h 15 min)", "11 h 15 min"]
    assert re.findall('class="before">([^<]+)', four) == [
        "Last week: 4 of 5",
        "Last week: 21 h 15 min",
        "Last week: 3 (2 h 15 min)",
        "Last week: 9 h 45 min",
    ]


def test_page_puts_nothing_beside_the_figures_of_the_only_week() -> None:
    four = page_of("busy").split('<section id="four"')[1].split("</section>")[0]
    assert four.count('class="value"') == 4
    assert 'class="before"' not in four


def test_page_counts_what_can_still_change_and_the_pattern_each_at_its_own_heading() -> None:
    page = render_html(run_of(*BUSY_WEEK), translator("en"))
    coming, past = (page.split(f'<section id="{name}"')[1].split("<div")[0] for name in ("findings", "pattern"))
    # Nine findings: from Wednesday 18 on numbers 6 to 9 and the week, which is number 1.
    assert re.findall(r'class="faint">(\d+) findings', coming) == ["5"]
    assert re.findall(r'class="faint">(\d+) findings', past) == ["4"]
    over = render_html(run_of(*BUSY_WEEK, today=date(2027, 1, 1)), translator("en"))
    assert re.findall(r"<p>(\d+) findings", over) == ["9"]


def _changes_of(page: str) -> list[str]:
    listed = page.split('<ol class="changes">')[1].split("</ol>")[0]
    return listed.split("</li>")[:-1]


@pytest.mark.parametrize(("day", "new_day", "link"), [(17, 17, ""), (24, 18, ""), (24, 26, "week-2026-48")])
def test_page_leads_to_the_week_of_a_change_that_its_first_picture_does_not_show(
    day: int, new_day: int, link: str
) -> None:
    lines = [f"2026-11-{day} 12:30-13:30 Demo | people=3 uid=demo" for day in (17, 24)]
    one = Occurrence(
        moment(f"{day} 12:30"), moment(f"{day} 13:30"), moment(f"{new_day} 14:00"), moment(f"{new_day} 15:00")
    )
    move = Change("move", "organizer", "demo", "Demo", (one,), "lunch-meeting", {"lunch-meeting": 1})
    page = render_html(run_of(*lines, changes=[move]), translator("en"))
    (change,) = _changes_of(page)
    assert re.findall('href="#([^"]+)"', change) == ([link] if link else [])
    assert ("Week 48, next week" in change) is bool(link)


def test_page_shows_a_text_to_send_at_once_and_folds_what_is_long() -> None:
    one = Occurrence(moment("17 12:30"), moment("17 13:30"), moment("17 14:00"), moment("17 15:00"))
    move = Change("move", "organizer", "demo", "Demo", (one,), "lunch-meeting", {"lunch-meeting": 1})
    run = run_of("tue 12:30-13:30 Demo | people=3 uid=demo", changes=[move])
    (change,) = _changes_of(render_html(run, translator("en")))
    assert "<details>" not in change
    assert "Shall we start" in change
    with patch.object(html_page, "LONG_REQUEST", 20):
        (folded,) = _changes_of(render_html(run, translator("en")))
    assert "Shall we start" in folded.split("<details>")[1].split("</details>")[0]


def test_page_says_at_its_top_that_something_could_not_be_read() -> None:
    run = run_of("mon 09:00-10:00 A | people=3")
    said = "Not everything could be read"
    assert said not in render_html(run, translator("en"))
    part = replace(run, sources=[replace(run.sources[0], is_incomplete=True)])
    failed = replace(run, failed=[Problem("b.ics", ProblemKind("gone", "Gone."))])
    for one in (part, failed):
        page = render_html(one, translator("en"))
        assert page.index(said) < page.index("<main")


def test_page_tells_each_day_in_order_of_time() -> None:
    for day in re.findall(r'<section class="day.*?</section>', page_of("busy"), re.DOTALL):
        times = re.findall(r'class="time">(\d\d:\d\d)', day)
        assert times == sorted(times)


def test_page_of_an_empty_period_says_so_and_draws_nothing() -> None:
    page = page_of("nothing")
    assert "The calendar holds nothing in this period." in page
    assert 'class="grid' not in page


def test_page_is_the_same_twice() -> None:
    run = RUNS["busy"]()
    assert render_html(run, translator("nl")) == render_html(run, translator("nl"))


@pytest.mark.parametrize("reason", ["people-unknown", "free", "cancelled", "all-day", "alone"])
def test_page_names_nothing_of_one_s_own_under_what_did_not_count(reason: str) -> None:
    context = context_of(events("mon 09:00-10:00 Psychologist | people=1", "mon 11:00-12:00 Review | people=4"))
    table = context.table.frame.assign(reason=[reason, "free"])
    page = render_html(run_of_table(table), translator("en"))
    assert "Psychologist" not in page
    assert "Review" in page
