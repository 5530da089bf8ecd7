"""What stands out in a person's letter: in two lines of a phone, what the days to come leave free."""

from __future__ import annotations

from datetime import timedelta

from analyzer.figures.days import DayFacts
from analyzer.figures.weeks import WeekFigures
from analyzer.reports.mail.off_days import meetings_on_days_off
from analyzer.reports.words.summary import FREE_SHARE, WEEKS, sum_up
from analyzer.reports.words.wording import Wording
from analyzer.run import Run
from analyzer.text import N_
from analyzer.time.period import monday_of


def headline(run: Run, week: WeekFigures, facts: DayFacts, wording: Wording) -> str:
    """Return of a week how many lunches are free and where there is most room; of one that has begun, of what is left.

    Meetings on days that are not worked are told instead: nothing of that week matters more.

    Args:
        run: what was read and judged.
        week: one week of its period, or the part of it that lies in the period.
        facts: of the days of the period.
        wording: the reader's language.
    """
    translate = wording.translate
    first = max(week.monday, run.period.first)
    places = {day: (day - run.period.first).days for day in (first + timedelta(days=n) for n in range(week.days))}
    worked = {day: place for day, place in places.items() if not facts.not_worked[place]}
    # What is free on a day that is most likely none of work is nothing to plan with.
    is_likely_holiday = run.judgement.context.is_likely_holiday
    left = {day: place for day, place in worked.items() if day >= run.today and not is_likely_holiday[place]}
    if not left or not week.metrics["meetings"]:
        return sum_up(run, week, facts, wording)
    name = WEEKS.get((week.monday - monday_of(run.today)).days // 7, N_("Next week"))
    if any(day < run.today for day in worked):
        name = N_("Rest of this week")
    if off := meetings_on_days_off(run, week.monday, facts, wording):
        text = translate(N_("{lead}: {facts}."), lead=translate(name), facts="; ".join(off))
        return text[:1].upper() + text[1:]
    parts = []
    lunches = [place for place in left.values() if facts.has_lunch[place]]
    if lunches:
        kept = sum(not facts.lunch_taken[place] for place in lunches)
        parts.append(_lunches(kept, len(lunches), wording))
    best = max(left, key=lambda day: facts.focus_minutes[left[day]])
    most = facts.focus_minutes[left[best]]
    least = wording.minutes(run.judgement.context.agreements[0].focus_block)
    weekday = wording.weekday_name(best.weekday())
    is_free = not facts.meetings[left[best]] and most >= FREE_SHARE * facts.working_minutes[left[best]]
    if not most:
        parts.append(translate(N_("nowhere {duration} in one piece"), duration=least))
    elif is_free:
        parts.append(translate(N_("{weekday} is free of meetings"), weekday=weekday))
    else:
        parts.append(translate(N_("most room on {weekday}"), weekday=weekday))
    text = translate(N_("{lead}: {facts}."), lead=translate(name), facts=", ".join(parts))
    return text[:1].upper() + text[1:]


def _lunches(kept: int, total: int, wording: Wording) -> str:
    translate = wording.translate
    if kept == total:
        return translate.plural("{n} lunch free", "all {n} lunches free", total)
    if not kept:
        return translate(N_("no lunch free"))
    return translate.plural("{kept} of {n} lunch free", "{kept} of {n} lunches free", total, kept=kept)
