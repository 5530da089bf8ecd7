"""Feeds that show availability only: each title is the word with which Outlook or Google shows a stretch of time.

A published Outlook calendar with "availability only", and Google's busy-only addresses, write these words in the
language of the mailbox. They are a status, not a title: "Vrij" in such a feed is an hour that is free, not leave. So a
feed is recognised as a whole, from all its entries; a single "Vrij" between other titles stays what it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal

from analyzer.entries import Entry

Status = Literal["free", "elsewhere", "tentative", "busy", "away"]


def _words(text: str) -> frozenset[str]:
    return frozenset(word.strip().casefold() for word in text.split(","))


# One line or so for each language: English, Dutch, German, French, Spanish, Italian, Portuguese, Danish, Norwegian,
# Swedish, Finnish, Polish, Czech, Slovak, Hungarian, Romanian, Greek, Turkish, Russian, Ukrainian, Japanese, Chinese
# (simplified and traditional) and Korean.
_WORDS: Final[dict[Status, frozenset[str]]] = {
    "busy": _words(
        "Busy, Bezet, Gebucht, Beschäftigt, Belegt, Occupé, Occupée, Occupé(e), Indisponible, Ocupado, Ocupada, "
        "Occupato, Occupata, Optaget, Opptatt, Upptagen, Varattu, Zajęty, Zajęte, Zajęta, Zaneprázdněn, Nemám čas, "
        "Zaneprázdnený, Nemám čas, Elfoglalt, Foglalt, Ocupat, Απασχολημένος, Δεσμευμένο, Meşgul, Занят, Занято, "
        "Зайнятий, Зайнято, 予定あり, 忙, 忙碌, 약속 있음, 다른 용무 중, 바쁨"
    ),
    "tentative": _words(
        "Tentative, Voorlopig, Onder voorbehoud, Mit Vorbehalt, Unter Vorbehalt, Vorläufig, Provisoire, Provisional, "
        "Provvisorio, Provisório, Provisória, Tentativa, Foreløbig, Foreløpig, Preliminär, Preliminärt, Alustava, "
        "Niepewny, Wstępna akceptacja, Wstępnie zaakceptowane, Nezávazně, Nezáväzne, Predbežne, Feltételes, "
        "Provizoriu, Με επιφύλαξη, Δοκιμαστικό, Belirsiz, Kesin değil, Под вопросом, Під питанням, 仮の予定, 仮予定, "
        "暂定, 暫訂, 暫定, 미정"
    ),
    "away": _words(
        "Away, Out of office, Out of the office, OOF, Afwezig, Niet aanwezig, Niet op kantoor, Abwesend, Außer Haus, "
        "Absent, Absente, Absent(e), Absent du bureau, Ausente, Fuera de la oficina, Fuori sede, Assente, "
        "Fora do escritório, Ausente do escritório, Ikke til stede, Ikke på kontoret, Borte, Fraværende, Frånvarande, "
        "Inte på kontoret, Poissa, Poza biurem, Nieobecny, Mimo kancelář, Mimo kancelárie, Pryč, Házon kívül, "
        "Nincs az irodában, Plecat, Absent de la birou, Εκτός γραφείου, Dışarıda, Ofis dışında, Нет на месте, "
        "Нет на работе, Не на роботі, Немає на місці, 外出中, 退席中, 外出, 不在办公室, 不在辦公室, 离开, 부재 중, "
        "자리 비움"
    ),
    "elsewhere": _words(
        "Working elsewhere, Elders werkzaam, Werkt elders, Werkzaam op een andere locatie, "
        "Op een andere locatie werken, An einem anderen Ort tätig, An anderem Ort tätig, Arbeitet an anderem Ort, "
        "Travaille ailleurs, Travail ailleurs, Travail dans un autre lieu, Travaillant ailleurs, "
        "Trabajando en otro lugar, Trabaja en otro lugar, Trabajo en otro lugar, Lavoro altrove, "
        "Al lavoro in altra sede, Fuori ufficio, Trabalhando em outro lugar, A trabalhar noutro local, "
        "Arbejder et andet sted, Arbeider et annet sted, Jobber et annet sted, Arbetar någon annanstans, "
        "Arbetar på annan plats, Työskentelee muualla, Praca w innym miejscu, Pracuje w innym miejscu, "
        "Práce z jiného místa, Práce jinde, Práca inde, Máshol dolgozik, Lucrează în altă parte, "
        "Εργασία σε άλλη τοποθεσία, Başka yerde çalışıyor, Работает в другом месте, Работа в другом месте, "
        "Працює в іншому місці, 他の場所で作業中, 他の場所で仕事中, 在其他地方工作, 在別處工作, 다른 곳에서 근무 중, "
        "다른 장소에서 근무 중"
    ),
    "free": _words(
        "Free, Vrij, Beschikbaar, Frei, Verfügbar, Libre, Disponible, Libero, Libera, Disponibile, Livre, Disponível, "
        "Ledig, Fri, Tilgængelig, Tilgjengelig, Tillgänglig, Vapaa, Wolny, Wolne, Volno, Volný, Voľný, Szabad, Liber, "
        "Disponibil, Ελεύθερος, Διαθέσιμος, Serbest, Boş, Uygun, Свободен, Свободно, Вільний, Вільно, 空き時間, 空き, "
        "空闲, 有空, 閒置, 한가함, 약속 없음"
    ),
}
_STATUSES: Final[dict[str, Status]] = {word: status for status, words in _WORDS.items() for word in words}


def is_busy_title(title: str) -> bool:
    """Return whether a title is nothing but "busy", in any language of the feeds."""
    return title.strip().casefold() in _WORDS["busy"]


def is_status_title(title: str) -> bool:
    """Return whether a title is nothing but one of the words of the feeds."""
    return title.strip().casefold() in _STATUSES


def mark_availability(entries: Sequence[Entry], owner: str) -> None:
    """Give every entry of a feed of availability its status; leave other calendars as they are.

    A feed is one in which each title is such a word and no entry says more: no text, no place, and nobody but the
    calendar itself, which Google lists as the only attendee. It holds "busy" or "tentative" somewhere: a calendar with
    nothing but "Vrij" or "Afwezig" is somebody's list of leave.

    Args:
        entries: all entries of one calendar; those of a feed are changed in place.
        owner: address of the calendar where the file names it, else "".
    """
    statuses = [_STATUSES.get(entry.title.strip().casefold()) for entry in entries]
    if None in statuses or not {"busy", "tentative"} & set(statuses):
        return
    if any(map(_says_more, entries)):
        return
    parties = {party.address for entry in entries for party in (*entry.attendees, entry.organizer) if party}
    if len(parties) > 1 or (owner and not parties <= {owner}):
        return
    for entry, status in zip(entries, statuses, strict=True):
        entry.readable = "none"
        entry.is_free = entry.is_free or status == "free"
        entry.is_busy_only = not entry.is_free
        if status == "away" and not entry.is_free:
            entry.declared_kind = "absence"
        elif status == "elsewhere" and entry.is_all_day:
            entry.declared_kind = "working-place"


def _says_more(entry: Entry) -> bool:
    return bool(entry.description or entry.location or entry.url or entry.conference_links or entry.categories)
