"""The coming weeks of a team as one run, so that a change is said in the words in which every report says it."""

from __future__ import annotations

from analyzer.events.owner import Owner, ZoneChoice
from analyzer.run import Run
from analyzer.team.audit import Audit
from analyzer.team.changes import TeamPlan


def run_of(audit: Audit, plan: TeamPlan) -> Run:
    """Return the run that the changes of an audit speak of: a shared calendar, in which nobody is "me"."""
    return Run(
        judgement=plan.judgement,
        period=plan.judgement.context.period,
        today=audit.today,
        owner=Owner(),
        zone=ZoneChoice(audit.team.zone, "agreed"),
        name=audit.team.name,
        since=plan.since,
        is_shared=True,
    )
