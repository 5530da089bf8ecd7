"""What a rule is: the contract between the engine and the files in ``rules/``.

CONTRACT_VERSION rises when a rule written for an earlier version would no longer work.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import ModuleType
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from analyzer.agreements import by_default
from analyzer.judging.findings import Findings, Severity
from analyzer.text import Text

if TYPE_CHECKING:
    from analyzer.events.table import EventTable
    from analyzer.judging.context import Context

CONTRACT_VERSION = 1

Audience = Literal["self", "team", "organisation"]
Strength = Literal["factsheet", "law", "research", "vendor study", "convention"]
"""How strong the ground of a rule is."""

Reach = Literal["day", "series", "focus-days", "period"]
"""What decides whether one finding of a rule stands: the events of the day on which it starts (and of the nights around
it), the events of one series, which days of its week are focus days, or anything in the period.

"day" also promises that a meeting which comes to a day takes no finding of the rule away there; one whose findings a
further meeting can mend is of the reach "period".
"""


class RuleSettings(BaseModel):
    """The settings of a rule. A rule's own model names each setting with :func:`setting`."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


def setting(default: Any, help: str, *, unit: str = "", **limits: Any) -> Any:
    """Declare one setting of a rule.

    Args:
        default: the value without an agreement.
        help: msgid of one line.
        unit: msgid of the unit, such as "minutes".
        limits: pydantic limits such as ``ge`` and ``le``.
    """
    return Field(default, description=help, json_schema_extra={"unit": unit}, **limits)


def durations_of(evidence: Mapping[str, object]) -> dict[str, int]:
    """Return the minutes in a finding's evidence by the names under which a sentence says them as a length of time.

    ``working_minutes`` is ``working_duration`` there, ``longest_block`` is ``longest_block_duration``.
    """
    return {
        f"{name.removesuffix('_minutes')}_duration": value
        for name, value in evidence.items()
        if isinstance(value, int) and not isinstance(value, bool)
    }


@dataclass(frozen=True)
class Ground:
    """Where a rule comes from: a passage in our own words, and how strong it is (msgids)."""

    text: str
    strength: Strength


@dataclass(frozen=True)
class Situation:
    """How a rule says a finding that stands in one situation, such as on a day of leave: its own fact and action."""

    message: Text
    advice: Text


@dataclass(frozen=True)
class Example:
    """A small day or week that runs as a test and stands on the rule's page.

    Attributes:
        title: msgid of what it shows.
        events: lines such as ``mon 12:30-13:30 Vendor demo | call people=4``; see analyzer.events.examples. They lie
            in its example week, in one calendar, and are judged by the default agreements and settings.
        findings: how many findings the rule gives.
        minutes: the minutes of those findings, in order.
        agreements: what differs from the default agreements, as in ``[agreements]``.
        settings: what differs from the rule's default settings.
    """

    title: str
    events: tuple[str, ...]
    findings: int
    minutes: tuple[int, ...] = ()
    agreements: Mapping[str, Any] = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Rule:
    """One rule.

    Attributes:
        name: what is flagged, in kebab-case; never used again for another rule.
        theme: msgid of the part of the factsheet it belongs to.
        severity: its ordinary severity; single findings may differ.
        grounds: where it comes from.
        find: the pure, vectorised function from (event table, context, settings) to findings.
        message: one sentence of fact. Fields: title, minutes, duration, occurrences, day, start_time, end_time,
            count (number of events) and the evidence columns.
        advice: one action, with the same fields.
        situations: what it says instead where the evidence ``situation`` of a finding names one of these. They may also
            name hours_start, hours_end, weekday and holiday: of the day in the evidence ``hours_date`` ("2026-11-16"),
            or without it of the day on which the finding starts.
        settings: the model of its settings.
        audience: whom its findings may be shown to.
        examples: run as tests, shown on its page.
        is_preview: off unless selected.
        needs_series: it reads ``series_start`` or ``endless``, which some sources tell only when they are asked.
        share_metric: metric that holds the share of judged events without a finding, "" for none.
        share_text: how a report says that share once; fields: missing, judged.
        reach: what decides whether one of its findings stands, so that changes can be tried day by day.
        mended_by_block: a day on which it falls silent is mended only when it has a focus block; a fuller day is not.
        because: msgid of the reason that a request to an organiser gives for a change that mends it, "" for none.
        because_for_team: the same where one of a team asks for all of it, "" for the same words.
        speaks_first: of several reasons for one change this one is given: it weighs with others, too.
        paste: msgid of a text to paste into the invitation, "" for none.
        contract: the CONTRACT_VERSION it was written for.
    """

    name: str
    theme: str
    severity: Severity
    grounds: tuple[Ground, ...]
    find: Callable[[EventTable, Context, Any], Findings]
    message: Text
    advice: Text
    examples: tuple[Example, ...]
    situations: Mapping[str, Situation] = field(default_factory=dict)
    settings: type[RuleSettings] = RuleSettings
    audience: tuple[Audience, ...] = ("self", "team", "organisation")
    is_preview: bool = False
    needs_series: bool = False
    share_metric: str = ""
    share_text: Text | None = None
    reach: Reach = "period"
    mended_by_block: bool = False
    because: str = ""
    because_for_team: str = ""
    speaks_first: bool = False
    paste: str = ""
    contract: int = CONTRACT_VERSION
    page: str = field(default="")

    def with_page(self, module: ModuleType) -> Rule:
        """Return the rule with the docstring of its module as its page."""
        from dataclasses import replace

        return replace(self, page=inspect.getdoc(module) or "")


@dataclass(frozen=True)
class ActiveRule:
    """A rule with the settings in force."""

    rule: Rule
    settings: RuleSettings


def activate(rules: Mapping[str, Rule], settings: Mapping[str, RuleSettings]) -> list[ActiveRule]:
    """Pair rules with their settings, defaults where none were agreed, in the order of ``rules``."""
    return [ActiveRule(rule, settings.get(name) or by_default(rule.settings)) for name, rule in rules.items()]
