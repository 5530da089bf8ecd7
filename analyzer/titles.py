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

_Phrases = dict[tuple[str, ...], bool]


def _fold(text: str) -> str:
    """Return a text without case and accents, as all comparisons see it."""
    if text.isascii():
        return text.lower()
    return "".join(
        letter for letter in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(letter)
    )


def _words(text: str) -> frozenset[str]:
    return frozenset(_fold(text).split())


def _phrases(text: str, weak: str = "") -> _Phrases:
    """Return phrases, separated by commas, as tuples of folded words; the value says whether a phrase is weak."""
    return {
        tuple(phrase.split()): is_weak
        for is_weak, part in ((False, text), (True, weak))
        for phrase in _fold(part).split(",")
        if phrase.strip()
    }


# What a mail program, and not a person, puts before a title.
_REPLY: Final = re.compile(r"\A(?:re|fw|fwd|aw|wg|tr|antw|antwoord|doorst|rv)\s*(?:\[\d{1,3}\])?\s*:\s*", re.IGNORECASE)

_CANCELLED: Final = _phrases(
    "cancelled, canceled, called off, geannuleerd, afgezegd, afgelast, gaat niet door, abgesagt, storniert, fällt "
    "aus, findet nicht statt, annulé, annulée, annulés, annulées",
    weak="vervallen, vervalt, geschrapt, entfällt, ausgefallen, gestrichen",
)
"""How a cancelled title begins. The weak ones are ordinary words too and need a mark after them ("Vervallen: ...")."""

_CANCELLED_THINGS: Final = _words(
    "accounts appointments bookings checks cheques classes contracts customers events flight flights invoices list "
    "meetings memberships order orders payments policies policy projects report reports reservations sessions shows "
    "stock subscription subscriptions tickets transactions trips"
)
"""After the bare word these make a topic: "Cancelled orders review" is a meeting about orders."""

_ABSENCE: Final = _phrases(
    "verlof, met verlof, onbetaald verlof, betaald verlof, bijzonder verlof, verlofdag, verlofdagen, vrij, vrije "
    "dag, vrije dagen, vrije ochtend, vrije middag, vrije maandag, vrije dinsdag, vrije woensdag, vrije donderdag, "
    "vrije vrijdag, dag vrij, dagje vrij, dagen vrij, vrijaf, vakantie, op vakantie, met vakantie, vakantiedag, "
    "vakantiedagen, vakantieverlof, roostervrij, roostervrije dag, adv, adv dag, atv, atv dag, compensatie, "
    "compensatiedag, compensatieverlof, compensatie uren, tijd voor tijd, tvt, papadag, papa dag, mamadag, mama dag, "
    "opadag, omadag, ouderschapsverlof, geboorteverlof, partnerverlof, zwangerschapsverlof, bevallingsverlof, "
    "studieverlof, snipperdag, snipperdagen, brugdag, parttimedag, parttime dag, deeltijddag, feestdag, sabbatical, "
    "afwezig, afwezigheid, niet aanwezig, leave, on leave, annual leave, parental leave, maternity leave, paternity "
    "leave, unpaid leave, paid leave, study leave, a l, pto, paid time off, toil, time off in lieu, day in lieu, "
    "lieu day, time off, day off, days off, off, off work, holiday, holidays, on holiday, public holiday, bank "
    "holiday, vacation, on vacation, ooo, oof, out of office, out of the office, away, absent, absence, not working, "
    "non working day, comp day, flex day, furlough, urlaub, im urlaub, in urlaub, urlaubstag, resturlaub, "
    "sonderurlaub, sommerurlaub, weihnachtsurlaub, bildungsurlaub, elternurlaub, elternzeit, frei, freier tag, tag "
    "frei, gleitzeit, gleittag, zeitausgleich, überstundenabbau, überstundenausgleich, brückentag, feiertag, "
    "abwesend, abwesenheit, nicht da, congé, congés, en congé, en congés, congés payés, congé parental, congé "
    "maternité, congé paternité, vacances, en vacances, rtt, jour de congé, jour férié, jour de repos, absente, "
    "récup"
)

