"""The fixed words of the page: headings, captions and labels, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping

from analyzer.reports.words.signs import TIMES
from analyzer.text import N_, Translator

WORDS: Mapping[str, str] = {
    "four": N_("The week in four figures"),
    "findings": N_("Findings"),
    "pattern": N_("The pattern"),
    "which": N_("Which ones"),
    "in_picture": N_("in the picture"),
    "weeks_help": N_(
        "Each day runs from morning to evening. A number such as !3 is a finding and leads to its words; !! is an "
        "error. Of your own appointments, focus time and leave only the time is shown, since a page is easily shared."
    ),
    "ghosts": N_("Proposals, not done yet:"),
    "ghost_from": N_("from here"),
    "ghost_to": N_("to here"),
    "focus_booked": N_("focus time you booked"),
    "small": N_("The other weeks side by side"),
    "figures": N_("All figures, week by week"),
    "figure": N_("Figure"),
    "week_table": N_("Lunches, focus blocks and calls in a row, week by week"),
    "heat": N_("Meeting load by weekday and hour"),
    "heat_caption": N_("Average minutes of meeting in each hour, over all workdays of this period"),
    "hour": N_("Hour"),
    "series": N_("The series that take most time"),
    "series_caption": N_("People times minutes, added up over this period"),
    "uncounted": N_("What was not counted, and why"),
    "reason": N_("Reason"),
    "events": N_("Events"),
    "titles": N_("Such as"),
    "every_event": N_("Every event with its reason:"),
    "settings": N_("The settings in force"),
    "setting": N_("Setting"),
    "value": N_("Value"),
    "meaning": N_("Meaning"),
    "is_agreed": N_("agreed"),
    "settings_from": N_("From:"),
    "settings_default": N_("All of them are defaults; meetlint init writes a file to change them in."),
    "origins": N_("Where each rule comes from"),
    "outside": N_("outside working hours"),
    "own": N_("does not count"),
    "free": N_("free to concentrate"),
    "lunch": N_("lunch"),
    "made_by": N_("Made by meetlint on your own machine: no script, nothing loaded from elsewhere, nobody scored."),
}


def page_words(translate: Translator) -> dict[str, str]:
    """Return the words by the name under which the template knows them."""
    words = {name: translate(text) for name, text in WORDS.items()}
    return words | {f"kind_{kind}": translate(signs.name) for kind, signs in TIMES.items()}
