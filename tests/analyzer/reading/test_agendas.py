"""What an invitation says beside how to join."""

from __future__ import annotations

import pytest
from effort import assert_in_proportion

from analyzer.reading.agendas import agenda_of

TEAMS_EN = """________________________________________________________________________________
Microsoft Teams Need help?<https://aka.ms/JoinTeamsMeeting?omkt=en-US>
Join the meeting now<https://teams.microsoft.com/l/meetup-join/19%3ameeting_abc%40thread.v2/0?context=x>
Meeting ID: 312 345 678 901
Passcode: hG3kLm
________________________________
Dial in by phone
+31 20 258 0120,,123456789#<tel:+31202580120,,123456789#> Netherlands, Amsterdam
Find a local number<https://dialin.teams.microsoft.com/1?id=123456789>
Phone conference ID: 123 456 789#
Join on a video conferencing device
Tenant key: teams@vc.example.com
Video ID: 112 345 678 9
More info<https://www.webex.com/msteams?confid=1>
For organizers: Meeting options<https://teams.microsoft.com/meetingOptions/?organizerId=1> | Reset dial-in PIN<https://dialin.teams.microsoft.com/usp/pstnconferencing>
Org help<https://example.com.support.microsoft.com> | Privacy and security<https://privacy.microsoft.com/en-us/privacystatement>
________________________________________________________________________________
"""
TEAMS_OLD = """________________________________________________________________________________
Microsoft Teams meeting
Join on your computer or mobile app
Click here to join the meeting<https://teams.microsoft.com/l/meetup-join/19%3ameeting_abc%40thread.v2/0>
Or call in (audio only)
+1 323-555-0123,,999999999#   United States, Los Angeles
Learn More<https://aka.ms/JoinTeamsMeeting> | Meeting options<https://teams.microsoft.com/meetingOptions/?a=b>
"""
TEAMS_NL = """________________________________________________________________________________
Microsoft Teams-vergadering
Deelnemen op uw computer, mobiele app of ruimteapparaat
Klik hier om deel te nemen aan de vergadering <https://teams.microsoft.com/l/meetup-join/19%3ameeting_abc/0>
Vergadering-id: 312 345 678 901
Wachtwoordcode: aB3dEf
Teams downloaden <https://www.microsoft.com/microsoft-teams/download-app> | Deelnemen op internet <https://www.microsoft.com/microsoft-teams/join-a-meeting>
Of bellen (alleen audio)
+31 20 258 0120,,123456789#   Netherlands, Amsterdam
Telefonische vergadering-id: 123 456 789#
Een lokaal nummer zoeken <https://dialin.teams.microsoft.com/x> | Pincode opnieuw instellen <https://mysettings.lync.com/pstnconferencing>
Meer informatie <https://aka.ms/JoinTeamsMeeting> | Opties voor vergadering <https://teams.microsoft.com/meetingOptions/>
"""
TEAMS_DE = """Microsoft Teams-Besprechung
Nehmen Sie auf dem Computer, in der mobilen App oder mit einem Raumgerät teil
Hier klicken, um an der Besprechung teilzunehmen
Besprechungs-ID: 312 345 678 901
Passcode: aB3dEf
Teams herunterladen | Im Web beitreten
Oder anrufen (nur Audio)
+49 69 365057600,,123456789#   Germany, Frankfurt am Main
Telefonkonferenz-ID: 123 456 789#
Lokale Nummer suchen | PIN zurücksetzen
Weitere Infos | Besprechungsoptionen
"""
TEAMS_FR = """Réunion Microsoft Teams
Participez à partir de votre ordinateur, de votre application mobile ou de l’appareil de la salle
Cliquez ici pour rejoindre la réunion
ID de la réunion : 312 345 678 901
Code secret : aB3dEf
Télécharger Teams | Rejoindre sur le web
Ou composer le numéro (audio seulement)
+33 1 70 99 50 00,,123456789#   France, Paris
ID de conférence téléphonique : 123 456 789#
Rechercher un numéro local | Réinitialiser le code PIN
Pour en savoir plus | Options de réunion
"""
ZOOM_EN = """Anna de Vries is inviting you to a scheduled Zoom meeting.

Topic: Budget 2027
Time: Nov 16, 2026 10:00 AM Amsterdam
        Every week on Mon, until Dec 28, 2026, 7 occurrence(s)
        Nov 16, 2026 10:00 AM
Please download and import the following iCalendar (.ics) files to your calendar system.
Weekly: https://us02web.zoom.us/meeting/tZ/ics?icsToken=abc

Join Zoom Meeting
https://us02web.zoom.us/j/81234567890?pwd=abc

Meeting ID: 812 3456 7890
Passcode: 123456
---
One tap mobile
+16465588656,,81234567890#,,,,*123456# US (New York)
+13017158592,,81234567890# US (Washington DC)
Dial by your location
• +1 646 558 8656 US (New York)
        +31 20 241 0288 Netherlands
Find your local number: https://us02web.zoom.us/u/kabc
Join by SIP
• 81234567890@zoomcrc.com
Join by H.323
• 162.255.37.11 (US West)
"""
ZOOM_NL = """Anna de Vries nodigt u uit voor een geplande Zoom-vergadering.
Onderwerp: Budget 2027
Tijd: 16 nov 2026 10:00 AM Amsterdam
Deelnemen aan Zoom-vergadering
https://zoom.us/j/81234567890
Meeting-ID: 812 3456 7890
Toegangscode: 123456
Zoek uw lokale nummer: https://zoom.us/u/abc
"""
MEET_EN = """-::~:~::~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~::~:~::-
Join with Google Meet: https://meet.google.com/abc-defg-hij
Or dial: (NL) +31 20 257 1234 PIN: 123456#
More phone numbers: https://tel.meet/abc-defg-hij?pin=123&hs=7

Learn more about Meet at: https://support.google.com/a/users/answer/9282720

Please do not edit this section.
-::~:~::~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~::~:~::-
"""
MEET_HTML = (
    'This event has a video call.<br>Join: <a href="https://meet.google.com/abc-defg-hij">'
    "https://meet.google.com/abc-defg-hij</a><br>View your event at https://calendar.google.com/calendar/event?eid=a."
)
MEET_NL = """Deelnemen via Google Meet: https://meet.google.com/abc-defg-hij
Of bel: (NL) +31 20 257 1234 pincode: 123456#
Meer telefoonnummers: https://tel.meet/abc-defg-hij
Meer informatie over Meet: https://support.google.com/a/users/answer/9282720
Bewerk dit gedeelte niet.
"""
WEBEX_EN = """-- Do not delete or change any of the following text. --
When it's time, join your Webex meeting here.
https://example.webex.com/example/j.php?MTID=m0123456789abcdef
More ways to join:
Join from the meeting link
https://example.webex.com/example/j.php?MTID=m0123456789abcdef
Join by meeting number
Meeting number (access code): 2345 678 9012
Meeting password: aBcD1234 (22231234 when dialing from a phone)
Tap to join from a mobile device (attendees only)
+31-20-7941234,,23456789012## Netherlands Toll
Join by phone
Global call-in numbers
Join from a video system or application
Dial 23456789012@example.webex.com
You can also dial 173.243.2.68 and enter your meeting number.
Need help? Go to https://help.webex.com
"""
SKYPE_EN = """........................................................................
Join Skype Meeting<https://meet.lync.com/example/anna/ABCD1234>
Trouble Joining? Try Skype Web App<https://meet.lync.com/example/anna/ABCD1234?sl=1>
Find a local number<https://dialin.lync.com/x>
Conference ID: 12345678
Forgot your dial-in PIN?<https://mysettings.lync.com/pstnconferencing> |Help<https://go.microsoft.com/fwlink/?LinkId=389737>
"""
MEET_PL = """-::~:~::~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~::~:~::-
Dołącz, korzystając z Google Meet: https://meet.google.com/abc-defg-hij
Lub wybierz: (PL) +48 22 555 01 23 PIN: 123456789#
Więcej numerów telefonu: https://tel.meet/abc-defg-hij?pin=1&hs=7

Więcej informacji o Meet znajdziesz na stronie: https://support.google.com/a/users/answer/9282720

Nie edytuj tej sekcji.
-::~:~::~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~::~:~::-
"""
MEET_JA = """-::~:~::~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~::~:~::-
Google Meet に参加: https://meet.google.com/abc-defg-hij
このセクションは編集しないでください。
-::~:~::~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~::~:~::-
"""
MEET_ES_LINE = (
    "-::~:~::~:~:~::~:~::-<br>No edites esta sección.<br>Este evento tiene una videollamada.<br>-::~:~::~:~:~::~:~::-"
)
TEAMS_PL = """________________________________________________________________________________
Microsoft Teams Potrzebujesz pomocy?<https://aka.ms/JoinTeamsMeeting?omkt=pl-PL>
Dołącz do spotkania teraz<https://teams.microsoft.com/l/meetup-join/19%3ameeting_abc%40thread.v2/0?context=x>
Identyfikator spotkania: 312 345 678 901
Kod dostępu: hG3kLm
________________________________
Zadzwoń przez telefon
+48 22 555 01 23,,123456789#<tel:+48225550123,,123456789#> Polska, Warszawa
Znajdź numer lokalny<https://dialin.teams.microsoft.com/1?id=123456789>
Dla organizatorów: Opcje spotkania<https://teams.microsoft.com/meetingOptions/?organizerId=1>
________________________________________________________________________________
"""
TEAMS_SV = """________________________________________________________________________________
Microsoft Teams Behöver du hjälp?
Delta i mötet nu
https://teams.microsoft.com/l/meetup-join/19%3ameeting_abc%40thread.v2/0
Mötes-ID: 312 345 678 901
Lösenord: aB3dEf
________________________________
För organisatörer: Mötesalternativ https://teams.microsoft.com/meetingOptions/?organizerId=1
________________________________________________________________________________
"""
ZOOM_ES = """Ana Pérez le está invitando a una reunión de Zoom programada.

Tema: Presupuesto 2027
Hora: 16 nov 2026 10:00 a. m. Madrid

Entrar Zoom Reunión
https://us02web.zoom.us/j/81234567890?pwd=abc

ID de reunión: 812 3456 7890
Código de acceso: 123456

---

Móvil con un toque
+34912345678,,81234567890#,,,,*123456# España

---

Marque según su ubicación
• +34 912 345 678 España
• +34 843 683 025 España

Encuentre su número local: https://us02web.zoom.us/u/kabc
"""
ZOOM_PL = """Anna Nowak zaprasza Cię na zaplanowane spotkanie Zoom.

Temat: Budżet
Czas: 16 lis 2026 10:00 Warszawa

Dołącz do spotkania Zoom
https://zoom.us/j/81234567890

Identyfikator spotkania: 812 3456 7890
Kod dostępu: 123456
"""
ZOOM_IT = """Anna Rossi ti sta invitando a una riunione pianificata in Zoom.

Argomento: Bilancio
Ora: 16 nov 2026 10:00 AM Roma

Entra nella riunione in Zoom
https://us02web.zoom.us/j/81234567890?pwd=abc

ID riunione: 812 3456 7890
Codice d’accesso: 123456

Componi in base alla tua posizione
        +39 021 241 28 823 Italia
Trova il tuo numero locale: https://us02web.zoom.us/u/kabc
"""
ZOOM_JA = """田中花子さんがあなたを予約されたZoomミーティングに招待しています。

トピック: 予算
時刻: 2026年11月16日 10:00 AM 東京

参加 Zoom ミーティング
https://us02web.zoom.us/j/81234567890?pwd=abc

ミーティング ID: 812 3456 7890
パスコード: 123456
"""
ZOOM_DE = """Anna Schmidt lädt Sie zu einem geplanten Zoom-Meeting ein.

Thema: Haushalt
Zeit: 16.Nov. 2026 10:00 AM Amsterdam, Berlin

Zoom-Meeting beitreten
https://us02web.zoom.us/j/81234567890?pwd=abc

Meeting-ID: 812 3456 7890
Kenncode: 123456
Schnelleinwahl mobil
+496971049922,,81234567890# Deutschland
"""