_DATE_WORDS: Final = _words(
    "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag ma di wo do vr za zo monday tuesday wednesday "
    "thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun montag dienstag mittwoch donnerstag "
    "freitag samstag sonnabend sonntag mo mi fr sa so lundi mardi mercredi jeudi vendredi samedi dimanche lun mar "
    "mer jeu ven sam dim januari februari maart april mei juni juli augustus september oktober november december "
    "january february march may june july august october januar februar märz mai dezember janvier février mars avril "
    "juin juillet août septembre octobre novembre décembre jan feb mrt mär apr jun jul aug sep sept okt oct nov dec "
    "dez fév avr juil déc vandaag morgen today tomorrow heute demain vanmiddag vanochtend vanavond ochtend ochtenden "
    "middag middagen avond morning mornings afternoon afternoons evening vormittag nachmittag abend matin après midi "
    "maandagochtend maandagmiddag dinsdagochtend dinsdagmiddag woensdagochtend woensdagmiddag donderdagochtend "
    "donderdagmiddag vrijdagochtend vrijdagmiddag week wk kw semaine"
)
_SPAN_WORDS: Final = _words(
    "tm tot en met until untill till til through thru to from since van vanaf va bis von vom zum ab au du le jusqu "
    "and und et"
)
"""Words between two dates ("t/m" is read as "tm")."""

_DAY_COUNT: Final = _words(
    "dag dagen day days tag tage jour jours uur uren hour hours stunden heures u h wk weken weeks"
)
_BESIDE_DATES: Final = _phrases(
    "hele dag, de hele dag, halve dag, gehele dag, all day, whole day, full day, half day, ganzer tag, ganztags, "
    "ganztägig, halber tag, halbtags, toute la journée, journée, demi journée, back, back on, terug, terug op, "
    "zurück, zurück am, retour, retour le, week off"
)
_OWN_WORDS: Final = _words("ik ben mijn is i m am my ich bin mein ist je suis mon est s")
"""Small words by which people say that they are the one who is away."""

_NUMBER: Final = re.compile(
    r"(?:\d{1,2}(?:st|nd|rd|th|e|de|er|ste|am|pm|u|uur|h|hrs?)?|\d{1,2}[uh]\d{2}|(?:19|20|21)\d{2}|(?:19|20)\d{6})\Z"
)

_FOCUS: Final = _phrases(
    "focustijd, focus tijd, focus time, focustime, focusochtend, focusmiddag, focusuurtje, focusblok, focus blok, "
    "focus block, focusdag, focus dag, focus day, focuswerk, focusuur, focus uur, focus hour, focusmoment, gefocust "
    "werken, geconcentreerd werken, concentratietijd, concentratieblok, concentratiewerk, concentratie tijd, "
    "stilwerken, deep work, deepwork, deep focus, heads down, maker time, quiet time, concentration time, fokuszeit, "
    "fokus zeit, fokusblock, fokus block, fokustag, konzentrationszeit, konzentriertes arbeiten, stillarbeit, temps "
    "de concentration, temps de focus, bloc de concentration, travail concentré, plage de concentration, no "
    "meetings, no meeting, no meetings please, meeting free, meeting vrij, meetingvrij, meetingvrije, vergadervrij, "
    "vergadervrije, overlegvrij, geen meetings, geen meeting, geen vergaderingen, geen vergadering, geen overleg, "
    "geen overleggen, geen afspraken, keine meetings, keine besprechungen, keine termine, meetingfrei, "
    "besprechungsfrei, pas de réunion, pas de réunions, sans réunion, do not book, do not schedule, dont book, niet "
    "inplannen, niet plannen, niet boeken, bitte nicht buchen, nicht buchen, ne pas réserver, do not disturb, niet "
    "storen, nicht stören, ne pas déranger",
    weak="focus, fokus, concentratie, konzentration",
)
"""The weak ones are ordinary words: alone, or with a mark and a topic after them ("Focus: rapport")."""

