"""What an invitation says beside how to join: the text of a description without the block of its call.

Teams, Zoom, Meet and Webex write a block of links, numbers and notices into every invitation, in the language of
whoever sends it. A line is part of it when it is nothing but addresses of a platform, telephone numbers, dates and the
words those platforms use. Greetings, signatures and an agenda that is still to come say nothing of the meeting either.
Time is linear in the length of the text.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from functools import cache, lru_cache
from typing import Final

from analyzer.reading.calls import platform_of_conference
from analyzer.reading.literals import small_letters
from analyzer.reading.patterns import late
from analyzer.reading.title_words import DATE_WORDS, fold, words

JOIN_LINES: Final = """
Microsoft Teams meeting · Microsoft Teams Need help? · Join the meeting now · Join on your computer or mobile app ·
Join on your computer, mobile app or room device · Click here to join the meeting · Meeting ID · Passcode · Download
Teams · Join on the web · Or call in (audio only) · Dial in by phone · Find a local number · Phone Conference ID ·
Toll-free · Reset PIN · Reset dial-in PIN · Learn more about Teams · Meeting options · For organizers · For organisers
· Org help · Join with a video conferencing device · Join on a video conferencing device · Tenant key · Video ID ·
Video Conference ID · Alternate VTC dialing instructions · More info · System reference · Privacy and security ·
Meeting link · Join link · Join Skype Meeting · Trouble joining? Try Skype Web App · Join by phone · Conference ID ·
Forgot your dial-in PIN? · Help · Join with Google Meet · Or dial · More phone numbers · Learn more about Meet at ·
Please do not edit this section · This event has a video call · View your event at · Meeting code · More joining
options · Video call link · Joining info · Join Zoom Meeting · One tap mobile · Dial by your location · Find your
local number · Join by SIP · Join by H.323 · Join instructions · Join from PC, Mac, Linux, iOS or Android · Or iPhone
one-tap · Or telephone · Please download and import the following iCalendar (.ics) files to your calendar system ·
Webinar ID · International numbers available · Password · Personal meeting room · Zoom link · Join our Cloud HD Video
Meeting · Zoom room · Meeting chat · Join Webex meeting · When it's time, join your Webex meeting here · More ways to
join · Join from the meeting link · Join by meeting number · Meeting number (access code) · Meeting password · Tap to
join from a mobile device (attendees only) · Global call-in numbers · Toll-free calling restrictions · Join from a
video system or application · You can also dial and enter your meeting number · Join using Microsoft Lync or Microsoft
Skype for Business · Need help? Go to · Host key · Host PIN · If you are a host, click here to view host information ·
Do not delete or change any of the following text · Please join my meeting from your computer, tablet or smartphone ·
You can also dial in using your phone · Access code · Join from a video-conferencing room or system · Get the app now
and be ready when your first meeting starts · New to · Or dial PIN · When dialing from a phone · Joining instructions
· United States Toll

Microsoft Teams-vergadering · Hulp nodig? · Nu deelnemen aan de vergadering · Deelnemen op uw computer, mobiele app of
ruimteapparaat · Deelnemen via je computer of met de mobiele app · Klik hier om deel te nemen aan de vergadering ·
Klik hier als u wilt deelnemen aan de vergadering · Vergaderings-id · Vergadering-id · Wachtwoordcode · Toegangscode ·
Wachtwoord · Teams downloaden · Deelnemen op internet · Deelnemen via het web · Of bellen (alleen audio) · Of inbellen
· Inbellen via de telefoon · Telefonisch inbellen · Inbelnummers · Een lokaal nummer zoeken · Zoek een lokaal nummer ·
Telefonische vergadering-id · Telefonische conferentie-id · Meer informatie over · Opties voor vergadering ·
Vergaderopties · Vergaderingsopties · Voor organisatoren · Pincode voor inbellen opnieuw instellen · Pincode resetten
· Deelnemen met een apparaat voor videovergaderen · Deelnemen via een videovergaderapparaat · Tenantsleutel · Video-id
· Privacy en beveiliging · Videogesprek · Deelnemen via Google Meet · Deelnemen met Google Meet · Link voor
videogesprek · Of bel · Pincode · Meer telefoonnummers · Bewerk dit gedeelte niet · Deze afspraak bevat een
videogesprek · Bekijk je afspraak op · Deelnemen aan Zoom-vergadering · Deelnemen aan Zoom-meeting · Met één tik op
mobiel · Bel in op basis van uw locatie · Bellen op basis van uw locatie · Zoek uw lokale nummer · Deelnemen via SIP ·
Deelnemen via H.323 · Instructies voor deelname · Meeting-id · Deelnemen aan Webex-vergadering · Deelnemen aan de
vergadering · Meer manieren om deel te nemen · Vergaderingsnummer (toegangscode) · Vergaderingswachtwoord ·
Vergaderlink · Deelnemen op nummer · Of bel pincode

