"""The names of days and months (Unicode CLDR, by way of Babel); reading them from Babel at each start takes longer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

DAYS: Mapping[str, Mapping[str, Sequence[str]]] = {
    "en": {
        "wide": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
        "abbreviated": ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
    },
    "nl": {
        "wide": ["maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"],
        "abbreviated": ["ma", "di", "wo", "do", "vr", "za", "zo"],
    },
}
"""By language and width, from Monday on."""

MONTHS: Mapping[str, Mapping[str, Sequence[str]]] = {
    "en": {
        "wide": [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ],
        "abbreviated": ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
    },
    "nl": {
        "wide": [
            "januari",
            "februari",
            "maart",
            "april",
            "mei",
            "juni",
            "juli",
            "augustus",
            "september",
            "oktober",
            "november",
            "december",
        ],
        "abbreviated": ["jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"],
    },
}
"""By language and width, from January on."""
