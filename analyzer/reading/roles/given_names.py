"""Which words are given names, and which stand where a name should and are none.

The lists are plain vocabulary in Dutch, English, German, French and Spanish, lower case;
:mod:`analyzer.reading.roles.names` decides with them. The given names are a data file of the package. They are needed
only where nothing else tells that a word is a name: not after "Chair:", and not for the people of the invitation.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from analyzer.reading.patterns import late


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# A name is refused when it begins with one of these words, or holds one written with a capital.
NON_NAMES = (
    _words(
        # English
        """
        a above account action actions add adobe advisor agenda agendas agile all also alternate alternates
        alternating amazon an analyst and any anybody anyone apple approval approve approved april architect are as
        ask assigned at atlassian attached attachment attendee attendees auto be been being below blank board body
        bring budget building but by call can canonical chair chairperson chairs check chief choose cisco click
        closing coach code codimd committee confluence consultant contact coordinator could council crew cryptpad
        daily date dates dear december decision decisions default designer developer dial did director discord discuss
        discussion do doc docker docs document documents does draft drive dropbox each empty end ends engineer
        engineering ensure ensures enter etherpad event every everybody everyone example external facebook facilitator
        facilitators false february file files fill final first firstname folder follow following follows for free
        friday from github gitlab google group groups guards guest guests guide guides hackmd had has have he head
        hedgedoc hello help helps her here hey hi his host hosts hour hours how ibm id idem if in insert intel intern
        internal intro introduction introductions is it item items january jira join july june just keep keeps key
        kubernetes last lastname later lead leader leaders leads let lets link linkedin links linux location loop make
        makes manager managers march matrix mattermost may me meet meeting meetings member members meta microsoft
        minute minutes miro missing moderator moderators monday monthly mozilla must my n/a na name names needed
        netflix next nextcloud nil nn no nobody none noone not note note-taker notes notetaker notion november ntb
        null nvidia nvt october of office officer on one onedrive onenote online only open openai opening opens
        optional or oracle organiser organisers organizer organizers our outlook owner pad page participant
        participants passcode passcodes password pending people person phone pick pin place placeholder planning
        please prepare presenter presenters previous product project question questions read recording recordings
        redhat release remember remote report reports required review roadmap role roles room rooms rota rotate
        rotates rotating rotation runs salesforce same sap saturday scribe scribes scrum secretary see select self
        send sends september session sessions several shall share sharepoint shares she should sign skype slack so
        somebody someone soon speaker speakers staff start starts status string summary sunday surname take takes tba
        tbc tbd tbh team teams text than thank thanks that the their them then there these they this those thursday
        time timekeeper times to today tomorrow tonight topic topics trainer training transcript trello true tuesday
        twitter unassigned undefined unknown update updates us use vacancy vacant varies various versie version
        virtual volunteer volunteering volunteers wanted was we webex wednesday week weekly welcome were what when
        where which who whoever whom why wiki will with workshop would write writes xx xxx xxxx yes yesterday yoga you
        your youtube yyy zoom zulip
        """
    )
    | _words(
        # Dutch
        """
        aan aanwezig aanwezige aanwezigen achternaam actie actielijst acties adviseur afdelingshoofd afwezig afwezigen
        agendapunt agendapunten akkoord al alle allemaal allen als augustus begeleider begroting beleidsmedewerker
        besluit besluiten besluitenlijst bespreking beste bestuur beurt beurtelings bij bijlage bijlagen bureau
        commissie concept daar dag dat datum de deelnemer deelnemers definitief den der deze die dinsdag directeur
        directie dit donderdag door dus een elk en er evaluatie februari gast gasten geen gemeente gezocht gisteren
        goedgekeurd goedkeuren goedkeuring graag groet groeten hallo hebben heeft het hier hij hun ieder iedereen
        iemand ik indien ingekomen invullen ja januari je jij jouw juli jullie juni kamer kan kandidaat kennismaking
        kunnen leden leidinggevende lid locatie lokaal maandag maar maart mag mededeling mededelingen medewerker mei
        met mijn ministerie moet moeten mogen morgen naam naar nader namen nee niemand niet nog notulen notulist
        oktober om onbekend onder ondernemingsraad onderwerp onderwerpen ons onze ook op over overleg personen persoon
        plaats presentatie projectleider projectleiding provincie punt punten raad rondvraag rouleert roulerend ruimte
        samenvatting secretariaat secretaris sluiting spreker sprekers stand stichting stukken te teamleider
        teamleiding tegen tijd tijdbewaker tijdens toelichting toen toerbeurt tot u uit uw vacature van vandaag
        afgelast geschrapt vervallen vervalt vastgesteld vaststellen vaststelling vereniging vergadering verkiezing
        verslag volgen volgende volgt voor
        voornaam voortgang voorzitter voorzitters vorige vrijdag vrijwilliger vrijwilligers wanneer want welkom werd
        werkgroep wie wij wil willen wisselend wisselende woensdag worden wordt zaal zal zaterdag ze zelf zie zij zijn
        zondag zullen
        """
    )
    | _words(
        # German
        """
        aber abteilungsleiter abwechselnd abwesend am amt anhang anlage anwesend anwesende auch auf aufgaben aus
        ausschuss beginn begrüßung bei bericht beschluss beschlüsse betriebsrat bitte dann das dein dem des dezember
        dienstag donnerstag dort du durch ein eine einen einer eines einleitung entfallen entfällt ende entwurf es
        extern falls februar
        folgt freigabe freitag freiwillig freiwillige freiwilliger für genehmigt genehmigung geschäftsführer
        geschäftsführung gestern gesucht gremium gruß grüße gäste haben hat haushalt heute ich ihr im ist januar jeder
        jemand kein keine keiner leitung letzte letzter liebe liegt mai mein mit mittwoch moderation montag märz nach
        nachname nein nicht noch nächste nächster ob oder offen ort planung projektleiter projektleitung protokoll
        protokollant punkt punkte raum referent referentin reihum rotierend samstag sein sie siehe sind sonntag
        sonstiges stadt sucht tagesordnung teamleiter teamleitung teilnehmende teilnehmer teilnehmerin thema themen
        traktanden um unbekannt und unser unsere unter verein verschiedenes vom von vorname vorsitz vorstand
        vorstellung war wechselnd wechselt wenn wer werden wir wird woche wurde zeit zu zum zur über
        """
    )
    | _words(
        # French
        """
        absent absents accueil alternance animateur animatrice annexe août approbation approuvé association au aucun
        aucune aujourd aux avec avril bienvenue bilan bonjour bénévole ce ces cet cette chacun chef cheffe ci clôture
        comité confirmer conseil cordialement dans dernier dernière dimanche direction directrice décembre décision
        décisions définir désigner déterminer elle elles est et excusé excusés fichier février groupe heure il ils
        intervenant intervenante intervenants invité invités janvier jeudi joint jointe jour juillet juin la le les
        leur leurs libre lieu lundi ma mairie mais mardi mars merci mercredi mes mon nom noms non notre nous novembre
        octobre ont ordre ou oui ouverture par personne pièce points pour pourvoir prochain prochaine préciser prénom
        présent présente présents président présidente quand quelqu qui rapporteur responsable rotatif réunion sa
        salle samedi secrétaire secrétariat septembre sera seront ses si son sont sujet sujets sur séance table tour
        tournant tournante tous toutes tu un une validation validé vendredi venir ville voir volontaire volontaires
        votre vous à équipe était
        """
    )
    | _words(
        # Spanish
        """
        abril agosto alguien apellido apellidos aprobación aprobada archivo asistentes ausentes ayuntamiento
        bienvenida cada con confirmar consejo cuando definir del determinar diciembre directora día el enero enlace
        equipo era febrero fecha fue gracias grupo ha hola hora invitado invitados jefa jefe jueves junio las los
        lugar lunes martes marzo mayo miércoles moderador moderadora nadie ninguna ninguno nombre nombres noviembre o
        orden para pero por presidenta presidente quien quién reunión rotativo rotatorio sala secretaria secretario
        septiembre será sesión sin sábado sí todas todos una unas unos ver viernes voluntaria voluntario y
        """
    )
)
# Given names that are also everyday words: alone they are read as the word ("Allen" is Dutch for "all"), unless a name
# must stand there ("Chair: Will", "Wil notuleert") ...
WORD_NAMES = _words("allen april august beat can gast june les may mei sunday wil will")
# ... or count for no more than any other word with a capital ("Elke week", "Mark the date").
EVERYDAY_NAMES = _words(
    """
    art ash bas bill chase coby dan dawn don drew elke faith floor frank grace grant han hope jet job joy kay lien
    mark miles penny per rien rose ruby rut said sky summer val ward
    """
)

# A name that holds one of these words is that of a room, a body, a company, a product or a function.
ORGANISATIONS = _words(
    """
    abteilung academie academy account admin afdeling ag agency agenda alliance amt asociación association auditorium
    ausschuss authority ayuntamiento b.v. bank bedrijf behörde bestuur betriebsrat board boardroom bridge building
    bundesamt bureau bv calendar center centre client club co. college comité commissie commission committee community
    company conference conseil consortium consulting corp corp. corporation council coöperatie customer department
    directie doe e.v. empresa ev events federation fondation foundation fundación gemeente genossenschaft
    geschäftsstelle gesellschaft gmbh groep group hall helpdesk hochschule hogeschool hotel hotline inc inc. info
    institut institute kalender kamer kg klant konferenzraum kunde lab labs llc lokaal ltd ltd. maatschap mailbox
    mairie marketing meet ministerie ministerio ministerium ministry ministère mustermann n.v. network no-reply
    noreply nv office ondernemingsraad operations partners platform plc programmes programs projects provincie raad
    raum restaurant room s.a. s.l. sa saal sala sales salle sarl school schule service services sig skype sl
    society société software solutions stadt stichting stiftung support systems team teams technologies tsc union
    universidad universiteit university universität université verband verein vereniging vergaderzaal vof voorbeeld
    vorstand waterschap webex werkgroep wg working zaal zoom école legal sekretariat assistenz praktikant
    praktikantin aushilfe stagiair stagiaire uitzendkracht intern trainee assistant assistente assistent
    aeron ikea microphone steelcase vitra
    """
)
# Makers of chairs whose name is a person's.
PRODUCTS = late(r"(?:herman miller|charles eames|arne jacobsen|hans wegner)(?!\w)", re.IGNORECASE)
# A group or a thing writes from these addresses, not a person.
GROUP_ADDRESSES = late(
    r"(?:info|events?|support|admin|office|team|contact|no-?reply|secretaria\w*|hello|room|zaal|meeting\w*|calendar"
    r"|hr|all"
    r"|staff|help\w*|service|bot|list\w*)[\d._+-]*@|.*@(?:resource|group)\.calendar\.google\.com",
    re.IGNORECASE,
)
# A lone word with such an ending is a thing or a task ("Genehmigung", "unassigned"), unless it is a given name.
NOUN_ENDINGS = (
    *("ung", "ungen", "heit", "keit", "schaft", "tion", "tions", "tie", "ties", "sion", "ment", "ments", "ness", "ity"),
    *("ing", "ings", "able", "ible", "ance", "isme", "ismus", "ology", "logie", "lijst", "leider", "leiding", "leiter"),
    *("bureau", "secretariaat", "ondersteuning", "assistenz", "abteilung", "omic", "ical"),
    *("liste", "lijk", "elijk", "ción", "ciones", "dad", "team", "overleg", "sitzung", "meeting", "ed", "less", "ful"),
)
# Short words in capitals that are no initials of a person.
ABBREVIATIONS = _words(
    """
    ai api b2b bu ceo cfo ciso coo cso cto cvb dt eu faq gs hr ict it ki kpi mt nl ok ooo or pa pm pmo po qa rb rvb rvt
    sig sm tc tl uk un us ux vng wg wip wp
    """
)
HONORIFICS = _words(
    """
    dame dhr dipl don doña dr drs fr frau heer herr hon hr ing ir m madam madame maître me meneer mevr mevrouw miss
    mlle mm mme monsieur mr mrs ms mw mx prof rev señor señora sir sr sra srta
    """
)
# What somebody is, before the name: "wethouder De Vries". Alone it names nobody.
OFFICES = _words(
    """
    abbé advocaat ambassadeur apotheker arts baron barones bewindsman bisschop brigadier broeder burgemeester
    collega colleague juf
    bürgermeister bürgermeisterin captain centralist cllr colonel commandant commissaris councillor councilor decaan
    dean deken dijkgraaf directeur director direkteur doctor docent dokter dominee ds dijkgravin gedeputeerde generaal
    general gouverneur governor griffier heemraad herr hoogleraar huisarts imam inspecteur inspector judge justice
    kanunnik kapitein kolonel korpschef lector leraar lieutenant luitenant majoor major maire meester minister ministre
    notaris oberarzt oberärztin officier ouderling overste pastoor pastor pater president professor professeur rabbi
    raadsheer raadslid rapporteur rechter rector referendaris richter richterin schepen schout sergeant sheriff
    staatsrat
    staatssecretaris stadtrat stadträtin statenlid vicar wethouder zuster
    """
)
# Words that end so are an office too ("commissiegriffier", "teamleider", "oud-wethouder").
OFFICE_ENDINGS = (
    *("griffier", "wethouder", "burgemeester", "raadslid", "leider", "leidster", "manager", "directeur", "directrice"),
    *(
        "secretaris",
        "secretaresse",
        "medewerker",
        "medewerkster",
        "hoofd",
        "adviseur",
        "coördinator",
        "arts",
        "rechter",
    ),
    *("docent", "meister", "meisterin", "leiter", "leiterin", "direktor", "direktorin", "rätin", "rat"),
)
# Small words that are surnames at the end of a name: "Nguyễn Văn An", "Linh Do".
SHORT_SURNAMES = _words("an do he ho so")
# With a capital they begin a surname: "Van Dam", "De Vries" ...
SURNAME_STARTS = _words("van von de ter ten 't ’t vom")
# ... or do so where a name must stand: "Voorzitter: Den Uyl".
EXPECTED_STARTS = SURNAME_STARTS | _words("al bin da den di do dos du el in la le lo op te zu zum zur")

PARTICLES = _words(
    """
    't abu af al av ben bin da das de degli del della dello den der des di do dos du el ibn la las le les los st te
    ten ter v.d v.d. van vd vom von y zu zum zur ’t
    """
)
# Particles that are articles too: with a capital they begin a name only after an honorific ("dhr. De Wit").
ARTICLES = _words("das de del den der des el la las le les los the")


@cache
def given_names() -> frozenset[str]:
    """Return given names in small letters, from ``given_names.txt`` beside this module; read when first asked for."""
    return frozenset(Path(__file__).with_name("given_names.txt").read_text(encoding="utf-8").split())
