"""What a title alone tells of an event: cancelled, absent, focus time, an open room, social, a shared lunch.

Dutch, English, German and French. A title counts when it says this and nothing else: whole words in a known form,
never a word found somewhere. In doubt the answer is no, and the event stays a meeting that people see. The words stand
in the lists below; adding one is adding it there. No word about illness stands in any list, and none may.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from analyzer.reading.patterns import late
from analyzer.reading.title_words import (
    ABSENCE,
    AND,
    BESIDE_DATES,
    CANCELLED,
    CANCELLED_THINGS,
    DATE_WORDS,
    DAY_COUNT,
    DECLINED,
    FOCUS,
    FOCUS_CONNECTORS,
    FOCUS_FILLERS,
    LISTING,
    LUNCH,
    LUNCH_HEADS,
    MARKS,
    MEETING_WORDS,
    NO_LUNCH_BEFORE,
    NO_NAME,
    NO_NAME_HEADS,
    NO_ON_CALL,
    NO_OPEN_ROOM,
    ON_CALL,
    OPEN_ROOM,
    OPEN_ROOM_FILLERS,
    OPEN_ROOM_HEADS,
    OWN_WORDS,
    PARTICLES,
    PREPARING_WORDS,
    SOCIAL,
    SOCIAL_FILLERS,
    SOCIAL_HEADS,
    SPAN_WORDS,
    TO_A_NAME,
    WITH,
    Phrases,
    fold,
)

# What a mail program, and not a person, puts before a title.
_REPLY = late(r"\A(?:re|fw|fwd|aw|wg|tr|antw|antwoord|doorst|rv)\s*(?:\[\d{1,3}\])?\s*:\s*", re.IGNORECASE)


_NUMBER = late(
    r"(?:\d{1,2}(?:st|nd|rd|th|e|de|er|ste|am|pm|u|uur|h|hrs?)?|\d{1,2}[uh]\d{2}|(?:19|20|21)\d{2}|(?:19|20)\d{6})\Z"
)


_MOST_WORDS = 16
_MOST_TOKENS = 24
_MOST_NAME_WORDS = 4
_LONGEST_PHRASE = 4
_LONGEST = 200
"""A longer title is a text; no form below is this long."""

_DECORATION: Final = " \t\r\n\x00[({<>«»“”„‘’'\"*_~#=+-–—.,:;!?|/\\"
_INVISIBLE = late(r"[\xad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff\u20e3]")
_SYMBOLS: Final = frozenset({"So", "Sk", "Cc", "Cs", "Co", "Cn"})
_DOTTED = late(r"\b(?:[^\W\d_]\.){2,}")
_UP_TO = late(r"\bt/m\b")
_ONE_ON_ONE = late(r"\b1(?:\s?[:/-]\s?|[\s-]?(?:on|op)[\s-]?)1\b", re.IGNORECASE)
_CLOCK = late(r"\d:\d\d|\d\s?(?:am|pm|u|uur|h)\b", re.IGNORECASE)
_PART_MARK = late(r"[:|/\\,;()\[\]{}<>•·]+|(?:^|\s)[-–—~]+(?:\s|$)")
_WORD = late(r"[^\W_]+")
_TOKEN = late(r"[^\W_]+|[&+:|/,;()\[\]@]|(?<=\s)[-–—]+(?=\s)")


class _Title(NamedTuple):
    """A title as all judges read it.

    Attributes:
        text: without decoration.
        folded: the same without case and accents, "t/m" as one word.
        words: its words, folded; none when there are more than any form below has.
    """

    text: str
    folded: str
    words: tuple[str, ...]


def _first_words(*lists: Phrases) -> frozenset[str]:
    return frozenset(phrase[0] for phrases in lists for phrase in phrases)


def _beginning(phrases: Phrases) -> re.Pattern[str]:
    """Return the pattern of a title that begins with one of the phrases, the weak ones in the group "weak"."""
    strong, weak = (
        "|".join(r"\s+".join(map(re.escape, phrase)) for phrase, is_weak in phrases.items() if is_weak is wanted)
        for wanted in (False, True)
    )
    return late(rf"(?:{strong}|(?P<weak>{weak}))(?!\w)(?:-(?=\w)|\s*(?P<mark>[^\w\s])?)\s*(?P<next>\w*)")


_CANCELLED_BEGINNING = _beginning(CANCELLED)
# a title without any of these words needs no closer look
_ABSENCE_WORDS = _first_words(ABSENCE)
_FOCUS_WORDS = _first_words(FOCUS)
_OPEN_ROOM_WORDS = _first_words(OPEN_ROOM)
_GATHERING_WORDS = _first_words(LUNCH, SOCIAL)
_GATHERING_HEADS = LUNCH_HEADS + SOCIAL_HEADS
_ABSENCE_OR_DATES = ABSENCE | BESIDE_DATES


def is_cancelled_title(title: str) -> bool:
    """Return whether a title begins by saying that the event is cancelled ("Cancelled: ...", "Afgezegd").

    "Cancellation policy review" and "Cancelled orders review" do not. A cancellation further on in the title is not
    looked for.
    """
    match = _CANCELLED_BEGINNING.match(_read(title[:_LONGEST]).folded)
    if match is None or match["mark"] == "?":
        return False
    if match["mark"] or not match["next"]:
        return True
    return not match["weak"] and match["next"] not in CANCELLED_THINGS


def is_declined_title(title: str) -> bool:
    """Return whether a title begins with the word by which new Outlook keeps what its owner declined ("Declined: ...").

    Only shown as free it is one; a meeting may be called so too.
    """
    head, colon, _ = _read(title[:_LONGEST]).folded.partition(":")
    return bool(colon) and head.strip() in DECLINED


def is_absence_title(title: str, owner_names: Collection[str] = ()) -> bool:
    """Return whether a title says that the owner is away, and nothing else: leave, a day off, a holiday.

    Args:
        title: the title as its source holds it.
        owner_names: names of the owner; beside the absence these are the only names allowed ("Anna vrij").

    Dates, days and times may stand there too. Any further word makes it something else ("Holiday party", "Piet vrij"):
    it errs towards a meeting. Words about illness are not known here, so a title that holds one is never an absence.
    """
    read = _read(title)
    words = read.words
    if _ABSENCE_WORDS.isdisjoint(words):
        return False
    names = [_words_of(fold(unicodedata.normalize("NFKC", name)).partition("@")[0]) for name in owner_names]
    own = {form for name in names for word in name if len(word) > 1 for form in (word, f"{word}s")}
    initials = {"".join(word[0] for word in name) for name in names}
    if any(len(word) > 2 and word in own for word in words):
        initials |= {word[0] for name in names for word in name}
    allowed = own | initials | OWN_WORDS | SPAN_WORDS
    found = _only_phrases(words, _ABSENCE_OR_DATES, allowed) & ABSENCE.keys()
    # "Leave 16:00" is a plan to go home
    return bool(found) and not (found == {("leave",)} and _CLOCK.search(read.text))


def is_focus_title(title: str) -> bool:
    """Return whether a title books time for concentrated work. To be asked only when nobody else attends.

    "Focus: rapport schrijven" does, "Focus group" and "Focus op klant - kickoff" do not: the plain word "focus" needs
    to stand alone or before a mark, and no word for a meeting may follow.
    """
    read = _read(title)
    if _FOCUS_WORDS.isdisjoint(read.words):
        return False
    parts = [words for part in _PART_MARK.split(read.folded) if (words := _words_of(part))]
    if _focus_phrases(parts[0]):
        return not _names_meeting(parts[1:])
    length = _phrase_length(parts[0], 0, FOCUS)
    if length and not FOCUS[tuple(parts[0][:length])] and parts[0][length] in FOCUS_CONNECTORS:
        return not _names_meeting([parts[0][length + 1 :], *parts[1:]])
    is_strong_at_end = any(not FOCUS[phrase] for phrase in _focus_phrases(parts[-1]))
    return is_strong_at_end and not _names_meeting(parts[:-1])


def is_open_room_title(title: str) -> bool:
    """Return whether a title names a room that is open for whoever comes: office hours, inloop, koffieautomaat.

    How long it is open and who is invited is for the caller to test; so other words may stand beside the clear names
    ("HR-spreekuur"), unless they make it work on the room itself ("Spreekuur voorbereiden").
    """
    words = _read(title).words
    has_head = any(word.endswith(OPEN_ROOM_HEADS) for word in words)
    if not NO_OPEN_ROOM.isdisjoint(words) or (_OPEN_ROOM_WORDS.isdisjoint(words) and not has_head):
        return False
    if has_head:
        return True
    lengths = ((at, _phrase_length(words, at, OPEN_ROOM)) for at in range(len(words)))
    if any(length and not OPEN_ROOM[tuple(words[at : at + length])] for at, length in lengths):
        return True
    return bool(_only_phrases(words, OPEN_ROOM, OPEN_ROOM_FILLERS))


def is_on_call_title(title: str) -> bool:
    """Return whether a title says that somebody is on call: "On-call", "Piket Anna", "Storingsdienst team blauw".

    That it lasts a whole day is for the caller to test, so other words may stand beside it, unless they make it work on
    the rota itself ("Overdracht piket").
    """
    words = _read(title).words
    if not NO_ON_CALL.isdisjoint(words):
        return False
    return any(_phrase_length(words, at, ON_CALL) for at in range(len(words)))


def is_social_title(title: str) -> bool:
    """Return whether a title is only something social, alone or with a name: "Koffie met Anna", "Verjaardag Piet".

    A name is told by its form: one to four capitalised words, particles such as "van der" between them, none of them an
    ordinary word of work. So it errs both ways: "Borrel Kubernetes" passes for a name, "Lunch HR" for business. After
    "met", "with", "mit" or "avec" one word in lower case is taken for a name too.
    """
    return bool(_gathering(title))


def is_shared_lunch_title(title: str) -> bool:
    """Return whether a title is only a lunch: "Teamlunch", "Lunch with Anna", "Lunchwandeling".

    "Lunch & learn", "Lunchoverleg", "Working lunch" and "Lunch met klant: contract" are meetings. Names are told as in
    :func:`is_social_title`. Whether there is a call is for the caller to test.
    """
    return "lunch" in _gathering(title)


@lru_cache(maxsize=16)  # for the judges that ask one after another; no title is kept longer
def _read(title: str) -> _Title:
    """Return a title without its decoration: symbols, invisible letters, opening brackets, "FW:" and the like."""
    if len(title) > _LONGEST:
        return _Title("", "", ())
    text = title
    if not text.isascii():
        text = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).replace("’", "'")
        text = "".join(" " if unicodedata.category(letter) in _SYMBOLS else letter for letter in text)
    if "." in text:
        text = _DOTTED.sub(lambda match: match[0].replace(".", ""), text)
    before = None
    while text != before:
        before, text = text, _REPLY.sub("", text.lstrip(_DECORATION), count=1)
    folded = _UP_TO.sub("tm", fold(text))
    return _Title(text, folded, _words_of(folded))


def _words_of(folded: str) -> tuple[str, ...]:
    words = _WORD.findall(folded)
    return tuple(words) if len(words) <= _MOST_WORDS else ()


def _phrase_length(words: Sequence[str], at: int, phrases: Phrases) -> int:
    """Return how many words the longest phrase at a position has, 0 when none begins there."""
    longest = min(_LONGEST_PHRASE, len(words) - at)
    return next((length for length in range(longest, 0, -1) if tuple(words[at : at + length]) in phrases), 0)


def _only_phrases(words: Sequence[str], phrases: Phrases, allowed: Collection[str]) -> set[tuple[str, ...]]:
    """Return the phrases that words consist of, beside dates and allowed words; none when any other word is there."""
    found, at = set(), 0
    while at < len(words):
        length = _phrase_length(words, at, phrases)
        if length:
            found.add(tuple(words[at : at + length]))
        elif words[at] not in allowed and not _is_date(words, at):
            return set()
        at += length or 1
    return found


def _is_date(words: Sequence[str], at: int) -> bool:
    """Return whether the word at a position belongs to a date, a time or a number of days."""
    if words[at] in DATE_WORDS or _NUMBER.match(words[at]):
        return True
    return at > 0 and words[at] in DAY_COUNT and bool(_NUMBER.match(words[at - 1]))


def _focus_phrases(words: Sequence[str]) -> set[tuple[str, ...]]:
    return _only_phrases(words, FOCUS, FOCUS_FILLERS | SPAN_WORDS)


def _names_meeting(parts: Iterable[Sequence[str]]) -> bool:
    """Return whether a topic is a meeting, and not the preparation of one."""
    words = {word for part in parts for word in part}
    return not MEETING_WORDS.isdisjoint(words) and PREPARING_WORDS.isdisjoint(words)


def _gathering(title: str) -> set[str]:
    """Return what a title is beside names, dates and small words: "lunch", "social"; empty for anything else."""
    read = _read(title)
    if _GATHERING_WORDS.isdisjoint(read.words) and not any(word.endswith(_GATHERING_HEADS) for word in read.words):
        return set()
    text = _ONE_ON_ONE.sub("oneonone", read.text)
    tokens = _TOKEN.findall(text)
    if len(tokens) > _MOST_TOKENS:
        return set()
    words = [fold(token) for token in tokens]
    is_capital = [token[0].isupper() and (len(token) == 1 or not token.isupper() or text.isupper()) for token in tokens]
    found: set[str] = set()
    last, at = "", 0
    while at < len(words):
        word, length = words[at], 1
        kind, kind_length = _gathering_at(words, at)
        if kind:
            found.add(kind)
            last, length = "gathering", kind_length
        elif word in WITH:
            last = "with"
        elif word in TO_A_NAME:
            last = "to"
        elif word in AND or word in LISTING:
            # "Koffie & kennis": what is added to a gathering is an activity, never a name
            last = "with" if last in ("with", "name") else "and" if word in AND else ""
        elif word in MARKS:
            last = ""
        elif word not in SOCIAL_FILLERS and not _is_date(words, at):
            length = 0 if last in ("and", "name") else _name_length(words, is_capital, at)
            if last == "with" and word.isalpha() and not _is_business(word) and not any(is_capital[1:]):
                length = 1
            if not length:
                return set()
            last = "name"
        at += length
    return found


def _gathering_at(words: Sequence[str], at: int) -> tuple[str, int]:
    """Return the kind of gathering that begins at a position and how many words name it, ("", 0) for none."""
    lunch, social = _phrase_length(words, at, LUNCH), _phrase_length(words, at, SOCIAL)
    if lunch or social:
        return ("lunch", lunch) if lunch >= social else ("social", social)
    word = words[at]
    if word.endswith(LUNCH_HEADS):
        before = word.removesuffix("mittagessen").removesuffix("lunch")
        return ("", 0) if before.endswith(NO_LUNCH_BEFORE) else ("lunch", 1)
    return ("social", 1) if word.endswith(SOCIAL_HEADS) else ("", 0)


def _is_business(word: str) -> bool:
    return word in NO_NAME or word.endswith(NO_NAME_HEADS)


def _name_length(words: Sequence[str], is_capital: Sequence[bool], at: int) -> int:
    """Return how many words a name at a position has, particles included, 0 when none stands there."""

    def is_name_word(index: int) -> bool:
        return index < len(words) and is_capital[index] and not _is_business(words[index])

    if not is_name_word(at):
        return 0
    end = at + 1
    for _ in range(_MOST_NAME_WORDS - 1):
        after = end
        while after < len(words) and words[after] in PARTICLES:
            after += 1
        if not is_name_word(after) or words[after] in SOCIAL_FILLERS or _gathering_at(words, after)[0]:
            break
        end = after + 1
    return end - at
