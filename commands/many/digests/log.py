"""What a run of the digest says of itself: sentences or JSON lines, one line of counts, and figures for Prometheus."""

from __future__ import annotations

import json
import re
import sys
import traceback
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from analyzer.errors import EXIT_BUG, EXIT_PARTIAL, MeetlintError, SettingsError
from analyzer.text import N_, Translator
from commands.console import say
from commands.folders import unwritten
from commands.many.errands import OWN_MISTAKE
from connectors.refusals import RefusedError

if TYPE_CHECKING:
    from collections.abc import Callable

    from commands.many.digests.endings import States
    from commands.many.errands import Outcome
    from commands.many.roster import Member

LogForm = Literal["text", "json"]
COUNTED = (
    ("sent", N_("{n} sent")),
    ("written", N_("{n} written")),
    ("nothing-to-say", N_("{n} nothing to say")),
    ("postponed", N_("{n} waiting for their working day")),
    ("deferred", N_("{n} to be tried again")),
    ("refused", N_("{n} refused")),
    ("failed", N_("{n} failed")),
    ("unknown", N_("{n} unknown")),
    ("left", N_("{n} left")),
    ("not-tried", N_("{n} not tried")),
    ("not-read", N_("{n} not read")),
    ("bad-address", N_("{n} without a usable address")),
)
"""What a run counts, in the order in which it is said."""
NO_TERMS = (
    N_("Terms: nothing was agreed on, with a works council or with everybody who takes part."),
    N_(
        "meetlint privacy-pack writes the document to agree on; then write the day as agreed_on in [privacy]. Without "
        "a works council it is the day on which everybody who takes part agreed."
    ),
)
"""What is said of settings that name no day, and what to do."""
_PLAIN_NAME = re.compile(r"[a-z0-9_-]{1,40}")
_SETTING = re.compile(r"(?:agreements|rules|google|outlook|mail|privacy|digest|ignore|teams|people)(?:\.[a-z_]{1,40})?")
"""A section and a key of our own; what stands deeper may be somebody's name."""
_OPEN_FILE_MODE = 0o644
_UNTOLD = "left"


class Log:
    """Says what happens, in the form that was asked for. No line holds an address, or a word of a calendar.

    Args:
        form: sentences for people, or one JSON object a line.
        translate: the reader's language, for sentences.
        run: the name of the run.
        name_of: the keyed name of somebody whose name on the roster may be an address.
    """

    def __init__(self, form: LogForm, translate: Translator, run: str, name_of: Callable[[str], str]) -> None:
        self._form = form
        self._translate = translate
        self._run = run
        self._name_of = name_of

    def say(self, event: str, text: str, hint: str = "", **fields: str | float) -> None:
        """Say one thing.

        Args:
            event: its name, for programs.
            text: msgid of the sentence, for people.
            hint: msgid of what to do.
            fields: of both forms; no address and no text of a calendar.
        """
        if self._form == "json":
            self._line(event, fields)
        else:
            say(self._translate(text, **fields), self._translate(hint, **fields) if hint else "")

    def say_troubles(self, outcome: Outcome, translate: Translator) -> None:
        """Say of each person of whom nothing came why, and of the others nothing."""
        for name, trouble in outcome.failed:
            if self._form == "json":
                self._line(
                    "not-read",
                    {"person": self._shown(name), "kind": trouble.kind or "unknown", "reason": trouble.reason},
                )
                continue
            sentence = trouble.texts.get(translate.language, trouble.texts["en"])
            hint = trouble.hints.get(translate.language, "")
            say(translate(N_("Not read: {person}: {reason}"), person=name, reason=sentence), hint)

    def say_faults(self, faults: Sequence[tuple[Member, str]]) -> int:
        """Say of each person who cannot be written to why, and return the exit code of that."""
        for member, text in faults:
            if self._form == "json":
                self._line("bad-address", {"person": self._shown(member.name), "line": member.line})
            else:
                say(self._translate(text, person=member.name, line=member.line))
        return EXIT_PARTIAL if faults else 0

    def end(self, counts: Mapping[str, int], seconds: float, period: str) -> None:
        """Say the one line of counts with which a run ends."""
        if self._form == "json":
            self._line("ended", {"period": period, "seconds": round(seconds, 1), "counts": dict(counts)})
            return
        said = {name: self._translate(text, n=counts[name]) for name, text in COUNTED if counts.get(name)}
        # Who cannot be written to is so in every run, whether anything was due or not.
        parts = ([] if said.keys() - {"bad-address"} else [self._translate(N_("nothing was due"))]) + [*said.values()]
        say(self._translate(N_("Digest of {period}: {counts}."), period=period, counts=", ".join(parts)))

    def _shown(self, name: str) -> str:
        return name if _PLAIN_NAME.fullmatch(name) else self._name_of(name)

    def _line(self, event: str, fields: Mapping[str, object]) -> None:
        _write({"event": event, "run": self._run, **fields})