_FOCUS_FILLERS: Final = _words(
    "a an and at en et und the de het een inplannen plannen mijn my mein mon block blok slot time tijd hour hours "
    "uur uurtje uren day dag moment session sessie work werk werken zone mode modus only please aub svp bitte weekly "
    "wekelijks daily dagelijks protected beschermd beschermde team online thuis home solo"
)
_FOCUS_CONNECTORS: Final = _words("voor aan for on für an zu pour sur")
_MEETING_WORDS: Final = _words(
    "meeting meetings vergadering overleg besprechung réunion kickoff kick sync standup call interview interviews "
    "groep group gruppe groupe bijeenkomst webinar policy beleid workshop bespreken bila discussion"
)
_PREPARING_WORDS: Final = _words(
    "voorbereiden voorbereiding prep prepare preparing preparation vorbereiten vorbereitung préparer préparation "
    "uitwerken schrijven write writing schreiben écrire"
)

_OPEN_ROOM: Final = _phrases(
    "inloop, inloopuur, inloopspreekuur, inloopsessie, inloopmoment, inloop uur, spreekuur, spreekuren, vragenuur, "
    "vragenuurtje, office hours, office hour, open hours, sprechstunde, sprechstunden, fragestunde, permanence, "
    "permanences, heures de permanence, heures de bureau",
    weak="koffieautomaat, koffiehoek, coffee corner, water cooler, watercooler, kaffeeküche, kaffeeecke, teeküche, "
    "machine à café, coin café, open room, open rooms, open zoom room, open teams room, virtual coffee machine, "
    "online coffee machine, virtuelle kaffeemaschine, open kamer, open ruimte, open deur, open door, open "
    "kantoor, open office, offene tür, offener raum, porte ouverte, portes ouvertes, salle ouverte, walk in, "
    "drop in, dropin, virtual office, virtueel kantoor, virtuelles büro, bureau virtuel, coworking, co working",
)
"""The strong ones may stand beside other words ("HR-spreekuur"); the weak ones only beside the fillers below."""

_OPEN_ROOM_HEADS: Final = ("spreekuur", "sprechstunde", "inloopuur", "vragenuur")
_OPEN_ROOM_FILLERS: Final = _words(
    "a an de het een the our onze der die das le la online digitaal digitale digital virtual virtueel virtuele "
    "virtuell virtuelle virtuelles virtuel open uur uren hour hours stunde session sessie sessions moment team "
    "weekly wekelijks wekelijkse daily dagelijks dagelijkse monthly maandelijks maandelijkse room ruimte kamer meet "
    "teams zoom voor for für pour iedereen everyone all"
)
_NO_OPEN_ROOM: Final = _words(
    "voorbereiden voorbereiding evaluatie evalueren evalueer bespreken inplannen plannen planning policy beleid "
    "review overleg vervangen vervanging offerte budget kast meeting vergadering vorbereiten vorbereitung "
    "besprechung evaluation préparer préparation réunion prep preparation prepare roster rooster rota schedule "
    "kickoff opzetten inrichten setup retro training"
)

_LUNCH: Final = _phrases(
    "lunch, lunches, lunchen, lunchje, lunchpauze, lunchtijd, lunchtime, lunchbreak, lunchwandeling, lunchwandelen, "
    "lunchwandelingen, mittagessen, mittagspause, mittag, zmittag, déjeuner, pause déjeuner, déj, pause midi, pause "
    "de midi, repas de midi"
)
_LUNCH_HEADS: Final = ("lunch", "mittagessen")
_NO_LUNCH_BEFORE: Final = (
    *("werk", "zaken", "business", "kennis", "netwerk", "arbeids", "arbeits", "geschafts", "sales", "klant", "klanten"),
    *("brainstorm", "project", "strategie", "vergader", "studie", "leer", "after"),
)
"""Compounds that end in "lunch" and are meetings all the same."""