Microsoft Teams-Besprechung · Microsoft Teams-Sitzung · Benötigen Sie Hilfe? · Jetzt an der Besprechung teilnehmen ·
Nehmen Sie auf dem Computer, in der mobilen App oder mit einem Raumgerät teil · Hier klicken, um an der Besprechung
teilzunehmen · Besprechungs-ID · Kennung · Kenncode · Kennwort · Passwort · Teams herunterladen · Im Web beitreten ·
Oder anrufen (nur Audio) · Per Telefon einwählen · Lokale Nummer suchen · Telefonkonferenz-ID · Weitere Infos ·
Besprechungsoptionen · Für Organisatoren · PIN für Einwahl zurücksetzen · Mit einem Videokonferenzgerät teilnehmen ·
Über ein Videokonferenzgerät beitreten · Mandantenschlüssel · Datenschutz und Sicherheit · Videoanruf · Über Google
Meet teilnehmen · Mit Google Meet teilnehmen · Weitere Telefonnummern · Oder wählen Sie · Bitte diesen Abschnitt nicht
bearbeiten · Dieser Termin enthält einen Videoanruf · Termin ansehen unter · Zoom-Meeting beitreten · Schnelleinwahl
mobil · Einwahl nach aktuellem Standort · Ortseinwahl suchen · Über SIP beitreten · Über H.323 beitreten ·
Webex-Meeting beitreten · Meeting beitreten · Weitere Methoden zum Beitreten · Meeting-Kennnummer (Zugriffscode) ·
Meeting-Passwort · Zugangscode · Anweisungen zum Beitreten · Weitere Informationen über · Link zum Videoanruf ·
Einladung · Oder wählen Sie PIN

