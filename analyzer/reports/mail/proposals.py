"""A change as a mail says it: when, what for, to whom something is sent, and the text to send."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from analyzer.changing.change import Change
from analyzer.reports.mail.off_days import RULE, TITLES, kind_of_days
from analyzer.reports.words.changes import MASK, MOST_DATES, ChangeWords, given_back, takes, words_of
from analyzer.reports.words.plans import occurrence
from analyzer.reports.words.wording import Wording, rule_of
from analyzer.run import Run
from analyzer.text import N_

_THEMES = {"lunches_kept": "Lunch", "focus_days": "Focus time", "focus_minutes": "Focus time"}
"""The theme of rules, as their msgid, by what a change gives back."""


def introduction(changes: Sequence[Change], wording: Wording) -> str:
    """Return what holds for all changes of a person's letter, once: their order, and whose calendar was looked at."""
    asked = [change for change in changes if change.kind not in ("setting", "book")]
    if not asked:
        return ""
    translate = wording.translate
    starts = [change.occurrences[0].start for change in changes if change.kind != "setting"]
    parts = [translate(N_("In order of date."))] if len(starts) > 1 and starts == sorted(starts) else []
    if any(change.actor == "owner" for change in asked):
        parts.append(
            translate(
                N_(
                    "Only your own calendar was looked at: ask whether the new time suits the others. What you "
                    "organise you then change yourself."
                )
            )
        )
    else:
        parts.append(translate(N_("Only your own calendar was looked at: ask whether the new time suits the others.")))
    return " ".join(parts)


def change_words(change: Change, run: Run, wording: Wording) -> ChangeWords:
    """Return a change in words for a reader who knows no findings: what it gives or solves, instead of how many."""
    told = words_of(change, run, wording)
    return replace(
        told,
        gain=_gain(change, run, wording, has_request=bool(told.request)) if change.removes else told.gain,
        who=told.sending if told.request else told.who,
        occurrences=tuple(_times(change, run, wording)),
    )


def has_mask(changes: Sequence[Change]) -> bool:
    """Return whether a name was taken out of a title that is said."""
    return any(MASK in change.title for change in changes)


def _times(change: Change, run: Run, wording: Wording) -> Iterator[str]:
    """Yield old and new times, day by day, of what is at several times; one time stands in the sentence above."""
    clocks = {(wording.local(one.start).time(), wording.local(one.end).time()) for one in change.occurrences}
    if change.kind in ("setting", "book") or len(clocks) < 2:
        return
    told = change.occurrences if len(change.occurrences) <= MOST_DATES + 1 else change.occurrences[:MOST_DATES]
    for one in told:
        said = occurrence(one, change, run, wording)
        yield said[:1].upper() + said[1:]
    if more := len(change.occurrences) - len(told):
        yield wording.translate.plural("{n} later one likewise.", "{n} later ones likewise.", more)


def _gain(change: Change, run: Run, wording: Wording, *, has_request: bool) -> str:
    """Return what a change gives, and what it costs; first what the text to send gives as the reason for it."""
    translate = wording.translate
    if gains := given_back(change, wording, run.judgement.context.agreements[0].focus_block):
        gain = translate(N_("Gives: {gains}."), gains=", ".join(gains))
        if has_request and rule_of(run, change.reason).rule.theme not in _given(change):
            only = replace(change, removes={change.reason: change.removes[change.reason]})
            gain = f"{_solved(only, run, wording)} {gain}"
    else:
        gain = _solved(change, run, wording)
    return f"{gain} {takes(change, wording)}".strip()


def _given(change: Change) -> set[str]:
    """Return the themes of the rules of which what is given back is the other side."""
    return {_THEMES[name] for name in change.gains if name in _THEMES}


def _solved(change: Change, run: Run, wording: Wording) -> str:
    """Return what is solved, the most frequent first; what the owner does to others is told as what they get back."""
    translate = wording.translate
    rules = {name: rule_of(run, name).rule for name in change.removes}
    shared = {name: n for name, n in change.removes.items() if rules[name].audience != ("self",)}
    solved = sorted((shared or change.removes).items(), key=lambda pair: (-pair[1], pair[0]))
    said = []
    for name, count in solved:
        kind = kind_of_days(change, run, wording) if name == RULE else ""
        title = translate(TITLES[kind]) if kind else wording.rule_title(rules[name])
        title = title[:1].lower() + title[1:]
        times = translate.plural("{n} time", "{n} times", count)
        said.append(f"{title} ({times})" if count > 1 else title)
    return translate(N_("Solves: {what}."), what="; ".join(said))