_SOCIAL: Final = _phrases(
    "koffie, koffietje, koffiepauze, koffiemoment, koffiemomentje, koffiepraatje, koffieuurtje, koffieautomaat, "
    "koffiecorner, koffie drinken, bakkie, bakkie koffie, bakje koffie, kopje koffie, kop koffie, kopje thee, thee, "
    "theepauze, theemoment, coffee, coffees, coffee break, coffee chat, coffee catch up, coffee catchup, cup of "
    "coffee, tea, tea break, kaffee, kaffeepause, kaffeerunde, kaffeeklatsch, café, pause café, borrel, borrels, "
    "borreltje, borrelen, vrijmibo, vrimibo, drinks, drink, drankje, drankjes, after work, afterwork, happy hour, "
    "beer, beers, bier, biertje, biertjes, pub, pubquiz, pub quiz, feierabend, feierabendbier, umtrunk, apéro, "
    "apéros, apéritif, pot de départ, birthday, birthdays, bday, b day, birthday party, verjaardag, verjaardagen, "
    "verjaardagstaart, jarig, taart, taart eten, gebak, cake, geburtstag, geburtstage, geburtstagsfeier, "
    "geburtstagskuchen, kuchen, anniversaire, anniversaires, goûter, ontbijt, breakfast, frühstück, petit déjeuner, "
    "brunch, dinner, diner, etentje, teametentje, uit eten, kerstdiner, jaardiner, abendessen, bbq, barbecue, "
    "picknick, picnic, pizza, receptie, nieuwjaarsreceptie, uitje, teamuitje, feest, feestje, party, christmas "
    "party, kerstfeest, weihnachtsfeier, afscheid, farewell, farewell party, abschied, abschiedsfeier, wandeling, "
    "wandelen, ommetje, spaziergang, promenade"
)
_SOCIAL_HEADS: Final = ("borrel", "koffie", "ontbijt", "geburtstag", "kaffee", "feestje", "bbq")
"""A Dutch or German compound is social when its last part is: "nieuwjaarsborrel"."""

_SOCIAL_FILLERS: Final = _words(
    "a an the our your some een de het 't t onze ons der die das den dem ein eine le la les l un une d notre team "
    "teams teamleden équipe collega collegas colleague colleagues kollege kollegen kolleginnen collègue collègues "
    "everyone everybody iedereen alle allen all allemaal hele heel whole entire ganze ganzen tous toute samen "
    "together zusammen gemeinsam gemeinsames gemeinsame ensemble virtual virtuele virtueel virtuelle virtueller "
    "virtuel online digital digitale remote informal informele gezellig gezellige quick snelle short korte long "
    "lange late early vroege weekly wekelijks wekelijkse daily dagelijks dagelijkse monthly maandelijks maandelijkse "
    "quarterly kwartaal weekend summer zomer zomers winter kerst christmas xmas new year years nieuwjaar nieuwjaars "
    "welcome welkom welkomst farewell afscheids goodbye leaving départ moment momentje uurtje uur time tijd pauze "
    "break pause chat praatje drinken drinking eten eating essen trinken corner is s happy fijne joyeux alles gute "
    "tot ziens let lets go going grab out outside buiten draußen dehors thuis home kantine canteen cantine mensa "
    "restaurant bedrijfsrestaurant café park kantoor office büro bureau hal deur op entre end in im am to walk "
    "walking wandelen wandeling jaar jahre ans social afdeling afdelings klein kleine"
)
_WITH: Final = _words("with w met mit avec")
_TO_A_NAME: Final = _WITH | _words("for voor für pour van von of de du bij at chez bei beim")
_AND: Final = _words("& + and en und et x n")
_LISTING: Final = frozenset({",", "/"})
_MARKS: Final = frozenset(":|;()[]@-–—")
_PARTICLES: Final = _words("van de der den ter ten te von zu zur du le la el al bin di da dos del della t op")

