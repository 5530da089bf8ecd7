"""What came of trying a rule of one's own: the promises it keeps, and what it finds in the sample."""

from __future__ import annotations

from collections.abc import Sequence

from analyzer.judging.rule import Rule
from analyzer.reports.inert import inert
from analyzer.reports.words.sayings import saying
from analyzer.reports.words.wording import Wording
from analyzer.rulebook.promises import Promise
from analyzer.run import Run
from analyzer.text import N_, Translator

MOST_SHOWN = 10
"""Of the findings in the sample, this many are shown."""


def render_rule_trial(rule: Rule, promises: Sequence[Promise], run: Run, translate: Translator) -> str:
    """Return which promises of the contract a rule keeps, and what it finds in the sample calendar."""
    wording = Wording(translate, run.zone.zone)
    lines = [rule.name, ""]
    for promise in promises:
        mark = translate(N_("broken")) if promise.broken else translate(N_("kept"))
        lines.append(f"  {mark:<8} {translate(promise.text)}")
        if promise.broken:
            lines.append(f"           {inert(promise.broken)}")
    findings, meetings = run.judgement.findings, run.judgement.metrics[0]["meetings"]
    count = translate.plural(
        N_("In the sample calendar: {n} finding in {meetings} meetings."),
        N_("In the sample calendar: {n} findings in {meetings} meetings."),
        len(findings),
        meetings=meetings,
    )
    lines += ["", count]
    for failed in run.judgement.failed:
        lines.append(translate(N_("The rule {name} broke off; the others went on."), name=failed.name))
    for finding in findings[:MOST_SHOWN]:
        lines.append(f"  {wording.day(finding.start)}  {saying(finding, run, wording).fact}")
    if len(findings) > MOST_SHOWN:
        lines.append(translate(N_("… and {n} more"), n=len(findings) - MOST_SHOWN))
    return "\n".join(lines) + "\n"
