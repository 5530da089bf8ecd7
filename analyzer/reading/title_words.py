"""The words by which titles are read, in Dutch, English, German and French: data, easy to extend."""

from __future__ import annotations

import unicodedata
from typing import Final

Phrases = dict[tuple[str, ...], bool]


def fold(text: str) -> str:
    """Return a text without case and accents, as all comparisons see it."""
    if text.isascii():
        return text.lower()
    return "".join(
        letter for letter in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(letter)
    )


def words(text: str) -> frozenset[str]:
    """Return the folded words of a text that lists them, a blank between each."""
    return frozenset(fold(text).split())


def phrases(text: str, weak: str = "") -> Phrases:
    """Return phrases, separated by commas, as tuples of folded words; the value says whether a phrase is weak."""
    return {
        tuple(phrase.split()): is_weak
        for is_weak, part in ((False, text), (True, weak))
        for phrase in fold(part).split(",")
        if phrase.strip()
    }


CANCELLED: Final = phrases(
    "cancelled, canceled, called off, geannuleerd, afgezegd, afgelast, gaat niet door, abgesagt, storniert, fällt "
    "aus, findet nicht statt, annulé, annulée, annulés, annulées",
    weak="vervallen, vervalt, geschrapt, entfällt, ausgefallen, gestrichen",
)
"""How a cancelled title begins. The weak ones are ordinary words too and need a mark after them ("Vervallen: ...")."""

CANCELLED_THINGS: Final = words(
    "accounts appointments bookings checks cheques classes contracts customers events flight flights invoices list "
    "meetings memberships order orders payments policies policy projects report reports reservations sessions shows "
    "stock subscription subscriptions tickets transactions trips"
)
"""After the bare word these make a topic: "Cancelled orders review" is a meeting about orders."""

DECLINED: Final = words(
    "declined geweigerd afgewezen abgelehnt refusé refusée décliné déclinée rechazado rechazada rifiutato rifiutata "
    "recusado recusada afvist avslått avvist avböjt avböjd avböjde hylätty odrzucone odrzucono odmítnuto odmietnuté "
    "elutasítva refuzat отклонено відхилено 辞退 已拒绝 已拒絕 거절됨"
)
"""What new Outlook writes before the title of a meeting that its owner declined and kept."""