def say_stopped(error: Exception) -> int:
    """Say as JSON that a run could not go on, and why, without a word that comes from outside; return the exit code.

    The sentence stands there with its fields open; those that are numbers, and the place of a mistake in the settings,
    are told beside it.
    """
    if not isinstance(error, MeetlintError):
        last = traceback.extract_tb(error.__traceback__)[-1]
        _write({"event": "stopped", "kind": type(error).__name__, "reason": OWN_MISTAKE, "exit_code": EXIT_BUG,
                "place": Path(last.filename).name, "line": last.lineno})  # fmt: skip
        return EXIT_BUG
    for mistake in error.mistakes if isinstance(error, SettingsError) else ():
        _write({"event": "mistake", **_told(mistake)})
    _write({"event": "stopped", **_told(error), "exit_code": error.exit_code})
    return error.exit_code


def _told(error: MeetlintError) -> dict[str, object]:
    numbers = {name: value for name, value in error.fields.items() if isinstance(value, int)}
    key = error.fields.get("key")
    places = {"key": key} if isinstance(key, str) and _SETTING.fullmatch(key) else {}
    kind = error.code if isinstance(error, RefusedError) else type(error).__name__.removesuffix("Error")
    return {"kind": kind, "reason": error.code, "text": error.message, **numbers, **places}


def _write(content: Mapping[str, object]) -> None:
    at = datetime.now(UTC).isoformat(timespec="seconds")
    sys.stderr.write(json.dumps({"at": at, **content}, ensure_ascii=True) + "\n")
    sys.stderr.flush()


def write_metrics(
    path: Path,
    counts: Mapping[str, int],
    states: States | None,
    now: datetime,
    code: int,
) -> None:
    """Write figures in Prometheus' text format, whole or not at all, and to be read by everybody: they are counts.

    Args:
        path: the file, usually in the folder of node_exporter's textfile collector.
        counts: what the run did.
        states: how the mails of the period stand; None where the outbox could not be asked. How many want no more is
            left out: in a small group it would tell all who look when somebody left.
        now: the end of the run.
        code: the exit code.

    Raises:
        UsageError: it cannot be written.
    """
    from connectors.private_files import private_file

    mails = (
        ()
        if states is None
        else (
            "# HELP meetlint_digest_mails Mails of the current period by state.",
            "# TYPE meetlint_digest_mails gauge",
            *(
                f'meetlint_digest_mails{{state="{state}"}} {number}'
                for state, number in states.counts.items()
                if state != _UNTOLD
            ),
            "# HELP meetlint_digest_mails_not_on_roster Mails that wait for people who are not on this roster.",
            "# TYPE meetlint_digest_mails_not_on_roster gauge",
            f"meetlint_digest_mails_not_on_roster {states.elsewhere}",
            "# HELP meetlint_digest_mails_unread Deferred mails to people whose calendar could not be read.",
            "# TYPE meetlint_digest_mails_unread gauge",
            f"meetlint_digest_mails_unread {states.unread}",
        )
    )
    lines = [
        *mails,
        "# HELP meetlint_digest_last_run_people What became of people in the last run.",
        "# TYPE meetlint_digest_last_run_people gauge",
        *(
            f'meetlint_digest_last_run_people{{end="{name}"}} {counts.get(name, 0)}'
            for name, _ in COUNTED
            if name != _UNTOLD
        ),
        "# HELP meetlint_digest_last_run_timestamp_seconds When the last run ended.",
        "# TYPE meetlint_digest_last_run_timestamp_seconds gauge",
        f"meetlint_digest_last_run_timestamp_seconds {int(now.timestamp())}",
        "# HELP meetlint_digest_last_run_exit_code The exit code of the last run.",
        "# TYPE meetlint_digest_last_run_exit_code gauge",
        f"meetlint_digest_last_run_exit_code {code}",
    ]
    try:
        with private_file(path) as file:
            file.write(("\n".join(lines) + "\n").encode("ascii"))
        path.chmod(_OPEN_FILE_MODE)
    except OSError as error:
        raise unwritten(path, error, "--metrics") from error
