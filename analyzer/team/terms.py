"""What an organisation agreed on before anybody's calendar is read for a team: teams, and the terms of privacy."""

from __future__ import annotations

import hashlib
import json
from datetime import date

from pydantic import BaseModel, ConfigDict, Field

from analyzer.errors import SettingsError
from analyzer.text import N_

LEAST_FLOOR = 5
"""Nobody can set the floor lower: a figure of fewer people with data is never released."""
FLOOR = 8
"""The floor unless a larger one is set."""

_FINGERPRINT_DIGITS = 12


class TeamSettings(BaseModel):
    """One ``[teams.ID]`` section."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    name: str = Field("", description=N_("what the team is called; empty: its id"))
    members: tuple[str, ...] = Field((), description=N_("who belongs to it: ids of [people]"))
    manager: str = Field("", description=N_("who reads the audit: an id of [people]; empty: nobody in particular"))


class PrivacySettings(BaseModel):
    """The ``[privacy]`` section: what was agreed on with those whose calendars are read."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    purpose: str = Field("", description=N_("what the organisation reads calendars for"))
    grounds: str = Field("", description=N_("the legal ground that the organisation names; taking part is none"))
    recipients: tuple[str, ...] = Field((), description=N_("who gets the results"))
    contact: str = Field("", description=N_("whom to ask, and where to object"))
    floor: int = Field(FLOOR, ge=LEAST_FLOOR, le=1000, description=N_("no figure stands for fewer people; at least 5"))
    titles: bool = Field(True, description=N_("meetings of three and more show their title, names masked"))
    retention_days: int = Field(
        400, ge=1, le=3660, description=N_("days for which it is kept which figures were released")
    )
    epsilon: float | None = Field(
        None, gt=0, le=10, description=N_("most that means of the whole organisation may tell of anybody in a week")
    )
    agreed_on: date | None = Field(None, description=N_("day on which the works council agreed"))
    agreed_until: date | None = Field(None, description=N_("last day on which calendars are read under it"))

    def fingerprint(self) -> str | None:
        """Return what tells these terms from all others, None while nothing was agreed on.

        It changes with every term, and with what meetlint itself holds to: what is handed over, the stop list, which
        meetings are shown, and the sizes by which the gate withholds.
        """
        if self.agreed_on is None:
            return None
        # Settings are read by every run, and these only here.
        from analyzer.team import gate, meetings, noise, sharing
        from analyzer.team.released import STEPS
        from analyzer.team.stop_list import COUNCILS, stopped_words

        held = {
            # A term that came later changes nothing where nobody agreed on it.
            "terms": self.model_dump(mode="json", exclude={"epsilon"} if self.epsilon is None else None),
            "columns": sorted(sharing.SHARED_COLUMNS),
            "stopped": [sorted(stopped_words()), sorted(COUNCILS)],
            "gate": [LEAST_FLOOR, gate.KNOWN, gate.LEAST_IN_BAND, gate.MOST_PARTS, dict(STEPS)],
            "meetings": [sharing.LEAST_PEOPLE, meetings.LEAST_MEMBERS, meetings.LEAST_SHARE],
        }
        if self.epsilon is not None:
            held["noise"] = [noise.LEAST_PEOPLE, sorted(noise.TOPS.items())]
        text = json.dumps(held, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()[:_FINGERPRINT_DIGITS]

    def refuse_expired(self, *days: date) -> None:
        """Refuse to read anything once the terms have ended.

        Args:
            days: what day it is, and what day it is taken to be: the terms have to hold on all of them.

        Raises:
            SettingsError: the last day on which they hold is past.
        """
        if self.agreed_until is not None and max(days) > self.agreed_until:
            raise SettingsError(
                N_("What was agreed on with the works council ended on {until}: no calendar is read."),
                N_("Agree anew, and write the new day in [privacy] as agreed_until."),
                until=self.agreed_until,
            )