_NO_NAME: Final = _words(
    # what a meeting is about or called
    "actie action actions agenda ai aanbesteding account acquisition akquise hands analyse analysis api app approval "
    "architecture architectuur audit backlog bag beleid bericht beschaffung besprechung bespreken bespreking "
    "bestellen bestelling bestellung besuch bijeenkomst bila board brainstorm brainstorming briefing brown budget "
    "business campagne campaign card cards cadeau catch change checklist code coding comité commercial commissie "
    "committee community conference connect contract contrat corporate course csr cursus data deadline deal debrief "
    "demo design dev development dialogue discussie discussion doc docs document enquête evaluatie evaluation event "
    "events excursie excursion factuur feedback finance financiën finanzen forecast forum gespräch gesprek gift "
    "goals groep group groupe gruppe host hr huddle idee ideeën ideen idea ideas info informatie information inkoop "
    "innovation inspiratie intake interview interviews intro inventory invoice issue it jour fixe kaart kalender "
    "kado kennis keynote kick kickoff knowledge kpi launch lead leadership leads learn learning leer leren legal "
    "lernen lezing lecture list lijst liste logistics maandstart machine machines machinery management managers "
    "market marketing meeting meetings meetup menu mentoring migration mt netwerk netwerken network networking "
    "offerte offer okr boarding onboarding oneonone onderhoud operations ops opleiding order orders organisatie "
    "organisation organiseren overleg overzicht plan planen planning plannen planung platform policy portfolio power "
    "praktijk preparation presentatie presentation presentaties prep pricing privacy procurement product products "
    "produkt produktie program programma project projet projekt projects proposal présentation purchase q quarter "
    "recruitment refinement regelen release report reservation reserveren retro retrospective retrospectief review "
    "réunion risk roadmap rooster roster rondleiding sales schedule schulung scrum security seminar service session "
    "sessie sessies setup share sharing sitzung media software speaker speakers special sponsor spreker sprint staff "
    "standup start stage stakeholder stakeholders strategie strategy stratégie study stuurgroep summit supplier "
    "supply support survey symposium sync system talk tasting tech technical test testing thema theme toernooi tool "
    "tools topic tour townhall training update updates vendor vergadering verkoop versammlung vertrag vertrieb visit "
    "visitors volunteer voorbereiden voorbereiding voortgang vorbereitung vorbereiten vorstand vortrag webinar werk "
    "werkgroep werkoverleg werksessie wishlist work working workshop zoom "
    # people who are no name: with them it is business
    "agency aandeelhouders auditor bestuur candidate candidates client clients clientèle cliënt cliënten customer "
    "customers directie director directors directeur fournisseur fournisseurs gast gasten gemeente guests investor "
    "investors kandidaat kandidaten klant klanten kunde kunden leverancier leveranciers lieferant lieferanten "
    "manager minister ministerie or partner partners pers press prospect prospects raad relatie relaties "
    # what is said of food and drink when it is a task or a thing
    "bestelformulier catering ceremony coupon kopen halen ophalen leveren leverancier tas tassen selection selectie "
    "supplies trends affaires travail commerce"
)
"""Ordinary words of work. One of them, and what looks like a name is none ("Lunch Budget")."""

_NO_NAME_HEADS: Final = (
    *("overleg", "vergadering", "bespreking", "bijeenkomst", "sessie", "gesprek", "planning", "plan", "commissie"),
    *("budget", "strategie", "training", "presentatie", "lezing", "lijst", "kalender", "rooster", "werkgroep", "groep"),
    *("leverancier", "machine", "automaat", "project", "evaluatie", "besprechung", "sitzung", "planung", "gesprach"),
    *("projekt", "maschine", "schulung", "vortrag", "gruppe", "kunde", "kunden", "meeting", "meetings", "workshop"),
)
"""Last parts of Dutch and German compounds that are no name either ("Projektbesprechung")."""

_MOST_WORDS = 16
_MOST_TOKENS = 24
_MOST_NAME_WORDS = 4
_LONGEST_PHRASE = 4
_LONGEST = 200
"""A longer title is a text; no form below is this long."""

