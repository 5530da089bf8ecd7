"""Who keeps the decisions, where the words between somebody invited and what is kept are none that we know.

The people of the invitation are so sure a list of names that one of them, alone in a clause with a verb of keeping and
the paper that is kept, keeps it: "Tijdens het bezoek noteert Els de toezeggingen". What speaks against it stands in
lists of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from analyzer.reading.patterns import late
from analyzer.reading.roles.invited import CLOSE, OPEN
from analyzer.reading.roles.words import FULL_STOP, MEETING_NOUNS, THIS_TIME

_CUT = late(rf"[,;:!?|()\[\]…]|\s[-–—]\s|{FULL_STOP}")
_NAME = late(rf"{OPEN}[^{OPEN}{CLOSE}]{{1,80}}{CLOSE}(?!['’]s\b)")
_LONGEST = 200
_PAPERS = (
    r"(?:the|our|meeting|any|all|some|up|down|takes?|taking|keeps?|keeping|does?|doing)\s(?:notes|minutes|actions"
    r"|decisions)"
    r"|action (?:items|points|list|log)|decision (?:log|list)|notulen|verslag(?:je)?|verslaglegging|acties"
    r"|actie(?:punten"
    r"|lijst)|besluiten(?:lijst|register)?|afsprakenlijst|(?<!maakt )(?<!maken )afspraken|toezeggingen"
)
_KEEPS = late(
    r"(?<![\w-])(?:notuleert?|notuleren|notulist is|(?:minute|minuting) (?:the|our) meeting"
    r"|(?:is|be|as|als|our|onze) (?:scribe|note[ -]taker|notulist))(?![\w-])"
    r"|(?<![\w-])(?:maakt|maken|verzorgt|verzorgen|schrijft|schrijven|typt|noteert|noteren|legt|vastleggen|houdt"
    r"|bijhoudt"
    r"|bijhouden|beheert|bewaakt|takes?|taking|keeps?|keeping|kept|does|doing|do|writes?|writing|types?|typing|drafts?"
    r"|records|captures?|capturing|logs|logging|tracks)(?![\w-])",
    re.IGNORECASE,
)
_ALONE = late(r".*(?:notul|scribe|note[ -]taker|minut)", re.IGNORECASE)
_PAPER = late(rf"(?<![\w-])(?:{_PAPERS})(?![\w-])", re.IGNORECASE)
_OF_ELSE = late(
    rf"\s(?:van|over|of|about|from|met|with)\s(?!(?:(?:the|this|our|de|het|dit|deze|ons|onze)\s)?(?:{MEETING_NOUNS}"
    rf"|{THIS_TIME}"
    r"|what|wat)\b)",
    re.IGNORECASE,
)
_NO_SUBJECT = late(
    r"(?<![\w-])(?:of|van|for|voor|to|naar|from|with|met|over|about|aan|ask|vraag|bij|via|without|zonder|like|than|en"
    r"|and)\s"
    r"(?:\w+\.?\s)?$",
    re.IGNORECASE,
)
_AGAINST = late(
    r"(?<![\w-])(?:not|no|never|n['’]t|niet|geen|nooit|zonder|without|how|hoe|who|wie|why|waarom|if|als|can|could|kan"
    r"|kun"
    r"|wil|wilt|would|should|to be|needs?|wants?|vraagt|zoekt|asks?|was|were|has|had|heeft|hebben|used|last|vorige|ai"
    r"|bot"
    r"|copilot|training|cursus|course|workshop|tool|app|old (?:minutes|notes|actions|decisions)|oude|demos?|shows?"
    r"|toont|explains?|legt uit|approv\w*|goedkeur\w*"
    r"|zich|must|moet|moeten|iemand|iedereen|someone|somebody|anyone|everyone|op zoek|interview|kandidaat|candidate"
    r"|vacature|vacan\w*|post|project)(?![\w-])|\w['’]t(?!\w)|\suit$",
    re.IGNORECASE,
)


def keepers_nearby(text: str, most: int) -> Iterator[tuple[int, int]]:
    """Yield where an invited person stands who alone shares a clause with a verb of keeping and what is kept."""
    if OPEN not in text:
        return
    begin = 0
    for end, following in [*((cut.start(), cut.end()) for cut in islice(_CUT.finditer(text), most)), (len(text), 0)]:
        clause = text[begin:end] if end - begin <= _LONGEST else ""
        names = list(_NAME.finditer(clause)) if OPEN in clause else []
        if len(names) == 1 and clause.count(OPEN) == 1 and _is_keeping(clause, names[0]):
            yield begin + names[0].start(), begin + names[0].end()
        begin = following


def _is_keeping(clause: str, name: re.Match[str]) -> bool:
    verb, paper = _KEEPS.search(clause), _PAPER.search(clause)
    if not verb or not (paper or _ALONE.match(verb[0])):
        return False
    is_of_else = paper is not None and _OF_ELSE.match(clause, paper.end()) and "toezegg" not in paper[0].lower()
    return not (is_of_else or _AGAINST.search(clause) or _NO_SUBJECT.search(clause[: name.start()]))
