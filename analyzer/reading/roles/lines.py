"""The lines of an invitation as its reader sees them, whatever it was written in: HTML, Markdown, or plain text."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from analyzer.reading.patterns import late

# Stands for every address of a page: a line that holds nothing else says where something is, not who does it.
LINK = "\ue000"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of plain text, and how it was marked: "heading", "bullet", "number" or ""."""

    text: str
    mark: str = ""


# Every quantifier over free text is bounded or stops at the character it starts with, so that time stays linear.
_TAG = late(
    r"<(?P<close>/?)(?P<name>a|article|b|big|blockquote|body|br|center|code|dd|del|div|dl|dt|em|font|footer|h[1-6]|head"
    r"|header|hr|html|html-blob|i|img|ins|kbd|label|li|link|main|mark|meta|o:p|ol|p|pre|s|section|small|span|strike"
    r"|strong|sub|sup|table|tbody|td|tfoot|th|thead|title|tr|u|ul|wbr)(?=[\s/>])[^<>]{0,4000}>",
    re.IGNORECASE,
)
_STRUCK = late(r"<(s|del|strike)>[^<>]{0,300}</\1>|~~[^~\n]{1,300}~~", re.IGNORECASE)
_HUGE_REFERENCE = late(r"&#[0-9]{8,}")
_INVISIBLE = late("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe0f\ufeff]")
_SPACES = late("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_BREAKS = late(r"\\[nN]|\r\n?|[\u2028\u2029\x0b\x0c\x85]")
_MARKDOWN_LINK = late(r"\[([^\[\]\n]{1,300})\]\(([^()\s]{1,2000})\)")
_ADDRESS = late(
    # begins with one class of characters, so that the search can skip all others quickly
    r"[<hwfzm](?:(?<=<)(?:(?:https?|webcal|ftp|zoommtg|msteams)://|www\.)"
    r"|(?<!\w.)(?:(?:(?<=h)ttps?|(?<=w)ebcal|(?<=f)tp|(?<=z)oommtg|(?<=m)steams)://|(?<=w)ww\.))"
    r"[^\s<>\"|\ue000]+>?"
)
_EMPHASIS = late(r"\*+(?=\S)|(?<=\S)\*+|`+|(?<![\w_])__?(?=\w)|(?<=[\w:.])__?(?![\w_])")
_START = late(
    r"(?:(?P<heading>#{1,6}\s+)"
    r"|(?P<bullet>(?:[-*•·‣◦▪>+–—]|\[[ xX]?\]|o(?=\s\s))\s+)|(?P<number>\(?\d{1,2}(?:\.\d{1,2})*[.)]\s+))"
)
_RULE = late(r"[\s|:=_-]+$")
_BREAK_SIGNS = "\\\r\u2028\u2029\x0b\x0c\x85"
_RULE_SIGNS = frozenset("|:=_-")
_EMPTY = Line("")
_UNFINISHED = late(
    r"(?:^|\s)(?:by|door|von|durch|par|por|is|be|the|and|en|und|et|de|het|van|als|as|will|wordt|wird|sera)$",
    re.IGNORECASE,
)
_BLOCKS = frozenset(
    [
        "article",
        "blockquote",
        "body",
        "br",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "footer",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "head",
        "header",
        "hr",
        "html",
        "html-blob",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "tfoot",
        "thead",
        "title",
        "tr",
        "ul",
    ]
)


def plain_lines(text: str) -> list[Line]:
    """Return the lines of ``text`` without markup, in their order; an empty line stays, as one line without text.

    HTML tags, entities, ICS escapes, Markdown emphasis and list marks go; struck-out words go with their mark; every
    address of a page becomes :data:`LINK`; table cells are divided by " | ". Linear in the length of the text.
    """
    if "<" in text:
        text = _STRUCK.sub(" ", _without_blocks(text))
        text = _TAG.sub(_replaced_tag, text)
    elif "~~" in text:
        text = _STRUCK.sub(" ", text)
    text = without_entities(text)
    # What a text does not hold need not be looked for form by form: most hold no more than letters and stops.
    if not text.isascii():
        text = _SPACES.sub(" ", _INVISIBLE.sub("", text))
    if any(map(text.__contains__, _BREAK_SIGNS)):
        text = _BREAKS.sub("\n", text)
    if "\\" in text:
        text = text.replace("\\,", ",").replace("\\;", ";")
    if "](" in text:
        text = _MARKDOWN_LINK.sub(_replaced_link, text)
    has_address = "://" in text or "www." in text
    lines: list[Line] = []
    for raw in text.split("\n"):
        if has_address and ("://" in raw or "www." in raw):
            raw = _ADDRESS.sub(LINK, raw)
        if not raw.isascii():
            raw = unicodedata.normalize("NFC", raw)
        line = _line(raw)
        last = lines[-1].text if lines and line.text and not line.mark else ""
        if last[-1:].isalpha() and _UNFINISHED.search(last[-12:]):
            lines[-1] = Line(f"{lines[-1].text} {line.text}", lines[-1].mark)
        else:
            lines.append(line)
    return lines


def without_entities(text: str) -> str:
    """Return ``text`` with the characters that its HTML entities stand for."""
    # Python refuses to read a number of thousands of digits, and no character has one of eight.
    if "&" not in text:
        return text
    import html  # its names of letters cost a start

    return html.unescape(_HUGE_REFERENCE.sub("&", text))


def _without_blocks(text: str) -> str:
    """Return ``text`` without comments, styles and scripts."""
    for opening, closing in (("<!--", "-->"), ("<style", "</style>"), ("<script", "</script>")):
        kept, position, lowered = [], 0, text.lower() if opening in text.lower() else ""
        # Lower case may change the length of odd letters; then positions would not fit, and the block stays.
        start = lowered.find(opening) if len(lowered) == len(text) else -1
        while start >= 0:
            end = lowered.find(closing, start)
            if end < 0:
                break
            kept.append(text[position:start])
            position = end + len(closing)
            start = lowered.find(opening, position)
        text = " ".join([*kept, text[position:]])
    return text


def _replaced_tag(match: re.Match[str]) -> str:
    name = match["name"].lower()
    if name == "li":
        return "\n" if match["close"] else "\n- "
    if name in ("td", "th"):
        return " | " if match["close"] else ""
    if name in _BLOCKS:
        return "\n## " if name[0] == "h" and name[1:].isdigit() and not match["close"] else "\n"
    return ""


def _replaced_link(match: re.Match[str]) -> str:
    is_page = "://" in match[2] and not match[2].startswith("mailto:")
    return f"{match[1]} {LINK}" if is_page else match[1]


@lru_cache(maxsize=8192)  # invitations share most of their lines
def _line(raw: str) -> Line:
    text, mark = raw.strip(), ""
    # Most lines begin with a letter: these are no rule and have no mark.
    if not text or (text[0] in _RULE_SIGNS and _RULE.match(text) and text.strip("|").strip() != "-"):
        return _EMPTY
    for _ in range(3):
        found = None if text[:1].isalpha() and text[0] != "o" else _START.match(text)
        if not found:
            break
        mark = mark or str(found.lastgroup)
        text = text[found.end() :]
    if "*" in text or "`" in text or "_" in text:
        text = _EMPHASIS.sub("", text)
    # Two cells at least make a row; the outer strokes of a row say nothing.
    text = " ".join(text.replace("\t", " | ").split(" ")) if "\t" in text else text
    return Line(text.strip().removeprefix("|").removesuffix("|").strip(), mark)