BLOCKS = {
    "meet pl": MEET_PL,
    "meet ja": MEET_JA,
    "meet es": MEET_ES_LINE,
    "teams pl": TEAMS_PL,
    "teams sv": TEAMS_SV,
    "zoom es": ZOOM_ES,
    "zoom pl": ZOOM_PL,
    "zoom it": ZOOM_IT,
    "zoom ja": ZOOM_JA,
    "zoom de": ZOOM_DE,
    "teams en": TEAMS_EN,
    "teams old": TEAMS_OLD,
    "teams nl": TEAMS_NL,
    "teams de": TEAMS_DE,
    "teams fr": TEAMS_FR,
    "zoom en": ZOOM_EN,
    "zoom nl": ZOOM_NL,
    "meet en": MEET_EN,
    "meet html": MEET_HTML,
    "meet nl": MEET_NL,
    "webex en": WEBEX_EN,
    "skype en": SKYPE_EN,
}


@pytest.mark.parametrize("block", BLOCKS.values(), ids=BLOCKS.keys())
def test_a_block_about_joining_is_no_agenda(block: str) -> None:
    assert agenda_of(block) == ""


@pytest.mark.parametrize("block", BLOCKS.values(), ids=BLOCKS.keys())
@pytest.mark.parametrize(
    "line", ["1. Budget 2027", "Doel: keuze van de leverancier", "https://wiki.example.org/agenda"]
)
def test_a_line_before_or_after_the_block_stays(block: str, line: str) -> None:
    assert agenda_of(f"{line}\n\n{block}") == line
    assert agenda_of(f"{block}\n\n{line}") == line