ABSENCE: Final = phrases(
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

DATE_WORDS: Final = words(
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
SPAN_WORDS: Final = words(
    "tm tot en met until untill till til through thru to from since van vanaf va bis von vom zum ab au du le jusqu "
    "and und et"
)
"""Words between two dates ("t/m" is read as "tm")."""

DAY_COUNT: Final = words("dag dagen day days tag tage jour jours uur uren hour hours stunden heures u h wk weken weeks")
BESIDE_DATES: Final = phrases(
    "hele dag, de hele dag, halve dag, gehele dag, all day, whole day, full day, half day, ganzer tag, ganztags, "
    "ganztägig, halber tag, halbtags, toute la journée, journée, demi journée, back, back on, terug, terug op, "
    "zurück, zurück am, retour, retour le, week off"
)
OWN_WORDS: Final = words("ik ben mijn is i m am my ich bin mein ist je suis mon est s")
"""Small words by which people say that they are the one who is away."""

FOCUS: Final = phrases(
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

FOCUS_FILLERS: Final = words(
    "a an and at en et und the de het een inplannen plannen mijn my mein mon block blok slot time tijd hour hours "
    "uur uurtje uren day dag moment session sessie work werk werken zone mode modus only please aub svp bitte weekly "
    "wekelijks daily dagelijks protected beschermd beschermde team online thuis home solo"
)
FOCUS_CONNECTORS: Final = words("voor aan for on für an zu pour sur")
MEETING_WORDS: Final = words(
    "meeting meetings vergadering overleg besprechung réunion kickoff kick sync standup call interview interviews "
    "groep group gruppe groupe bijeenkomst webinar policy beleid workshop bespreken bila discussion"
)
PREPARING_WORDS: Final = words(
    "voorbereiden voorbereiding prep prepare preparing preparation vorbereiten vorbereitung préparer préparation "
    "uitwerken schrijven write writing schreiben écrire"
)

OPEN_ROOM: Final = phrases(
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

OPEN_ROOM_HEADS: Final = ("spreekuur", "sprechstunde", "inloopuur", "vragenuur")
OPEN_ROOM_FILLERS: Final = words(
    "a an de het een the our onze der die das le la online digitaal digitale digital virtual virtueel virtuele "
    "virtuell virtuelle virtuelles virtuel open uur uren hour hours stunde session sessie sessions moment team "
    "weekly wekelijks wekelijkse daily dagelijks dagelijkse monthly maandelijks maandelijkse room ruimte kamer meet "
    "teams zoom voor for für pour iedereen everyone all"
)
NO_OPEN_ROOM: Final = words(
    "voorbereiden voorbereiding evaluatie evalueren evalueer bespreken inplannen plannen planning policy beleid "
    "review overleg vervangen vervanging offerte budget kast meeting vergadering vorbereiten vorbereitung "
    "besprechung evaluation préparer préparation réunion prep preparation prepare roster rooster rota schedule "
    "kickoff opzetten inrichten setup retro training"
)

ON_CALL: Final = phrases(
    "on call, oncall, on call shift, on call week, on call duty, piket, piketdienst, piketweek, storingsdienst, "
    "storingswacht, achterwacht, bereikbaarheidsdienst, consignatie, consignatiedienst, wachtdienst, "
    "standby dienst, stand by dienst, standbydienst, standby, stand by, pager duty, pagerduty, bereitschaft, "
    "bereitschaftsdienst, rufbereitschaft, rufdienst, hintergrunddienst, astreinte, d astreinte, de garde"
)
NO_ON_CALL: Final = words(
    "handover handoff overdracht overdragen übergabe rooster roster rota schedule planning plannen training uitleg "
    "retro review vergoeding beleid policy kickoff einde end klaar ruilen swap"
)

LUNCH: Final = phrases(
    "lunch, lunches, lunchen, lunchje, lunchpauze, lunchtijd, lunchtime, lunchbreak, lunchwandeling, lunchwandelen, "
    "lunchwandelingen, mittagessen, mittagspause, mittag, zmittag, déjeuner, pause déjeuner, déj, pause midi, pause "
    "de midi, repas de midi"
)
LUNCH_HEADS: Final = ("lunch", "mittagessen")
NO_LUNCH_BEFORE: Final = (
    *("werk", "zaken", "business", "kennis", "netwerk", "arbeids", "arbeits", "geschafts", "sales", "klant", "klanten"),
    *("brainstorm", "project", "strategie", "vergader", "studie", "leer", "after"),
)
"""Compounds that end in "lunch" and are meetings all the same."""

SOCIAL: Final = phrases(
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
    "wandelen, ommetje, spaziergang, promenade, day out, team outing, ausflug, teamausflug, betriebsausflug, sortie d "
    "équipe, koffiehoek, virtual coffee machine, online coffee machine, water cooler, watercooler, virtuelle "
    "kaffeemaschine, kaffeeküche, kaffeeecke, teeküche, machine à café, coin café"
)
SOCIAL_HEADS: Final = ("borrel", "koffie", "ontbijt", "geburtstag", "kaffee", "feestje", "bbq")
"""A Dutch or German compound is social when its last part is: "nieuwjaarsborrel"."""

SOCIAL_FILLERS: Final = words(
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
WITH: Final = words("with w met mit avec")
TO_A_NAME: Final = WITH | words("for voor für pour van von of de du bij at chez bei beim")
AND: Final = words("& + and en und et x n")
LISTING: Final = frozenset({",", "/"})
MARKS: Final = frozenset(":|;()[]@-–—")
PARTICLES: Final = words("van de der den ter ten te von zu zur du le la el al bin di da dos del della t op")

NO_NAME: Final = words(
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

NO_NAME_HEADS: Final = (
    *("overleg", "vergadering", "bespreking", "bijeenkomst", "sessie", "gesprek", "planning", "plan", "commissie"),
    *("budget", "strategie", "training", "presentatie", "lezing", "lijst", "kalender", "rooster", "werkgroep", "groep"),
    *("leverancier", "machine", "automaat", "project", "evaluatie", "besprechung", "sitzung", "planung", "gesprach"),
    *("projekt", "maschine", "schulung", "vortrag", "gruppe", "kunde", "kunden", "meeting", "meetings", "workshop"),
)
"""Last parts of Dutch and German compounds that are no name either ("Projektbesprechung")."""
