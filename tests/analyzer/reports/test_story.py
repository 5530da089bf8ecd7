from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from event_rows import at, judge_lines
from report_runs import BUSY_WEEK, run_of, speaker

from analyzer.changing.change import Change, Occurrence
from analyzer.judging.engine import FailedRule
from analyzer.judging.exceptions import Ignore
from analyzer.problems import Problem, ProblemKind
from analyzer.reports.html.markup import PageWording, unmarked
from analyzer.reports.html.page import render_html
from analyzer.reports.markdown import code, render_markdown
from analyzer.reports.outline import view_of
from analyzer.reports.story import PICTURE, Story, ToldGroup, tell, tell_finding
from analyzer.reports.terminal.terminal import render_terminal
from analyzer.reports.words.wording import Wording
from analyzer.run import Run
from rules.outside_working_hours import RULE as OUTSIDE

MONDAY = date(2026, 11, 16)
CHANGES = (
    Change(
        "move", "organizer", "demo", "Demo leverancier",
        (Occurrence(at("2026-11-17 12:30"), at("2026-11-17 13:30"), at("2026-11-17 13:15"), at("2026-11-17 14:15")),),
        "lunch-meeting", {"lunch-meeting": 1}, {}, {"lunches_kept": 1},
    ),
    Change("setting", "owner", removes={"back-to-back-calls": 3}),
)  # fmt: skip


def full_run() -> Run:
    """Return a run with something to say in every section that goes with events."""
    run = run_of(
        *BUSY_WEEK,
        changes=CHANGES,
        problems=[Problem("work.ics", ProblemKind("gone", "It is gone."))],
        expired=[Ignore(rule="late-to-early", title="Old", reason="x", until=date(2026, 1, 31))],
    )
    return replace(run, judgement=replace(run.judgement, failed=[FailedRule("broken-rule", ValueError("x"))]))


def story_of(run: Run, wording: Wording | None = None, **options: Any) -> Story:
    return tell(run, view_of(run), wording or Wording(speaker("en"), run.zone.zone), **options)


def names(story: Story) -> list[str]:
    return [section.name for section in story.sections]


def groups(story: Story, name: str) -> list[ToldGroup]:
    return [group for section in story.sections if section.name == name for group in section.groups]


def told(story: Story) -> Iterator[str]:
    """Return every sentence that a renderer may not leave out."""
    yield from (story.heading, story.counts)
    for paragraph in story.opening:
        yield from paragraph
    for section in story.sections:
        # What is read is said by the opening too, and the days in words are said by the picture where there is one.
        yield from () if section.name in (PICTURE, "read") else (section.heading, *section.texts)
        for change in section.changes:
            yield from (change.action, change.gain, change.who, change.request, *change.clicks)
        for group in section.groups:
            yield from (group.title, group.count, group.advice, group.more)
            for one in group.findings:
                yield from (str(one.number), one.day, one.span, one.message)
        for share in section.shares:
            yield from (share.share.rstrip("."), share.series, share.paste)
    yield from (story.summary, story.command)


def _on_the_page(run: Run, language: str) -> str:
    return unescape(re.sub("<[^>]+>", "", render_html(run, speaker(language)).split("<body>")[1]))


def _as_text(run: Run, language: str, *, plain: bool = False) -> str:
    options = {"color": False, "ascii_only": False, "plain": plain, "quiet": False, "lists_all": True}
    return render_terminal(run, speaker(language), width=2000, **options)


