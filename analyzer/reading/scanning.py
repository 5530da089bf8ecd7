"""One scan of many texts for many words: which texts hold any of them.

A regular expression of all words that runs in linear time (RE2, which pyarrow brings) is some forty times quicker than
asking each text for each word. Where pyarrow is not installed, or the texts are few, each text is asked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from importlib.util import find_spec

import numpy as np

from analyzer.entry_table import Flags

LEAST_TEXTS = 500
"""Below this number the scan is done before its library is loaded."""


def texts_holding(words: Sequence[str], texts: Sequence[str]) -> Flags:
    """Return which texts hold any of the words, wherever it stands, in upper or lower case.

    Args:
        words: in small letters.
        texts: any texts.
    """
    lowered = [text.lower() for text in texts]
    if len(lowered) >= LEAST_TEXTS and find_spec("pyarrow"):
        try:
            return _scanned(words, lowered)
        except UnicodeEncodeError:
            pass  # half a surrogate pair: no text that the library takes
    return np.array([any(map(text.__contains__, words)) for text in lowered], dtype=bool)


def _scanned(words: Sequence[str], lowered: Sequence[str]) -> Flags:
    import pyarrow as pa
    import pyarrow.compute as pc

    column = pa.array(lowered, pa.large_string())
    found = pc.match_substring_regex(column, "|".join(map(re.escape, words)))
    return np.asarray(found.to_numpy(zero_copy_only=False), dtype=bool)
