"""A slow second reading of the rules, minute by minute, that the fast one is held against.

Everything here is written from the text of the rules alone: sets of minutes, plain loops, no arrays. It is slow on
purpose; what it says is easy to check against the text, and that is its whole use.

A minute is a whole number: minutes since 1970 in UTC. It stands for the half-open minute that begins there.
"""

from __future__ import annotations

import pytest

# Its assertions speak for the tests that call it.
pytest.register_assert_rewrite("slow_reading.comparison")