FORMS: dict[str, tuple[Callable[[Run, str], Wording], Callable[[Run, str], str]]] = {
    "text": (lambda run, language: Wording(speaker(language), run.zone.zone), _as_text),
    "aloud": (
        lambda run, language: Wording(speaker(language), run.zone.zone, is_aloud=True),
        lambda run, language: _as_text(run, language, plain=True),
    ),
    "markdown": (
        lambda run, language: Wording(speaker(language), run.zone.zone, protect=code),
        lambda run, language: render_markdown(run, speaker(language), lists_all=True),
    ),
    "page": (lambda run, language: PageWording(speaker(language), run.zone.zone, is_aloud=True), _on_the_page),
}


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("make", [full_run, lambda: run_of("mon 10:00-11:00 A | people=2"), run_of])
def test_every_form_says_the_whole_story(form: str, language: str, make: Callable[[], Run]) -> None:
    run, (wording, render) = make(), FORMS[form]
    story = story_of(run, wording(run, language), names_organisers=form != "page")
    # How much was found, by severity, sums up a quiet report and the page; the others say how much can still change.
    story = replace(story, counts="") if form == "page" else replace(story, summary="")
    if form == "page" and {"nothing-found", "coming"} & set(names(story)):
        story = replace(story, summary="")  # it says once that there is nothing, and counts what can still change apart
    shown = " ".join(render(run, language).replace("“", "").replace("”", "").split())
    texts = [" ".join(unmarked(text).replace("“", "").replace("”", "").split()) for text in told(story)]
    assert [text for text in texts if text not in shown] == []


def test_story_tells_in_the_order_of_a_reader() -> None:
    assert names(story_of(full_run())) == [
        PICTURE, "changes", "coming", "pattern", "well", "read", "not-judged", "ignored", "problems", "failed", "roles",
    ]  # fmt: skip
    assert names(story_of(run_of("mon 10:00-11:00 A | people=2"))) == [PICTURE, "nothing-found", "well", "read"]
    assert names(story_of(run_of("mon 10:00-11:00 A | people=2"), is_brief=True)) == ["nothing-found"]


def test_quiet_story_tells_what_was_found_and_what_broke_off_alone() -> None:
    story = story_of(full_run(), is_quiet=True)
    assert names(story) == ["coming", "pattern", "failed", "roles"]
    assert (story.opening, story.assumed, story.doubts, story.command) == ([], "", [], "")
    assert not any(share.paste for section in story.sections for share in section.shares)
    assert story.summary == story_of(full_run()).summary


def test_story_of_an_empty_period_has_nothing_to_sum_up() -> None:
    story = story_of(run_of())
    assert names(story) == ["empty", "read"]
    assert names(story_of(run_of(), is_brief=True)) == ["empty"]
    assert (story.summary, story.counts, story.command) == ("", "", "")
    assert names(story_of(run_of(), is_quiet=True)) == ["empty"]


def test_what_can_still_change_and_the_pattern_are_counted_apart() -> None:
    counts = {section.name: section.count for section in story_of(full_run()).sections if section.groups}
    assert counts == {
        "coming": "5 findings (1 error, 4 warnings)",
        "pattern": "4 findings (3 errors, 1 warning)",
    }
    assert story_of(full_run()).summary == "9 findings (4 errors, 5 warnings), 2 notes"


def test_fewer_meetings_judged_for_a_role_than_there_are_is_explained() -> None:
    def texts(*lines: str) -> list[str]:
        return [
            text for section in story_of(run_of(*lines)).sections if section.name == "roles" for text in section.texts
        ]

    three, two = "mon 10:00-11:00 A | people=3", "tue 10:00-11:00 B | people=2"
    assert texts(three) == []
    (text,) = texts(three, two)
    assert text.startswith("Of the 2 meetings in the whole period, those with few people, ")


def test_a_rule_gives_its_advice_once() -> None:
    story = story_of(full_run())
    coming, past = ({group.rule: group.advice for group in groups(story, name)} for name in ("coming", "pattern"))
    assert set(coming) & set(past) == {"back-to-back-calls", "lunch-meeting"}
    assert all(coming.values())
    assert not any(past[rule] for rule in set(coming) & set(past))
    past_alone = groups(story_of(replace(full_run(), today=date(2027, 1, 1))), "pattern")
    assert all(group.advice for group in past_alone)


@pytest.mark.parametrize(("weeks", "pattern"), [(2, ""), (3, "All on Monday. Often in it: Demo (3 times).")])
def test_a_pattern_takes_three_findings_of_the_past(weeks: int, pattern: str) -> None:
    days = [MONDAY + timedelta(weeks=week) for week in range(weeks)]
    run = run_of(*(f"{day} 12:30-13:30 Demo | people=4 series=x" for day in days), today=date(2028, 1, 1))
    assert [group.pattern for group in groups(story_of(run), "pattern")] == [pattern]
    assert [group.pattern for group in groups(story_of(replace(run, today=MONDAY)), "coming")] == [""]


