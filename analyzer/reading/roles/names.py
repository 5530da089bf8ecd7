"""What in a text is the name of a person, and how surely: persons fill roles, rooms and good intentions do not."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from analyzer.reading.patterns import late
from analyzer.reading.roles.given_names import (
    ABBREVIATIONS,
    ARTICLES,
    EVERYDAY_NAMES,
    EXPECTED_STARTS,
    GROUP_ADDRESSES,
    HONORIFICS,
    NON_NAMES,
    NOUN_ENDINGS,
    OFFICE_ENDINGS,
    OFFICES,
    ORGANISATIONS,
    PARTICLES,
    PRODUCTS,
    SHORT_SURNAMES,
    SURNAME_STARTS,
    WORD_NAMES,
    given_names,
)
from analyzer.reading.roles.invited import CLOSE, OPEN
from analyzer.reading.roles.lines import LINK
from analyzer.reading.roles.words import AND, AUTOMATIC, BY, OTHER_TIME, THIS_TIME

# How surely words name a person: a known given name, title, initial or address; two words with capitals; one word.
SURE, LIKELY, POSSIBLE = 3, 2, 1


@dataclass(frozen=True, slots=True)
class Name:
    """Where in a text a name stands (``start``, ``end``), and how surely it is one (``weight``)."""

    start: int
    end: int
    weight: int
    is_login: bool = False


_MOST_TOKENS = 7
_TOKEN = late(r"['’]t\b|[^\W_][\w'’.·‑-]{0,39}")
_ADDRESS = late(r"<?(?:mailto:)?([\w.+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5})>?", re.IGNORECASE)
_MENTION = late(r"@[^\W_][\w.-]{1,38}")
_LOGIN = late(r"~?[a-z][a-z0-9_.-]{1,29}(?![\w@/])", re.IGNORECASE)
_INITIALS = late(r"(?:[^\W\d_]\.-?){1,5}$")
_ENDS = late(rf"\s*(?:$|[,;|/&+)\]}}.!?\"”'’<>(\[–—→{LINK}•·]|-{{1,2}}(?:\s|$)|:(?!\w))")
_GOES_ON = late(
    rf"\s+(?:{THIS_TIME}|with|met|mit|avec|con|will|takes|keeps|houdt|zal|wird|from|bij|or|of|oder|ou|{AND}|namens"
    r"|i\.? ?v\.|i\.? ?p\.? ?v\.|in vertretung|in for|standing in|instead of|statt|vervangt|neemt waar"
    r"|op verzoek)(?!\w)",
    re.IGNORECASE,
)
# After a label that may also have content, the names must be all of it, or go on with what a keeper does.
_IS_ALL = late(
    rf"\s*(?:$|[|;)(\]\[/&+.{LINK}–—<]|-\s|,(?!\s*(?:please|can|could|will|graag|wil|kun|bitte|merci|pouvez)\b))"
    rf"|\s+(?:{THIS_TIME}|with|met|mit|avec|con|from|bij|keeps|houdt|takes|maakt|werkt|führt|schreibt|macht|prend"
    rf"|tient)\b"
    r"|\s+(?:i\.? ?v\.|i\.? ?p\.? ?v\.|in vertretung|standing in|instead of|statt|vervangt|neemt waar)(?!\w)"
    r"|\s+(?:will|zal)\s+(?:take|keep|do|write|make|notuleren)\b",
    re.IGNORECASE,
)
_JOIN = late(
    rf"\s*(?:\([^()]{{0,80}}\)|\[[^\[\]]{{0,80}}\]|<[^<>]{{0,80}}>|{LINK}|\s)*(?:[,;/&+]|\b(?:{AND}|or|of|oder|ou"
    rf"|o)\b)\s*",
    re.IGNORECASE,
)
_ASIDE = late(r"\s*[(\[]([^()\[\]]{0,80})[)\]]")
_DOUBT = late(
    r"\?|\b(?:tbc|tbd|not? (?:yet )?(?:sure|confirmed|certain)|to be confirmed|unconfirmed|maybe|perhaps|absent|away"
    r"|ill|sick"
    r"|on leave|excused|afwezig|verhinderd|ziek|afgemeld|onder voorbehoud|o\.v\.b|misschien|abwesend|krank|entschuldigt"
    r"|verhindert|vielleicht|unter vorbehalt|absente?|excusée?|malade|peut-être|à confirmer|por confirmar"
    r"|ausente)(?!\w)",
    re.IGNORECASE,
)
_ELSE = late(
    r"\s*(?:/|\b(?:or|of|oder|ou|o)\b)\s*(?:tb[acd]\b|n\.?t\.?b|\?|some\w+|other|volunteer|iemand|een ander|anders"
    r"|jemand|andere"
    r"|quelqu|alguien|wer|wie|who)",
    re.IGNORECASE,
)
_LEAD = late(
    rf"(?:[\s\"“”„«»‘`*~:={LINK}>–—,;-]|['’](?!t\b))*(?:(?:our|onze|unsere?|notre)\s+(?=[^\W\d_]))?"
    rf"(?:(?:(?:is|are|will be|wordt|wird|kept|keeper|held|taken|maintained|managed|owned|written|bijgehouden|beheerd"
    rf"|gemaakt"
    rf"|verzorgd|geführt|erstellt|tenue?|rédigée?|gérée?|llevada?)\s+(?:and \w+ )?)?(?:{BY}|keeper|bij|is|to)\s+)?"
    rf"(?:(?:{THIS_TIME}|zoals (?:altijd|gebruikelijk)|as (?:usual|always))[\s:]+|(?:name|naam|nom|nombre)\s*:\s*)?"
    rf"(?:[\s\"“”„«»‘`*~:={LINK}>–—,;-]|['’](?!t\b))*",
    re.IGNORECASE,
)
_ROTA = late(
    r"(?:\w+ ){0,2}(?:rotat\w+|alternat\w+|rouleer\w*|roulerend\w*|wisselend\w*|wechseln\w*|rotier\w+|abwechselnd"
    r"|reihum"
    r"|im wechsel|wechselt|rooster|tournante?|rotati(?:f|vo|va)|bij toerbeurt|toerbeurt|beurtelings|à tour de rôle"
    r"|en alternance|in turns?)(?!\w)",
    re.IGNORECASE,
)
_THIS_TIME = late(rf"\b(?:{THIS_TIME})\b[\s:=(–-]*(?:is|by|door|von|par)?\s*", re.IGNORECASE)
_TURN = late(
    r"\s(?:is|ist|est)\s+(?:nu\s+)?(?:aan de beurt|an der reihe|dran|up|de tour|celui de la semaine)\b", re.IGNORECASE
)
_OTHER_TIME = late(rf"\b{OTHER_TIME}\b", re.IGNORECASE)
_AMONG = late(
    r"[:,(–-]\s+|\b(?:between|among|tussen|entre|zwischen|(?:week|wk|kw|semaine|sem)\.? ?\d+)\b[:\s]*", re.IGNORECASE
)


def name_at(text: str, start: int, *, is_expected: bool = False) -> Name | None:
    """Return the name that begins exactly at ``start``, or None where the words there name nobody.

    Where a name is expected ("Chair: Will", "Voorzitter: ten Brink") everyday words and small particles begin one too.
    """
    if text[start : start + 1] == OPEN:
        end = text.find(CLOSE, start, start + 300) + 1
        longer = _read_name(text, start + 1, is_expected=is_expected) if end else None
        return Name(start, max(end, longer.end if longer else 0), SURE) if end else None
    name = _read_name(text, start, is_expected=is_expected)
    # A title stands before the mark of who is invited, and the name ends with it: "mw. " and then "H. Blom" in marks.
    return replace(name, end=name.end + 1) if name and text[name.end : name.end + 1] == CLOSE else name


def _read_name(text: str, start: int, *, is_expected: bool) -> Name | None:
    address = _ADDRESS.match(text, start)
    if address:
        return None if GROUP_ADDRESSES.match(address[1]) else Name(start, address.end(), SURE)
    mention = _MENTION.match(text, start)
    if mention:
        is_none = mention[0][1:].rstrip(".-").casefold() in NON_NAMES
        return None if is_none else Name(start, start + len(mention[0].rstrip(".-")), SURE)
    if AUTOMATIC.match(text, start) or PRODUCTS.match(text, start):
        return None
    tokens = _tokens_at(text, start)
    if tokens:
        return _name_of(text, tokens, is_expected=is_expected)
    return _lower_name_at(text, start, is_expected=is_expected)


def _kind(word: str) -> str:
    """Return what a word can be in a name: "title", "initial", "particle", "start", "capital", or "" for none of these.

    A "start" is a particle with a capital, that may begin a surname: "Van Dam".
    """
    if word[0].isdigit():
        return ""
    if word in ("'t", "’t"):
        return "particle"
    if word[1:2] in ("'", "’") and word[2:3].islower():
        return ""
    folded = word.casefold()
    # Letters without case (Chinese, Arabic ...) are read as capitals.
    is_capital = word[0].isupper() or word[0].istitle() or word[0].upper() == word[0].lower()
    is_bare_title = len(word) > 2 or folded in ("mw", "dr", "mr", "ir", "ds")
    if folded.rstrip(".") in HONORIFICS and (is_capital or word.endswith(".") or is_bare_title):
        return "title"
    if folded in OFFICES or folded.endswith(OFFICE_ENDINGS):
        return "title"
    if is_capital and folded in EXPECTED_STARTS:
        return "start"
    if is_capital and (len(word) == 1 or _INITIALS.match(word)):
        return "initial"
    if not is_capital and folded in PARTICLES:
        return "particle"
    if not is_capital and len(word) > 2 and word[1] in "'’" and word[2].isupper():
        return "capital"
    return "capital" if is_capital else ""


def _tokens_at(text: str, start: int) -> list[tuple[int, int, str]]:
    """Return the (start, end, kind) of the words from ``start`` on that may be parts of one name."""
    tokens: list[tuple[int, int, str]] = []
    position = start
    while len(tokens) < _MOST_TOKENS:
        found = _TOKEN.match(text, position)
        if not found or text[found.end() : found.end() + 1].isalnum():
            break
        word = found[0]
        kind = _kind(word)
        if not kind:
            break
        end = found.end()
        if kind == "capital":
            end -= len(word) - len(word.rstrip(".-'’·"))
        tokens.append((found.start(), end, kind))
        end += text[end : end + 1] == CLOSE
        if end < found.end() or text[end : end + 1] != " ":
            break
        position = end + 1 + (text[end + 1 : end + 2] == OPEN)
    return _without_tail(tokens)


def _name_of(text: str, tokens: list[tuple[int, int, str]], *, is_expected: bool = False) -> Name | None:
    words = [text[start:end].casefold() for start, end, _ in tokens]
    kinds = [kind for _, _, kind in tokens]
    # "Van Dam" is a surname anywhere, "van Dam" and "Den Uyl" where a name is expected.
    is_surname = kinds[0] == "start" and words[0] in SURNAME_STARTS
    if kinds[0] in ("start", "particle") and not is_surname and not is_expected:
        return None
    if kinds[0] == "initial" and len(words[0]) > 2 and words[0].replace(".", "") in NON_NAMES:
        return None
    is_word_name = words[0] in WORD_NAMES and (is_expected or len(tokens) > 1)
    if kinds[0] == "capital" and len(words[0]) > 2 and words[0] in NON_NAMES - ARTICLES and not is_word_name:
        return None
    cores = [index for index, kind in enumerate(kinds) if kind == "capital"]
    if any(words[index] in ORGANISATIONS for index in cores):
        return None
    first = words[cores[0]] if cores else ""
    for place, index in enumerate(cores):
        if place and words[index] in NON_NAMES and first in given_names():
            return _name_of(text, _without_tail(tokens[:index]), is_expected=is_expected)
        is_last_name = place and index == len(tokens) - 1 and words[index] in SHORT_SURNAMES
        if words[index] in NON_NAMES and not (is_word_name and not place) and not is_last_name:
            return None
    if not cores:
        return _initials_of(text, tokens)
    start, end = tokens[0][0], tokens[-1][1]
    has_number = any(sign.isdigit() for index in cores for sign in words[index])
    # "FDC3 PMC", "ACME Projects": a word of capitals first, and small letters after it, is an organisation's name.
    is_acronym = len(first) > 2 and text[start : start + len(first)].isupper() and not text[start:end].isupper()
    if len(cores) > 1 and (has_number or (is_acronym and first not in given_names())):
        return None
    before = kinds[: cores[0]]
    if "title" in before or "initial" in before or (first in given_names() and first not in EVERYDAY_NAMES):
        return Name(start, end, SURE)
    if len(cores) > 1:
        return Name(start, end, LIKELY)
    if kinds[0] in ("start", "particle"):
        lone = _lone_name(text[tokens[cores[0]][0] : end], first, start, end, is_expected=is_expected)
        return Name(start, end, LIKELY) if lone else None
    return _lone_name(text[start:end], first, start, end, is_expected=is_expected)


def _without_tail(tokens: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    while tokens and tokens[-1][2] in ("particle", "start", "title"):
        tokens = tokens[:-1]
    return tokens


def _initials_of(text: str, tokens: list[tuple[int, int, str]]) -> Name | None:
    """Return a lone initial as a name ("Chair: A"); X and N stand for nobody, a word of one letter is no initial."""
    word = text[tokens[0][0] : tokens[0][1]].rstrip(".")
    if len(tokens) > 1 or word in ("X", "N", "N.N") or tokens[0][2] != "initial":
        return None
    return Name(tokens[0][0], tokens[0][1], POSSIBLE)


def _lone_name(word: str, folded: str, start: int, end: int, *, is_expected: bool) -> Name | None:
    if folded in WORD_NAMES:
        return Name(start, end, POSSIBLE) if is_expected else None
    if word[0].upper() == word[0].lower():
        return Name(start, end, LIKELY)
    if folded in EVERYDAY_NAMES:
        return Name(start, end, POSSIBLE)
    parts = folded.split("-")
    if len(parts) > 1 and parts[0] in given_names():
        return Name(start, end, SURE)
    is_shouted = word.isupper() and len(word) > 3
    if (
        is_shouted
        or folded in ABBREVIATIONS
        or folded.endswith(NOUN_ENDINGS)
        or (len(parts) > 1 and parts[0] in NON_NAMES)
    ):
        return None
    return Name(start, end, POSSIBLE)


def _lower_name_at(text: str, start: int, *, is_expected: bool) -> Name | None:
    """Return a name without capitals: "anna", "jan van der berg", or a login such as "anna42"."""
    found = _TOKEN.match(text, start)
    login = _LOGIN.match(text, start)
    word = (login[0] if login else found[0] if found else "").rstrip(".-").casefold()
    is_word_name = is_expected and word in WORD_NAMES
    if not word or word in ORGANISATIONS or word in HONORIFICS:
        return None
    if word.replace(".", "") in NON_NAMES and not is_word_name:
        return None
    if is_word_name or is_given(word):
        end = start + len(word)
        for _ in range(4):
            following = re.compile(r" ([^\W\d_][\w'’-]{0,30})").match(text, end)
            if not following or following[1].casefold() in NON_NAMES - PARTICLES:
                break
            end = following.end()
        if _ENDS.match(text, end) and text[start:end].split()[-1] not in PARTICLES:
            return Name(start, end, SURE)
        end = start + len(word)
        return Name(start, end, SURE) if _ENDS.match(text, end) or _GOES_ON.match(text, end) else None
    if not login or not _ENDS.match(text, start + len(word)) or word.endswith(NOUN_ENDINGS):
        return None
    has_sign = any(sign.isdigit() or sign == "_" for sign in word)
    return Name(start, start + len(word), LIKELY if has_sign else POSSIBLE, is_login=True)


def is_given(word: str) -> bool:
    """Return whether a word in small letters is a given name and no everyday word, also a double one: "jan-willem"."""
    first = word.partition("-")[0]
    return (word in given_names() and word not in EVERYDAY_NAMES) or (first != word and first in given_names())


def is_nickname(words: str) -> bool:
    """Return whether lower-case words are a known name, or a login that is no word: "anna42", not "draft2" or "v2"."""
    first = words.split()[0].strip(".,;")
    letters = first.rstrip("0123456789._-")
    is_login = len(first) > 3 and any(sign.isdigit() for sign in first) and letters not in NON_NAMES
    return is_given(letters) or letters in given_names() or is_login or OPEN in words


def written_small_at(text: str) -> tuple[int, int] | None:
    """Return where a line holds nothing but a name that begins small, as some write it ("danah Boyd")."""
    found = re.compile(r"([^\W\d_]{2,20}) ([^\W\d_][\w'’-]{1,30})$").match(text)
    if not found or not found[1].islower() or not found[2][0].isupper() or found[1] in NON_NAMES:
        return None
    last = found[2].casefold()
    return None if last in NON_NAMES or last in ORGANISATIONS or last.endswith(NOUN_ENDINGS) else found.span()


def name_before(text: str, end: int) -> Name | None:
    """Return the longest name that ends where the words before ``end`` do; asides in brackets are passed over."""
    floor = max(0, end - 120)
    end = floor + len(text[floor:end].rstrip(f" *_,{LINK}"))
    if text[end - 2 : end] in ("'s", "’s") and text[end - 3 : end - 2] == CLOSE:
        end -= 2
    if text[end - 1 : end] == ")":
        opening = text.rfind("(", floor, end)
        end = floor + len(text[floor : max(opening, floor)].rstrip())
    starts = [
        found.start() for found in re.compile(rf"(?<![\w@.'’+-])[@\w{OPEN}]").finditer(text, max(0, end - 80), end)
    ]
    for start in starts[-_MOST_TOKENS:]:
        name = name_at(text, start)
        if name and name.end == end:
            return name
    return None


def is_ended(text: str, name: Name) -> bool:
    """Return whether what follows ``name`` leaves it a name: an end, another name, or "this week"."""
    if _ENDS.match(text, name.end):
        return text[name.end : name.end + 1] != ":" or name.weight == SURE
    return bool(_GOES_ON.match(text, name.end)) or (name.weight > POSSIBLE and text[name.end : name.end + 1] == " ")


def people_at(
    text: str,
    start: int,
    least: int,
    *,
    allows_login: bool = False,
    may_be_content: bool = False,
    is_expected: bool = False,
) -> tuple[int, int] | None:
    """Return where the people are listed that a value names from ``start`` on, or None.

    ``least`` is the weight the first name must have. Where the value may be content ("Notes: Anna will be late"), the
    names must be all of it. Where a label means a person a name is expected. A value in doubt
    ("Anna?", "Anna (tbc)") names nobody; a rota
    counts when it says who it is this time, or who takes turns.
    """
    position = _LEAD.match(text, start).end()  # type: ignore[union-attr]
    if is_expected:
        # "Leitung: von der Heide": what elsewhere means "by" begins the name here.
        plain = start + len(text[start:position]) - len(text[start:position].lstrip())
        surname = name_at(text, plain, is_expected=True)
        position = plain if surname and plain < position < surname.end else position
    opening = text[position : position + 1]
    if opening and opening in "{$%_":
        return None
    if opening and opening in "([<":
        least, allows_login, position = (SURE if opening != "(" else max(least, LIKELY)), False, position + 1
    rota = _ROTA.match(text, position)
    if rota:
        return people_of_rota(text, rota.end())
    name = name_at(text, position, is_expected=is_expected)
    if not name or name.weight < least or (name.is_login and not allows_login) or not is_ended(text, name):
        return None
    end = _end_of_list(text, name)
    if end is None or (may_be_content and not _IS_ALL.match(text, end)):
        return None
    return name.start, end


def _end_of_list(text: str, first: Name) -> int | None:
    """Return the end of the last of the names joined to ``first``, or None when they are in doubt."""
    end = first.end
    for _ in range(20):
        aside = _ASIDE.match(text, end)
        # "Ilse (Jorrit is ziek)": the doubt is about somebody else.
        is_other = aside is not None and name_at(aside[1], 0) is not None and " " in aside[1]
        if (aside and not is_other and _DOUBT.search(aside[1])) or re.compile(r"\s*\?").match(text, end):
            return None
        if _ELSE.match(text, end):
            return None
        joined = _JOIN.match(text, end)
        name = name_at(text, joined.end()) if joined else None
        if not name or not is_ended(text, name) or text[name.end : name.end + 1] == ":":
            break
        end = name.end
    return end


def people_of_rota(text: str, start: int) -> tuple[int, int] | None:
    """Return where a rota from ``start`` on says who it is this time, or else who takes turns, or None."""
    window = text[: start + 200]
    turn = _TURN.search(window, start)
    whose = name_before(window, turn.start()) if turn else None
    if whose and whose.start >= start and not whose.is_login:
        return whose.start, whose.end
    now = _THIS_TIME.search(window, start)
    places = [now.end()] if now else [found.end() for found in _AMONG.finditer(window, start)]
    if not now:
        places.insert(0, start + 1)
    for place in places[:10]:
        name = name_at(text, place)
        is_other = name and not now and _OTHER_TIME.search(window[start:place])
        if (
            name
            and not is_other
            and name.weight >= (POSSIBLE if now else LIKELY)
            and not name.is_login
            and is_ended(text, name)
        ):
            end = _end_of_list(text, name)
            return None if end is None else (name.start, end)
    return None


_AUTOMATIC_ENDS = late(rf"{_ENDS.pattern}|\s+(?:{BY}|via|in|op|with|met|mit|avec|{AND})\b", re.IGNORECASE)
_AUTOMATIC_ASIDE = late(
    r"[\s(,;+&/]{0,4}(?:(?:with|met|mit|avec|and|en|und|et|using|by|hulp|help|van|of|the)\s+){0,4}", re.IGNORECASE
)


def automatic_at(text: str, start: int, *, is_aside: bool = False) -> bool:
    """Return whether an automatic note-taker is named from ``start`` on, or just after it, as an aside."""
    lead = (_AUTOMATIC_ASIDE if is_aside else _LEAD).match(text, start)
    product = AUTOMATIC.match(text, lead.end() if lead else start)
    return bool(product and _AUTOMATIC_ENDS.match(text, product.end()))


def automatic_before(text: str, end: int) -> bool:
    """Return whether the words just before ``end`` name an automatic note-taker."""
    end = max(0, end - 60) + len(text[max(0, end - 60) : end].rstrip())
    for found in re.compile(r"(?<![\w.])\w").finditer(text, max(0, end - 30), end):
        product = AUTOMATIC.match(text, found.start())
        if product and product.end() == end:
            return True
    return False