_DECORATION: Final = " \t\r\n\x00[({<>«»“”„‘’'\"*_~#=+-–—.,:;!?|/\\"
_INVISIBLE = re.compile(r"[\xad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff\u20e3]")
_SYMBOLS: Final = frozenset({"So", "Sk", "Cc", "Cs", "Co", "Cn"})
_DOTTED = re.compile(r"\b(?:[^\W\d_]\.){2,}")
_UP_TO = re.compile(r"\bt/m\b")
_ONE_ON_ONE = re.compile(r"\b1(?:\s?[:/-]\s?|[\s-]?(?:on|op)[\s-]?)1\b", re.IGNORECASE)
_CLOCK = re.compile(r"\d:\d\d|\d\s?(?:am|pm|u|uur|h)\b", re.IGNORECASE)
_PART_MARK = re.compile(r"[:|/\\,;()\[\]{}<>•·]+|(?:^|\s)[-–—~]+(?:\s|$)")
_WORD = re.compile(r"[^\W_]+")
_TOKEN = re.compile(r"[^\W_]+|[&+:|/,;()\[\]@]|(?<=\s)[-–—]+(?=\s)")


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


def _first_words(*lists: _Phrases) -> frozenset[str]:
    return frozenset(phrase[0] for phrases in lists for phrase in phrases)


def _beginning(phrases: _Phrases) -> re.Pattern[str]:
    """Return the pattern of a title that begins with one of the phrases, the weak ones in the group "weak"."""
    strong, weak = (
        "|".join(r"\s+".join(map(re.escape, phrase)) for phrase, is_weak in phrases.items() if is_weak is wanted)
        for wanted in (False, True)
    )
    return re.compile(rf"(?:{strong}|(?P<weak>{weak}))(?!\w)(?:-(?=\w)|\s*(?P<mark>[^\w\s])?)\s*(?P<next>\w*)")


_CANCELLED_BEGINNING = _beginning(_CANCELLED)
# a title without any of these words needs no closer look
_ABSENCE_WORDS = _first_words(_ABSENCE)
_FOCUS_WORDS = _first_words(_FOCUS)
_OPEN_ROOM_WORDS = _first_words(_OPEN_ROOM)
_GATHERING_WORDS = _first_words(_LUNCH, _SOCIAL)
_GATHERING_HEADS = _LUNCH_HEADS + _SOCIAL_HEADS
_ABSENCE_OR_DATES = _ABSENCE | _BESIDE_DATES


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
    return not match["weak"] and match["next"] not in _CANCELLED_THINGS


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
    names = [_words_of(_fold(unicodedata.normalize("NFKC", name)).partition("@")[0]) for name in owner_names]
    own = {form for name in names for word in name if len(word) > 1 for form in (word, f"{word}s")}
    initials = {"".join(word[0] for word in name) for name in names}
    if any(len(word) > 2 and word in own for word in words):
        initials |= {word[0] for name in names for word in name}
    allowed = own | initials | _OWN_WORDS | _SPAN_WORDS
    found = _only_phrases(words, _ABSENCE_OR_DATES, allowed) & _ABSENCE.keys()
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
    length = _phrase_length(parts[0], 0, _FOCUS)
    if length and not _FOCUS[tuple(parts[0][:length])] and parts[0][length] in _FOCUS_CONNECTORS:
        return not _names_meeting([parts[0][length + 1 :], *parts[1:]])
    is_strong_at_end = any(not _FOCUS[phrase] for phrase in _focus_phrases(parts[-1]))
    return is_strong_at_end and not _names_meeting(parts[:-1])


def is_open_room_title(title: str) -> bool:
    """Return whether a title names a room that is open for whoever comes: office hours, inloop, koffieautomaat.

    How long it is open and who is invited is for the caller to test; so other words may stand beside the clear names
    ("HR-spreekuur"), unless they make it work on the room itself ("Spreekuur voorbereiden").
    """
    words = _read(title).words
    has_head = any(word.endswith(_OPEN_ROOM_HEADS) for word in words)
    if not _NO_OPEN_ROOM.isdisjoint(words) or (_OPEN_ROOM_WORDS.isdisjoint(words) and not has_head):
        return False
    if has_head:
        return True
    lengths = ((at, _phrase_length(words, at, _OPEN_ROOM)) for at in range(len(words)))
    if any(length and not _OPEN_ROOM[tuple(words[at : at + length])] for at, length in lengths):
        return True
    return bool(_only_phrases(words, _OPEN_ROOM, _OPEN_ROOM_FILLERS))


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
    folded = _UP_TO.sub("tm", _fold(text))
    return _Title(text, folded, _words_of(folded))


