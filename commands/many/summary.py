"""check --summary: averages of the people of a roster, and no row of anybody."""

from __future__ import annotations

from analyzer.errors import UsageError
from analyzer.text import N_
from commands.analysis import clock
from commands.console import write
from commands.many.errands import Errand
from commands.many.over_roster import Order, basis_of, do_over_roster, exit_code_of
from commands.request import Request


def summarise(request: Request, form: str, order: Order | None, *, is_asked: bool) -> int:
    """Judge everybody on a roster where they are read, and show the averages.

    Raises:
        UsageError: no roster is named, a source or a form that shows single findings is, or nobody asked for averages.
    """
    from analyzer.reports.team.summary import FORMATS, TeamSummary, render_summary
    from analyzer.team.summary import Sums

    if order is None:
        raise UsageError(
            N_("A summary is about the people of a roster, and none is named."), N_("Name the people with --roster.")
        )
    if not is_asked:
        raise UsageError(
            N_("check is about one person; of the people of a roster it shows averages only."), N_("Add --summary.")
        )
    if request.sources or request.baseline or request.me or request.is_shared:
        raise UsageError(
            N_("A roster names its people and their sources."),
            N_("Leave SOURCE, --me, --shared and --baseline, or leave --roster."),
        )
    if form not in FORMATS:
        raise UsageError(N_("A summary has no form {form}."), N_("Choose --format text or --format json."), form=form)
    basis = basis_of(request, order)
    errand = Errand(task="sum", request=request, settings=basis.text, settings_file=basis.settings.file, now=clock())
    outcome = do_over_roster(errand, order, basis)
    summary = TeamSummary(
        period=request.period().on(request.today or errand.now.date()),
        asked=outcome.done + len(outcome.failed),
        incomplete=len(outcome.incomplete),
        sums=outcome.sums or Sums(),
        problems=outcome.problems,
        fingerprint=basis.privacy.fingerprint(),
        terms=basis.say_terms(),
    )
    write(render_summary(summary, form, basis.translate), request.output)
    return exit_code_of(outcome)