Réunion Microsoft Teams · Besoin d'aide ? · Rejoindre la réunion maintenant · Participez à partir de votre ordinateur,
de votre application mobile ou de l'appareil de la salle · Cliquez ici pour rejoindre la réunion · Cliquez ici pour
participer à la réunion · ID de réunion · Code secret · Code d'accès · Mot de passe · Télécharger Teams · Rejoindre
sur le web · Ou composer le numéro (audio seulement) · Ou appelez (audio uniquement) · Rejoindre par téléphone ·
Composer par téléphone · Rechercher un numéro local · Trouver un numéro local · ID de conférence téléphonique · En
savoir plus · Options de réunion · Pour les organisateurs · Réinitialiser le code PIN de connexion · Participer à
l'aide d'un appareil de vidéoconférence · Rejoindre sur un appareil de vidéoconférence · Clé de locataire · ID de
vidéo · Confidentialité et sécurité · Appel vidéo · Participer avec Google Meet · Rejoindre avec Google Meet · Ou
composez le · Autres numéros de téléphone · Veuillez ne pas modifier cette section · Cet événement comporte un appel
vidéo · Afficher votre événement sur · Participer à la réunion Zoom · Une seule touche sur l'appareil mobile ·
Composez un numéro en fonction de votre emplacement · Trouvez votre numéro local · Participer par SIP · Participer par
H.323 · Rejoindre la réunion Webex · Autres façons de rejoindre la réunion · Numéro de réunion · Mot de passe de la
réunion · Instructions de participation · Lien de l'appel vidéo · Ou composez le code
"""
"""Lines of the blocks that Teams, Skype, Meet, Zoom, Webex and GoTo write; their words make the vocabulary."""

NO_AGENDA: Final = words(
    "agenda agendapunten tagesordnung ordre du jour tbd tba tbc ntb nnb nvt na volgt volgen nog te bepalen follows "
    "follow folgt suit suivre coming soon none geen keine aucun uitnodiging invitation invite · de het een the a an le "
    "la les der die das en and und et of or oder ou op on in to via am us uk nl be fr ext extension toll tel phone "
    "mobile meeting call link http https www com"
)
"""What stands where an agenda was meant to come, and words too small to say anything."""

NO_MEANING: Final = NO_AGENDA | DATE_WORDS

_LINES_OF_PEOPLE: Final = tuple(
    (tuple(hints.split()), late(form, re.IGNORECASE))
    for hints, form in (
        # the platforms' own sentences with a name or a title in them
        ("invit", r".{0,120}\b(?:is inviting you to|invites you to|has invited you to|invited you to) .{0,120}$"),
        (
            "nodig lädt invite",
            r".{0,120}\b(?:nodigt (?:u|je) uit|heeft (?:u|je) uitgenodigd|lädt sie|vous invite) .{0,60}"
            r"\b(?:zoom|webex|teams|meeting|vergadering|réunion)\b.{0,60}$",
        ),
        (
            "record notice",
            r"(?:this (?:meeting|event|call) (?:may|will|is being|can) be recorded|important notice: please note).*$",
        ),
        (
            "dial bellen wählen composer",
            r"(?:you can also|u kunt ook|sie können auch|vous pouvez aussi) (?:dial|bellen|wählen|composer)\b.{0,120}$",
        ),
        (
            "occurrence keer termin",
            r"(?:every|each|elke|iedere|jede|chaque|all[ae]s?)\b.{0,80}\b(?:occurrence|keer|termin|occurrences)\b.{0,30}$",
        ),
        # disclaimers of the sender's mail program
        (
            "intended bestemd bestimmt destin",
            r".{0,80}\b(?:confidential|vertrouwelijk|vertraulich|confidentiel)\b.{0,80}"
            r"\b(?:intended|bestemd|bestimmt|destin)\w*\b.*$",
        ),
        (
            "intended bestemd bestimmt",
            r".{0,80}\b(?:intended (?:solely|only)|(?:uitsluitend|alleen) bestemd|ausschließlich .{0,30}bestimmt)\b.*$",
        ),
        ("meetlint", r"meetlint\s*:\s*ignore\b.*$"),
    )
)
"""Each with what a line holds that has this form, one of these; looking for that first is several times quicker."""

_HINTS_OF_PEOPLE: Final = tuple(dict.fromkeys(hint for hints, _ in _LINES_OF_PEOPLE for hint in hints))

_ZOOM_FIELD = late(r"(?:topic|time|onderwerp|tijd|thema|zeit|uhrzeit|sujet|heure)\s*:.{0,300}$", re.IGNORECASE)
"""What Zoom repeats of the event itself, below its sentence of invitation."""

_ZOOM_SENTENCE = late(
    r"\b(?:inviting you to a scheduled zoom|geplande zoom|geplanten zoom|réunion zoom planifiée)", re.IGNORECASE
)
_LABELLED = late(
    r"(?:pass\s?code|pass\s?word|pin|pwd|id|key|code|code secret|mot de passe|kennwort|passwort|kenncode|kennung|"
    r"wachtwoord|wachtwoordcode|toegangscode|zugangscode|sleutel|schlüssel|host|user ?name)\s?[:=]\s?(\S{1,60})",
    re.IGNORECASE,
)
_ADDRESS = late(r"<?\b(?:https?|sips?|tel|mailto|callto|zoommtg|msteams):[^\s<>]{1,4000}>?|www\.[^\s<>]{1,2000}", re.I)
_MAIL = late(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){0,6}")
_DIGIT = late(r"\d")
_DIAL = late(r"[+(]?\d[\d\s().,;*#/x-]{5,60}")
_DIAL_LINE = late(
    r"\W{0,6}(?:(?:\+|\(?00)\d[\d\s().,;*#-]{6,60}|\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}\b|\d{1,3}(?:\.\d{1,3}){3}\b)"
)
"""A line that begins with a telephone number or an IP address names places after it."""

_MOST_WORDS_AFTER_NUMBER = 8
_MOST_WORDS_BESIDE_LINK = 2
"""So many words beside the way into a call are its label."""

_WORD = late(r"[^\W\d_]+")
_GREETING: Final = words(
    "hi hello hey hallo hoi dag beste geachte goedemorgen goedemiddag dear good liebe lieber guten moin bonjour salut "
    "cher chère chers"
)
_GREETING_WORDS = 5
_SIGN_OFF = late(
    r"(?:met vriendelijke groet(?:en)?|vriendelijke groet(?:en)?|hartelijke groet(?:en)?|groet(?:en|jes)?|mvg|gr|"
    r"(?:kind|best|warm|many)? ?regards|cheers|best(?: wishes)?|sincerely|thanks|thank you|bedankt|dank(?: je| u)?|"
    r"(?:mit )?(?:freundlichen|besten|vielen|viele|liebe|lieben) gr(?:ü|ue)(?:ß|ss)en?|mfg|vg|lg|vielen dank|danke|"
    r"(?:bien )?cordialement|bien à vous|merci)\b[\s,.!]{0,5}(?P<name>[^\n]{0,60})$",
    re.IGNORECASE,
)
_SIGNATURE_MARK = late(r"--\s*$")
_LONGEST_SIGNATURE = 8
"""Lines after "Kind regards" that belong to a signature."""

_TOPIC = late(r"\W{0,4}(?:\d{1,2}[.)]|[-*•]|agenda|doel|goal|purpose|ziel|objectif|topics?|onderwerp)", re.IGNORECASE)
_OUR_PLATFORM_PAGES: Final = (
    "aka.ms/", "calendar.google.com/", "www.google.com/calendar/", "support.", "help.", "learn.microsoft.com/",
    "www.microsoft.com/", "products.office.com/", "go.microsoft.com/", "privacy.microsoft.com/", "www.webex.com",
    "dialin.", "tel.meet/", "mysettings.lync.com", "get.gotomeeting.com",
)  # fmt: skip
_GOOGLE_MARK = late(r"-::~[:~]{0,400}::-")
_TEAMS_LINE: Final = "_" * 20
_TEAMS_MARK = late(r"\s*_{20,200}\s*")
_TEAMS_PAGE = late(
    r"\b(?:(?:dialin\.)?teams\.(?:microsoft|live)\.(?:com|us)|teams\.cloud\.microsoft|aka\.ms/JoinTeamsMeeting)",
    re.IGNORECASE,
)
_ZOOM_LINK = late(r"<?https?://[\w.-]{0,60}\bzoom(?:gov)?\.(?:us|com)/[jws]/\d\S{0,500}$", re.IGNORECASE)
_FIELD = late(r"[^:：]{1,40}[:：]")
_NUMBERED = late(r"[^:：\d]{1,40}[:：]\s*\d[\d ]{8,16}$")
_CODE = late(r"[^:：\d]{1,40}[:：]\s*\S{1,16}$")
_REACHES_CALL = late(
    r"[^:]{0,60}:?\s*<?https?://[\w.-]{0,60}\bzoom(?:gov)?\.(?:us|com)/\S{1,500}$"
    r"|[•*\s]{0,12}\+\d[\d ,#*()-]{6,40}[^\d]{0,40}$",
    re.IGNORECASE,
)
_BLANK = late(r"[\s•*_=-]*")
_MOST_WORDS_OF_LABEL = 8
"""So many words above a link or a number of the call are its label."""

_MARKUP = late(r"<[^<>]{0,500}>|&(?:nbsp|amp|lt|gt|quot|#\d{1,5});")
_LINE_MARKUP = late(r"</?(?:br|p|li|ul|div|tr|h\d)\b[^<>]{0,500}>", re.IGNORECASE)
_LONGEST = 100_000
"""What stands after this many characters is not looked at: no agenda begins there."""


def agenda_of(description: str) -> str:
    """Return the lines of a description that say something of the meeting, "" when it only tells how to join.

    Left out are the blocks of Teams, Skype, Meet, Zoom, Webex and GoTo in Dutch, English, German and French (links,
    numbers, codes, help, options, notices), separators, greetings, signatures, disclaimers, and words that announce an
    agenda without giving one ("Agenda volgt", "TBD"). A link that leads to no call stays: the agenda may stand there.
    """
    kept: list[str] = []
    text = description[:_LONGEST]
    if "<" in text:
        text = _LINE_MARKUP.sub("\n", text)
    # What stands between two marks of Google says nothing, nor does what follows a mark that is never closed.
    if "-::~" in text:
        text = "\n".join(_GOOGLE_MARK.split(text)[::2])
    lines = text.splitlines()
    if _TEAMS_LINE in text:
        lines = _without_teams_blocks(lines)
    is_zoom = False
    if "zoom" in text.lower():
        is_zoom = bool(_ZOOM_SENTENCE.search(text))
        lines = _without_zoom_blocks(lines)
    signature_left = 0
    for raw in lines:
        line = raw.strip()
        if not line:
            continue
        if signature_left and not _TOPIC.match(line):
            signature_left -= 1
            continue
        signature_left = 0
        if _is_sign_off(line):
            signature_left = _LONGEST_SIGNATURE
        elif not (is_zoom and _ZOOM_FIELD.match(line)) and _says_something(line):
            kept.append(line)
    return "\n".join(kept)


def _without_teams_blocks(lines: list[str]) -> list[str]:
    """Return the lines without what stands between two dash lines and leads into Teams, whatever its language."""
    marks = [index for index, line in enumerate(lines) if "_" in line and _TEAMS_MARK.fullmatch(line)]
    kept, done = [], 0
    for opening, closing in itertools.pairwise(marks):
        if any(_TEAMS_PAGE.search(line) for line in lines[opening + 1 : closing]):
            kept += lines[done : opening + 1]
            done = closing
    return kept + lines[done:]


def _without_zoom_blocks(lines: list[str]) -> list[str]:
    """Return the lines without Zoom's invitations: from the sentence with its name down to the numbers to call.

    Told by their shape, since Zoom writes in the language of whoever invites: a sentence that names Zoom, lines of a
    label and a value, the link; then labels with numbers, and short lines above a link or a telephone number.
    """
    kept: list[str] = []
    index = 0
    while index < len(lines):
        end = _end_of_zoom_block(lines, index) if "zoom" in lines[index].lower() else index
        kept += lines[index : index + 1] if end == index else []
        index = max(end, index + 1)
    return kept


def _end_of_zoom_block(lines: list[str], start: int) -> int:
    """Return the position after Zoom's invitation that begins at ``start``, or ``start`` when none does."""
    if _TOPIC.match(lines[start].strip()):
        return start
    filled = [index for index in range(start + 1, min(start + 16, len(lines))) if lines[index].strip()][:7]
    link = next((index for index in filled if _ZOOM_LINK.match(lines[index].strip())), None)
    between = filled[: filled.index(link)] if link is not None else []
    # Between the sentence and the link stand labels with values, and above the link a line that names Zoom again; below
    # it stands the number of the meeting.
    if link is None or not between or "zoom" not in lines[between[-1]].lower():
        return start
    is_block = all(_FIELD.match(lines[index].strip()) or "zoom" in lines[index].lower() for index in between)
    if not is_block or not any(_NUMBERED.match(line.strip()) for line in lines[link + 1 : link + 5]):
        return start
    end, has_number = link + 1, False
    for index in range(end, min(end + 60, len(lines))):
        line = lines[index].strip()
        following = lines[index + 1].strip() if index + 1 < len(lines) else ""
        is_code = has_number and bool(_CODE.match(line))
        is_label = 0 < len(line.split()) <= _MOST_WORDS_OF_LABEL and bool(_REACHES_CALL.match(following))
        has_number = bool(_NUMBERED.match(line))
        if has_number or is_code or _REACHES_CALL.match(line) or (is_label and not _TOPIC.match(line)):
            end = index + 1
        elif line and not _BLANK.fullmatch(line):
            break
    return end