def _words_of(folded: str) -> tuple[str, ...]:
    words = _WORD.findall(folded)
    return tuple(words) if len(words) <= _MOST_WORDS else ()


def _phrase_length(words: Sequence[str], at: int, phrases: _Phrases) -> int:
    """Return how many words the longest phrase at a position has, 0 when none begins there."""
    longest = min(_LONGEST_PHRASE, len(words) - at)
    return next((length for length in range(longest, 0, -1) if tuple(words[at : at + length]) in phrases), 0)


def _only_phrases(words: Sequence[str], phrases: _Phrases, allowed: Collection[str]) -> set[tuple[str, ...]]:
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
    if words[at] in _DATE_WORDS or _NUMBER.match(words[at]):
        return True
    return at > 0 and words[at] in _DAY_COUNT and bool(_NUMBER.match(words[at - 1]))


def _focus_phrases(words: Sequence[str]) -> set[tuple[str, ...]]:
    return _only_phrases(words, _FOCUS, _FOCUS_FILLERS | _SPAN_WORDS)


def _names_meeting(parts: Iterable[Sequence[str]]) -> bool:
    """Return whether a topic is a meeting, and not the preparation of one."""
    words = {word for part in parts for word in part}
    return not _MEETING_WORDS.isdisjoint(words) and _PREPARING_WORDS.isdisjoint(words)


def _gathering(title: str) -> set[str]:
    """Return what a title is beside names, dates and small words: "lunch", "social"; empty for anything else."""
    read = _read(title)
    if _GATHERING_WORDS.isdisjoint(read.words) and not any(word.endswith(_GATHERING_HEADS) for word in read.words):
        return set()
    text = _ONE_ON_ONE.sub("oneonone", read.text)
    tokens = _TOKEN.findall(text)
    if len(tokens) > _MOST_TOKENS:
        return set()
    words = [_fold(token) for token in tokens]
    is_capital = [token[0].isupper() and (len(token) == 1 or not token.isupper() or text.isupper()) for token in tokens]
    found: set[str] = set()
    last, at = "", 0
    while at < len(words):
        word, length = words[at], 1
        kind, kind_length = _gathering_at(words, at)
        if kind:
            found.add(kind)
            last, length = "gathering", kind_length
        elif word in _WITH:
            last = "with"
        elif word in _TO_A_NAME:
            last = "to"
        elif word in _AND or word in _LISTING:
            # "Koffie & kennis": what is added to a gathering is an activity, never a name
            last = "with" if last in ("with", "name") else "and" if word in _AND else ""
        elif word in _MARKS:
            last = ""
        elif word not in _SOCIAL_FILLERS and not _is_date(words, at):
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
    lunch, social = _phrase_length(words, at, _LUNCH), _phrase_length(words, at, _SOCIAL)
    if lunch or social:
        return ("lunch", lunch) if lunch >= social else ("social", social)
    word = words[at]
    if word.endswith(_LUNCH_HEADS):
        before = word.removesuffix("mittagessen").removesuffix("lunch")
        return ("", 0) if before.endswith(_NO_LUNCH_BEFORE) else ("lunch", 1)
    return ("social", 1) if word.endswith(_SOCIAL_HEADS) else ("", 0)


def _is_business(word: str) -> bool:
    return word in _NO_NAME or word.endswith(_NO_NAME_HEADS)


def _name_length(words: Sequence[str], is_capital: Sequence[bool], at: int) -> int:
    """Return how many words a name at a position has, particles included, 0 when none stands there."""

    def is_name_word(index: int) -> bool:
        return index < len(words) and is_capital[index] and not _is_business(words[index])

    if not is_name_word(at):
        return 0
    end = at + 1
    for _ in range(_MOST_NAME_WORDS - 1):
        after = end
        while after < len(words) and words[after] in _PARTICLES:
            after += 1
        if not is_name_word(after) or words[after] in _SOCIAL_FILLERS or _gathering_at(words, after)[0]:
            break
        end = after + 1
    return end - at