def common_of(*lines: str, today: date = date(2028, 1, 1)) -> list[str]:
    run = run_of(*lines, today=today)
    return [group.common for group in groups(story_of(run), "pattern") if group.rule == "lunch-meeting"]


def test_what_findings_of_the_past_have_in_common_is_a_few_words() -> None:
    demo = [f"{MONDAY + timedelta(weeks=week)} 12:30-13:30 Demo | people=4 series=x" for week in range(4)]
    others = [f"{MONDAY + timedelta(days=day)} 12:30-13:30 Other {day} | people=4" for day in (1, 2)]
    assert common_of(*demo) == ["all on Monday, all with Demo"]
    assert common_of(*demo, *others) == ["4 on Monday, 4 with Demo"]
    assert common_of(*demo[:1]) == ["Demo, Mon 16 Nov"]
    assert common_of(*demo[:2]) == ["Demo, Mon 16 Nov, Mon 23 Nov"]
    assert common_of(*(f"{line.replace('Demo', 'A')} private" for line in demo[:1])) == ["(private), Mon 16 Nov"]
    apart = [f"{MONDAY + timedelta(days=day)} 12:30-13:30 Other {day} | people=4" for day in range(3)]
    assert common_of(*apart) == ["between Mon 16 Nov and Wed 18 Nov"]
    assert common_of(*demo, today=MONDAY) == []


def test_finding_names_its_events_where_the_message_does_not() -> None:
    story = story_of(full_run())
    listed = [group.findings for name in ("coming", "pattern") for group in groups(story, name)]
    findings = {one.number: one for some in listed for one in some}
    chain, lunch, week = findings[8], findings[5], findings[1]
    assert (chain.sign, chain.spoken, chain.when) == ("!8", "Finding 8, a warning:", "Thu 19 Nov, 09:15–10:00")
    assert chain.titles == chain.all_titles == "Daily, Intake Delta"
    assert "Demo leverancier" in lunch.message
    assert lunch.titles == lunch.all_titles == ""
    assert (week.day, week.when) == ("", "Mon 16 Nov to Thu 19 Nov")


@pytest.mark.parametrize(("hours", "when"), [(24, "Mon 16 Nov, 09:00–09:00"), (25, "Mon 16 Nov to Tue 17 Nov")])
def test_what_lasts_longer_than_a_day_is_said_in_days(hours: int, when: str) -> None:
    run = full_run()
    one = next(one for one in view_of(run).by_day[MONDAY] if one.number == 2)
    longer = replace(one.finding, end=one.finding.start + timedelta(hours=hours))
    assert tell_finding(replace(one, finding=longer), run, Wording(speaker("en"), run.zone.zone)).when == when


def test_organisers_are_left_out_of_a_story_for_others() -> None:
    whom = [
        section.changes[0].who
        for story in (story_of(full_run()), story_of(full_run(), names_organisers=False))
        for section in story.sections
        if section.name == "changes"
    ]
    assert whom == ["Ask the organiser, person-2@example.org:", "Ask the organiser:"]


def test_each_finding_says_its_own_action_where_theirs_differ() -> None:
    judgement = judge_lines(OUTSIDE, "thu 17:30-18:30 Late | people=4", "sat 10:00-11:00 Weekend | people=4")
    run = replace(run_of(), judgement=judgement, period=judgement.context.period)
    (group,) = (group for section in story_of(run).sections for group in section.groups)
    assert group.advice == ""
    assert [one.message for one in group.findings] == [
        "Late takes 1 h after 17:30. Propose an earlier time.",
        "You do not work on Saturday: Weekend takes 1 h. Ask for another day, or decline it.",
    ]


def test_one_action_is_said_once() -> None:
    judgement = judge_lines(OUTSIDE, "mon 17:30-18:30 Late | people=4", "tue 18:00-19:00 Later | people=4")
    run = replace(run_of(), judgement=judgement, period=judgement.context.period)
    (group,) = (group for section in story_of(run).sections for group in section.groups)
    assert group.advice == "Propose an earlier time."
    assert [one.message for one in group.findings] == ["Late takes 1 h after 17:30.", "Later takes 1 h after 17:30."]