@lru_cache(maxsize=4096)  # invitations share most of their lines
def _is_sign_off(line: str) -> bool:
    if _SIGNATURE_MARK.match(line):
        return True
    found = _SIGN_OFF.match(line)
    # "Best practices" and "Thanks for preparing the budget" go on; a name or nothing follows a sign-off.
    return found is not None and all(word[0].isupper() for word in _WORD.findall(found["name"]))


@lru_cache(maxsize=4096)  # invitations share most of their lines
def _says_something(line: str) -> bool:
    """Return whether a line holds a word, or an address, that is no part of the way into a call."""
    lowered = line.lower()
    if any(map(lowered.__contains__, _HINTS_OF_PEOPLE)) and _is_of_people(line):
        return False
    if _says_much(line):
        return True
    addresses = _ADDRESS.findall(line) if ":" in line or "www." in line else []
    if any(not _leads_to_call(address) for address in addresses):
        return True
    if addresses == [line]:
        return False  # nothing but the way in
    is_dial_line = bool(_DIAL_LINE.match(line))
    text = line
    if ":" in line or "=" in line:
        text = _LABELLED.sub(lambda match: match[0][: match.start(1) - match.start()], line)
    # A form is tried only where a sign stands that it cannot do without: most lines hold none of them.
    for form, sign in ((_ADDRESS, ":"), (_ADDRESS, "www."), (_MARKUP, "<"), (_MARKUP, "&"), (_MAIL, "@")):
        if sign in text:
            text = form.sub(" ", text)
    if _DIGIT.search(text):
        text = _DIAL.sub(" ", text)
    said = [word for word in _WORD.findall(fold(unicodedata.normalize("NFKC", text))) if len(word) > 1]
    if addresses and len(said) <= _MOST_WORDS_BESIDE_LINK:
        return False
    if is_dial_line and len(said) <= _MOST_WORDS_AFTER_NUMBER:
        return False
    if said and said[0] in _GREETING and len(said) <= _GREETING_WORDS:
        return False
    return not _is_about_joining(said)


