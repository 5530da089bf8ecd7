"""Which rules are in force without a word from anybody."""

from __future__ import annotations

import rules
from analyzer.rulebook.loading import choose_rules, load_rules

RULES = load_rules(rules)


def test_previews_and_rules_about_a_team_are_off_unless_selected() -> None:
    off = set(RULES) - set(choose_rules(RULES, (), ()))
    assert off == {"calls-on-office-day", "no-informal-moment", "no-team-moment", "no-transition"}


def test_a_selected_preview_or_team_rule_is_on() -> None:
    assert set(choose_rules(RULES, ("no-team-moment", "calls-on-office-day"), ())) == {
        "no-team-moment",
        "calls-on-office-day",
    }


def test_an_ignored_rule_is_off_though_selected() -> None:
    assert choose_rules(RULES, ("lunch-meeting",), ("lunch-meeting",)) == {}
