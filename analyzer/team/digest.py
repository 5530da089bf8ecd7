"""What an organisation agreed on about the digest: when it goes out, how late it may be, and who sends it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from analyzer.agreements import WEEKDAYS
from analyzer.text import N_
from analyzer.time.period import iso_week, monday_of

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


class DigestSettings(BaseModel):
    """The ``[digest]`` section."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    day: Weekday = Field("mon", description=N_("the day of the week from which a digest goes out"))
    catch_up_days: int = Field(
        4,
        ge=0,
        le=6,
        description=N_("so many days later it may still go out: after leave, or when the machine was off"),
    )
    language: Literal["", "en", "nl"] = Field(
        "", description=N_("language of the mails, where a person has none of the own; empty: that of the agreements")
    )
    sender: str = Field(
        "", max_length=100, description=N_("what the mails call who sends them, such as the organisation")
    )
    contact: str = Field("", max_length=200, description=N_("whom to ask about the digest; it stands in each mail"))
    roster: str = Field(
        "",
        description=N_(
            "who is on the roster, where it is not the people of this file: a CSV file; --roster goes before it"
        ),
    )
    group: str = Field(
        "",
        pattern=r"^$|^(?:outlook|google):[^\s/?#]+$",
        description=N_(
            "the group of the directory that says who is on the roster: outlook:ID of the group, or google:ADDRESS"
        ),
    )
    group_joined: date | None = Field(
        None,
        description=N_(
            "day from which on being in the group is joining, since people enter it by an act of the own; without it "
            "each one's joined in [people] says so"
        ),
    )
    outbox: str = Field(
        "",
        description=N_(
            "where it is kept who already has a mail: a file, or postgresql://USER@HOST/DATABASE; empty: a file in "
            "meetlint's folder of state"
        ),
    )
    state: str = Field(
        "",
        description=N_(
            "the folder with the key and the outbox, which is then one whoever calls; empty: digest in meetlint's "
            "folder of state"
        ),
    )
    retention_days: int = Field(
        60, ge=14, le=3660, description=N_("days for which it is kept which mail went out, without address and text")
    )
    unsubscribe_url: str = Field(
        "",
        pattern=r"^$|^https://[^\s<>]+$",
        description=N_(
            "an https address of your own at which one click means leaving (RFC 8058); empty: by mail alone"
        ),
    )

    @model_validator(mode="after")
    def _has_one_roster(self) -> DigestSettings:
        if self.roster and self.group:
            raise ValueError(N_("a roster or a group, and not both"))
        if self.roster.lower().endswith(".toml"):
            raise ValueError(N_("a CSV file as the roster; the people of a meetlint.toml stand in this one"))
        return self


def week_due(settings: DigestSettings, today: date) -> tuple[str, date, date]:
    """Return the period whose digest a day belongs to, with the first and the last day on which it goes out.

    A week has one digest. What was missed while a machine was off is not made up for: whoever comes back hears of the
    week it is.
    """
    monday = monday_of(today)
    first = monday + timedelta(days=WEEKDAYS.index(settings.day))
    last = min(first + timedelta(days=settings.catch_up_days), monday + timedelta(days=6))
    return iso_week(today), first, last
