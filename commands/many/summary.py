"""check --summary: figures of the people of a roster, and no row of anybody."""

from __future__ import annotations

from pathlib import Path

from analyzer.errors import UsageError
from analyzer.text import N_
from commands.analysis import clock
from commands.console import screen, write
from commands.many.errands import Errand
from commands.many.over_roster import Order, basis_of, do_over_roster, exit_code_of
from commands.request import Request


def summarise(request: Request, form: str, order: Order | None, key_file: Path | None, *, is_asked: bool) -> int:
    """Read everybody on a roster where they are read, and show what passes the gate.

    Raises:
        UsageError: no roster is named, a source or a form that shows single findings is, or nobody asked for figures;
            or two on the roster are one person.
        SettingsError: the ledger or the log is not to be had.
    """
    from analyzer.reports.team.summary import FORMATS, TeamSummary, render_summary
    from analyzer.team.gate import Gate
    from analyzer.team.summary import release_summary
    from commands.many.handed import refuse_doubles, refuse_other_keys
    from commands.team.audit_key import audit_key
    from commands.team.audit_log import log_weeks
    from commands.team.ledger import opened_ledger

    if order is None or order.roster is None:
        raise UsageError(
            N_("A summary is about the people of a roster, and none is named."), N_("Name the people with --roster.")
        )
    if not is_asked:
        raise UsageError(
            N_("check is about one person; of the people of a roster it shows figures of the group only."),
            N_("Add --summary."),
        )
    if request.sources or request.baseline or request.me or request.is_shared:
        raise UsageError(
            N_("A roster names its people and their sources."),
            N_("Leave SOURCE, --me, --shared and --baseline, or leave --roster."),
        )
    if request.select or request.ignore:
        raise UsageError(
            N_("A summary counts no findings of rules: that is what an audit does, of meetings."),
            N_("Leave --select and --ignore; or see meetlint audit."),
        )
    if form not in FORMATS:
        raise UsageError(N_("A summary has no form {form}."), N_("Choose --format text or --format json."), form=form)
    basis = basis_of(request, order)
    errand = Errand(
        task="sum",
        request=request,
        settings=basis.text,
        settings_file=basis.settings.file,
        now=clock(),
        key=audit_key(key_file),
    )
    outcome = do_over_roster(errand, order, basis)
    if not outcome.summed:
        return exit_code_of(outcome)
    refuse_other_keys(outcome.summed)
    refuse_doubles(outcome.summed)
    today = request.today or errand.now.date()
    roster = order.roster.resolve().name
    with opened_ledger(outcome.summed[0].key, basis.privacy.retention_days, today) as book:
        weeks, book.ledger = release_summary(outcome.summed, roster, Gate(basis.privacy.floor), book.ledger)
    summary = TeamSummary(
        period=request.period().on(today),
        asked=outcome.done + len(outcome.failed),
        read=outcome.done,
        incomplete=len(outcome.incomplete),
        floor=basis.privacy.floor,
        weeks=weeks,
        problems=outcome.problems,
        fingerprint=basis.privacy.fingerprint(),
        terms=basis.say_terms(),
    )
    log_weeks(summary.measures(), roster, summary.period, ("summary", form), basis.privacy, errand.now)
    write(
        render_summary(summary, form, basis.translate, is_aloud=screen(request).is_plain),
        request.output,
    )
    return exit_code_of(outcome)