def _is_of_people(line: str) -> bool:
    """Return whether a line is one that a platform or a mail program writes around a name or a title."""
    lowered = small_letters(line)
    return any(any(map(lowered.__contains__, hints)) and form.match(line) for hints, form in _LINES_OF_PEOPLE)


def _says_much(line: str) -> bool:
    """Return whether a line surely says something: more words than any form of joining has beside its way in, one new.

    Words that something else may take away are left aside: what is markup, and what follows a label.
    """
    words = line.split()
    if "<" in line or len(words) <= _MOST_WORDS_AFTER_NUMBER:
        return False
    if ":" in line or "=" in line:
        words = [word for before, word in itertools.pairwise(("", *words)) if before[-1:] not in (":", "=")]
    usual, count, has_new = _usual_words(), 0, False
    for word in words:
        telling = word.rstrip(".,;!?")
        if len(telling) > 1 and telling.isalpha():
            count += 1
            has_new = has_new or (telling.isascii() and fold(telling) not in usual)
            if has_new and count > _MOST_WORDS_AFTER_NUMBER:
                return True
    return False


@cache
def _usual_words() -> frozenset[str]:
    """Return the words that stand in invitations to any call, folded."""
    return _vocabulary()[0] | NO_MEANING


def _is_about_joining(said: list[str]) -> bool:
    """Return whether words are all of the platforms' own, and mostly in the order in which these put them."""
    known, pairs = _vocabulary()
    telling = [word for word in said if word not in NO_MEANING]
    if not known.issuperset(telling):
        return False
    following = list(itertools.pairwise(telling))
    return 2 * sum(pair in pairs for pair in following) >= len(following)


def _leads_to_call(address: str) -> bool:
    """Return whether an address belongs to a call platform: the way in, a number to dial, help or options."""
    link = address.strip("<>").rstrip(".,;:!?*|)]\"'")
    bare = link.partition("://")[2] or link
    return bare.lower().startswith(_OUR_PLATFORM_PAGES) or platform_of_conference(link) != "other"


@cache
def _vocabulary() -> tuple[frozenset[str], frozenset[tuple[str, str]]]:
    """Return every telling word of the platforms' lines, folded, and which of them follow each other there."""
    lines = [
        [word for word in _WORD.findall(line) if len(word) > 1 and word not in NO_MEANING]
        for line in fold(unicodedata.normalize("NFKC", JOIN_LINES)).split("·")
    ]
    return frozenset(itertools.chain.from_iterable(lines)), frozenset(
        pair for line in lines for pair in itertools.pairwise(line)
    )