@pytest.mark.parametrize(
    "nothing",
    [
        "",
        "   \n\n",
        "-----",
        "* * *",
        "Hi all,",
        "Beste collega's,",
        "Liebe Kolleginnen,",
        "Bonjour à tous,",
        "Kind regards,\nAnna de Vries\nHead of Planning\nExample Ltd\n+31 6 12345678\nwww.example.org",
        "Met vriendelijke groet,\n\nAnna de Vries\nAfdeling Planning",
        "Mit freundlichen Grüßen\nUwe Schmidt",
        "Groetjes Anna",
        "-- \nAnna de Vries\nExample Ltd",
        "Agenda: TBD",
        "Agenda volgt",
        "Agenda follows",
        "Agenda:\n-\n-",
        "n.v.t.",
        "855 555 0123 Canada Toll-free",
        "Tagesordnung folgt",
        "https://meet.google.com/abc-defg-hij",
        "Zoom: https://zoom.us/j/81234567890",
        "Link: <https://teams.microsoft.com/l/meetup-join/19%3ameeting_abc/0>",
        "Monday 16 November 2026 10:00-11:00",
        "meetlint: ignore lunch-meeting, agreed with all of us",
        "This message is confidential and intended solely for the addressee.",
        "Dit bericht is vertrouwelijk en uitsluitend bestemd voor de geadresseerde.",
    ],
)
def test_what_says_nothing_of_the_meeting_is_no_agenda(nothing: str) -> None:
    assert agenda_of(nothing) == ""


@pytest.mark.parametrize(
    "something",
    [
        "Discuss the budget",
        "Voortgang project Atlas",
        "Purpose: choose a vendor",
        "Ziel: Auswahl des Lieferanten",
        "- Mededelingen",
        "Please read the attached plan before the meeting.",
        "https://docs.example.org/document/d/1/edit",
        "Agenda: https://docs.google.com/document/d/1",
        "Best practices for planning",
        "Thanks for preparing the figures of October",
        "System change",
        "New security options",
        "Facilitator: Anna",
        "Call Jan about the contract on +31 6 12345678 before you come",
        "Hi all, this is about the budget of next year and the vacancies",
        "Bellen met leverancier over levertijd",
        "Budget 2027\nVacatures",
        "Zoom in on the budget\nWe look at the figures of October",
        "Demo van Zoom Phone door de leverancier",
    ],
)
def test_what_says_something_of_the_meeting_stays(something: str) -> None:
    assert agenda_of(something) == something


def test_an_agenda_below_a_signature_is_found() -> None:
    assert agenda_of("Groet,\nAnna\n\nAgenda:\n1. Budget\n2. Planning") == "1. Budget\n2. Planning"


def test_an_agenda_between_dash_lines_of_ones_own_stays() -> None:
    line = "_" * 40
    assert agenda_of(f"{line}\n1. Presupuesto\n{line}\n\n{TEAMS_PL}") == "1. Presupuesto"


def test_a_purpose_above_a_bare_zoom_link_stays() -> None:
    text = "We meet on Zoom again\nDoel: budget 2027\nhttps://zoom.us/j/81234567890"
    assert agenda_of(text).splitlines()[1] == "Doel: budget 2027"


def test_what_stands_below_a_block_that_never_ends_is_read_line_by_line() -> None:
    opened = "________________________________\nMicrosoft Teams\nhttps://teams.microsoft.com/l/meetup-join/19%3aabc/0\n"
    assert agenda_of(f"{opened}\n1. Presupuesto") == "1. Presupuesto"


def test_an_agenda_around_a_zoom_invitation_stays() -> None:
    assert (
        agenda_of(f"Przegląd budżetu\n\n{ZOOM_PL}\n\nPlan urlopów na lato") == "Przegląd budżetu\nPlan urlopów na lato"
    )


def test_markup_around_a_line_is_no_text() -> None:
    assert agenda_of("<p>Join Zoom Meeting</p><ul><li>Budget &amp; planning</li></ul>") == "Budget &amp; planning"


@pytest.mark.parametrize(
    "hostile",
    [
        "a" * 1_000_000,
        "join " * 200_000,
        "+1 " * 333_000,
        "https://zoom.us/j/1 " * 50_000,
        "x@" * 500_000,
        "1.2.3.4\n" * 125_000,
        "<" * 1_000_000,
        "<br " * 250_000,
        "confidential " * 77_000,
        "passcode: " * 100_000,
        "\n" * 1_000_000,
        "groet " * 160_000,
        "inviting you to a scheduled zoom\nTopic:" * 25_000,
        "é̈" * 300_000,
        "-::~" * 250_000,
        "-::~::-" * 140_000,
        "____________________\n" * 47_000,
        "______________________\nhttps://teams.microsoft.com/l/meetup-join/1\n" * 15_000,
        "zoom\nhttps://zoom.us/j/123456789\n" * 28_000,
        "zoom\n" * 200_000,
        "a: 123 456 789\n" * 66_000,
    ],
    ids=lambda text: text[:12].strip(),
)
def test_hostile_text_takes_time_in_proportion_to_its_length(hostile: str) -> None:
    assert_in_proportion(agenda_of, hostile[:300_000])
