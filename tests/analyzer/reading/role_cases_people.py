"""Invitations made up for what names a person in them: by theme, what each fills and its text.

Each row is one invitation, written as in :mod:`tests.analyzer.reading.role_cases`. In ``INVITED`` the people of the
invitation stand first, divided by commas, and "||" before the text.
"""

DESCRIPTIONS = {
    "Dutch surnames": """
F.  Voorzitter: Van Dam
F.  Voorzitter: Van der Berg
F.  Voorzitter: De Vries
F.  Voorzitter: Ten Brink
F.  Voorzitter: ten Brink
F.  Voorzitter: 't Hart
F.  Voorzitter: ’t Hart
F.  Voorzitter: Van 't Hof
F.  Voorzitter: van den Bosch
F.  Procesbewaker: Ter Horst
F.  Dagvoorzitter: El Khatib
F.  Gespreksleider: Op den Kamp
F.  Voorzitter: In 't Veld
F.  Voorzitter: De Groot-Visser
.K  Notulist: Van Beek
.K  Notulen: Van Dijk
.K  Verslag: De Boer
.K  Besluitenlijst: Van der Meulen
FK  Voorzitter: Van Dam⏎Notulist: De Wit
F.  Voorzitter - Van der Laan
F.  Voorzitter: Den Uyl (Zwolle)
F.  De Vries (voorzitter), Jansen, Bakker
F.  Vorsitz: von Bülow
F.  Leitung: von der Heide
F.  Président de séance : de Villiers
F.  Animateur : Le Goff
F.  Chair: O'Brien
F.  Chair: MacDonald
""",
    "titles before names": """
F.  Voorzitter: wethouder De Vries
F.  Voorzitter: wethouder Jansen
F.  Voorzitter: burgemeester Smit
F.  Voorzitter: raadslid A. van Vliet (Lokaal Sterk)
.K  Notulist: griffier M. Kuiper
.K  Besluitenlijst: commissiegriffier M. Kuiper
F.  Voorzitter: mevr. Terpstra
F.  Voorzitter: mw. Terpstra
F.  Voorzitter: mevrouw Terpstra
F.  Voorzitter: Mevr. drs. E. Terpstra
F.  Voorzitter: dhr. De Wit
F.  Voorzitter: dhr. Bos
F.  Voorzitter: de heer Van Rijn
F.  Voorzitter: de heer Bos
F.  Voorzitter: mevr. Van den Berg-Postma
F.  Voorzitter: dr. Okafor
F.  Voorzitter: drs. P. Vink
F.  Voorzitter: prof. dr. ir. H. Klaver
F.  Voorzitter: gedeputeerde Hofstra
F.  Voorzitter: dijkgraaf Van Haersma
F.  Voorzitter: kolonel De Ruiter
F.  Voorzitter: dominee Kuipers
F.  Voorzitter: rector Meijer
F.  Chair: Councillor Bryant
F.  Chair: Cllr. Bryant
F.  Chair: Cllr Bryant
F.  Chair: Professor Adeyemi
F.  Chair: Judge Rinder
F.  Chair: Rev. Marsh
F.  Moderation: Bürgermeisterin Kolb
F.  Leitung: Oberarzt Dr. Kuhn
F.  Vorsitz: Herr Dr. Weiß
F.  Sitzungsleitung: Stadtrat Huber
F.  Présidente de séance : Mme la maire Dubois
F.  Président : M. Perrin
F.  Animatrice : Maître Rolland
.K  Secrétaire : Mlle Petit
.K  Protokoll: Fr. Schneider
""",
    "names that are words": """
F.  Procesbewaker: Wil Janssen
F.  Procesbewaker: Wil
F.  Voorzitter: Mark
F.  Voorzitter: Will
F.  Chair: Will
F.  Chair: May
F.  Chair: Hope
F.  Facilitator: Mercy
F.  Facilitator: Grace
F.  Facilitator: April
F.  Facilitator: Art
F.  Facilitator: Bill
F.  Facilitator: Joy
F.  Facilitator: June
F.  Facilitator: Summer
F.  Voorzitter: Roos
F.  Voorzitter: Bas
F.  Voorzitter: Jet
F.  Voorzitter: Gast, J.
F.  Voorzitter: Lente
F.  Voorzitter: Storm
F.  Voorzitter: Beer
F.  Voorzitter: Wolf
F.  Moderation: Ernst
F.  Moderation: Rosa
F.  Moderation: Frank
F.  Moderation: Christian
F.  Animateur : Aimé
F.  Animatrice : Marguerite
F.  Animatrice : Victoire
FK  Sterre zit voor, Mees notuleert.
FK  Roos zit voor en Wil notuleert.
FK  Voorzitter: Bloem⏎Notulist: Puck
.K  Minute taker: Will
.K  Scribe: Faith
.K  Notulist: Han
.K  Notulist: Lien
.K  Notulist: Mei Lin
F.  Chair: Rich
F.  Chair: Chase
F.  Chair: Sunday Oliseh
F.  Facilitator: Precious
F.  Facilitator: Blessing
F.  Facilitator: Angel
""",
    "names no list holds": """
F.  Facilitator: Ngozi
F.  Facilitator: Thandiwe
F.  Voorzitter: Tjitske-Marie
F.  Voorzitter: Sjoukje
FK  voorzitter: anneke, notulen: jan-willem
F.  voorzitter: jan-willem
F.  Voorzitter: jan willem
F.  procesbewaker: wil
F.  procesbewaker: wil janssen
F.  voorzitter: mieke de jong
F.  facilitator: xanthe
F.  vz: gijs, not.: pleuni
.K  notulist: marie-claire
.K  notulen: anne-fleur
F.  Chair: J.P.
F.  Chair: JP
F.  Chair: JW
F.  Voorzitter: P.J. Hoogeveen
F.  Voorzitter: Jansen (P&O)
F.  Moderation: Yıldız
F.  Moderation: Schmidt
F.  Leitung: Kretschmer
F.  Animation : Maëlys
.K  Protokoll: Annegret
.K  Scribe: Zsófi
.K  Notulen: Fenne
""",
    "prose": """
F.  Deze keer is Jolanda procesbewaker.
F.  Vandaag is Karim de voorzitter.
F.  Morgen om 9.00 in zaal 3. Voorzitter is deze keer Femke.
F.  Ditmaal is het Hidde die voorzit.
F.  Jolanda is deze keer procesbewaker
FK  Deze week is Karin procesbewaker en Tom voortgangsbewaker.
F.  Fleur neemt het voorzitterschap waar.
F.  Esther neemt deze keer de rol van procesbewaker op zich.
F.  Onder voorzitterschap van Marja.
F.  Ruud leidt het overleg in goede banen.
F.  Het overleg wordt geleid door Saskia.
F.  Het voorzitterschap ligt bij Saskia.
F.  De leiding is in handen van Saskia.
F.  Technisch voorzitter is mevrouw Prins.
F.  Bij afwezigheid van Hans zit Ineke voor.
F.  Ineke zal de vergadering voorzitten.
F.  Ineke gaat ons door de agenda leiden.
F.  Bram begeleidt het gesprek.
.K  Lee to minute
FK  Priya to chair, Lee to minute.
FK  Sam chairs, Lee minutes.
F.  Priya is chairing.
F.  Priya is in the chair.
F.  Priya in the chair
F.  In the chair: Priya
F.  Priya will be our facilitator.
F.  Your facilitator today is Priya.
F.  Our moderator for today will be Priya Nair.
F.  Priya has kindly agreed to chair.
F.  Priya will take the chair.
F.  Facilitating today: Priya
.K  Lee is on notes.
.K  Lee is on minutes today.
.K  Notes will be taken by Lee.
.K  Lee has offered to take the minutes.
.K  Lee is scribe this time.
.K  Lee is keeping the action log.
.K  Lee keeps track of actions and decisions.
.K  Minutes will be Lee.
F.  Den Vorsitz hat Uwe.
F.  Den Vorsitz führt Frau Kern.
F.  Die Moderation übernimmt Jule.
F.  Die Moderation liegt bei Jule.
F.  Die Sitzung leitet Herr Brandt.
F.  Durch die Sitzung führt Mehmet.
F.  Durch den Termin führt Mehmet.
F.  Jule moderiert.
F.  Jule führt durch die Besprechung.
F.  Es moderiert Jule.
FK  Es moderiert Jule, das Protokoll führt Ben.
.K  Das Protokoll schreibt diesmal Ben.
.K  Protokoll macht Ben.
.K  Ben hält die Ergebnisse fest.
.K  Die Ergebnisse hält Lara fest.
.K  Für das Protokoll ist Ben zuständig.
F.  Luc animera la réunion.
F.  La réunion sera animée par Luc.
F.  C'est Luc qui anime.
F.  C'est Luc qui animera la séance.
F.  La présidence est assurée par Mme Roy.
F.  L'animation est confiée à Luc.
FK  Luc anime, Zoé prend les notes.
.K  Zoé se charge du compte rendu.
.K  Zoé s'occupe du compte rendu.
.K  Zoé rédige le compte rendu.
.K  C'est Zoé qui fait le compte rendu.
.K  Le compte rendu sera fait par Zoé.
.K  Le secrétariat est assuré par Zoé.
.K  Els maakt het verslag.
F.  Voorzitter is van Dam.
..  Das Protokoll macht die Aushilfskraft.
..  De notulen van Sander zijn er.
..  The notes of Fergus are here.
.K  Els schrijft mee.
.K  Notuleren doet Els.
.K  De notulen doet Els deze keer.
.K  Wil notuleert.
.K  Deze keer notuleert Els.
.K  Vandaag notuleert Els Bakker.
.K  Els houdt de besluiten bij.
.K  Els legt de besluiten vast.
FK  Jaco zit voor en notuleert.
FK  Hoi allen, Tineke zit voor en Ab maakt de notulen. Tot dan!
""",
    "keepers of actions": """
.K  Els bewaakt de acties.
.K  Els bewaakt de actielijst.
.K  Els bewaakt de actiepunten.
.K  Els houdt de actielijst bij.
.K  Els beheert de actie- en besluitenlijst.
.K  Els beheert de besluitenlijst.
.K  Actielijst bijgehouden door Els.
.K  De acties worden bewaakt door Els.
.K  Els tracks the actions.
.K  Els keeps the action list.
.K  Actions kept by Els.
.K  Uwe pflegt die Maßnahmenliste.
.K  Uwe führt die Aufgabenliste.
.K  Zoé tient la liste des actions.
FK  Karim bewaakt het proces, Els de acties.
FK  Karim bewaakt de tijd en het proces, Els bewaakt de besluiten.
.K  Besluitenlijst (bijgehouden door Hilde): https://intern.example.org/b
.K  Action list keeper: Els
""",
    "acting people": """
F.  Waarnemend voorzitter: Els
F.  Wnd. voorzitter: Els Smit
F.  Voorzitter (waarnemend): Els
F.  Voorzitter: Els (wnd.)
F.  Voorzitter: vacature, waarnemend mw. Terpstra
F.  Voorzitter: vacant, waargenomen door Els
F.  Voorzitter: Hans afwezig, Els neemt waar
F.  Voorzitter a.i.: Els
F.  Plaatsvervangend voorzitter vandaag: Els
F.  Acting chair: Els
F.  Interim chair: Els
F.  Chair (acting): Els
F.  Chair: vacant, acting Els Smith
F.  Chair: Els, standing in for Hans
F.  Chair: Els (in for Hans)
F.  Kommissarische Leitung: Uwe
F.  Moderation: Uwe i.V. für Jule
F.  Moderation: Uwe (in Vertretung von Jule)
F.  Président par intérim : Luc
.K  Waarnemend secretaris: Els
.K  Acting secretary: Els
""",
    "rotas of this time": """
F.  Animation tournante, cette semaine : Léa
F.  Voorzitter: roulerend; deze week: Els
F.  Voorzitter bij toerbeurt, vandaag Els
F.  Voorzitter van deze maand: Els
F.  Roulerend voorzitterschap: deze keer Els
F.  Rooster voorzitter: vandaag Els, volgende keer Hans
.K  Notuleren gaat bij toerbeurt: deze keer Els, volgende keer Hans
.K  Notulist rouleert. Nu aan de beurt: Els
.K  Notulen: rooster, Els is aan de beurt
F.  Facilitator rotates. This week: Priya.
F.  Chair this week: Priya. Next week: Lee.
F.  This week's facilitator is Priya; next week Lee.
.K  Scribe rota - this week Lee
F.  Moderation im Wechsel, diese Woche: Jule
F.  Moderation reihum – heute Jule
.K  Protokoll im Wechsel: diesmal Ben
F.  Animation à tour de rôle : cette fois-ci Luc
..  Voorzitter: roulerend, volgende week Els
..  Facilitator rotates every week
..  Animation tournante
..  Moderation im Wechsel
..  Chair next week: Priya
""",
    "hosts": """
F.  Host: Mei-Ling Zhou
F.  Hosted by Priya Nair
F.  Hosted by: Priya
F.  Gastheer: Ruben
F.  Gastgeberin: Jule Brandt
F.  Your host: Priya Nair
F.  Hosts: Priya Nair and Lee Wong
..  Host: Meeting Room 4B
..  Host: Room Amsterdam
..  Host: Zaal Vermeer
..  Host: Vergaderkamer 2.10
..  Host: Facilities
..  Host: Acme Corp
..  Host: Zoom Account 3
..  Host: vergaderzaal@example.org
..  Host: webinars@example.org
..  Host: Gemeente Utrecht
..  Host: Rotary Club Leiden
..  Host: University of Leeds
..  Hosted by Acme Events Ltd
..  Hosted by the marketing team
..  Hosted by Deloitte
..  Hosted by Google
..  Hosted by Stichting Lezen
..  Hosted by Linux Foundation
..  Gehost door Surf
..  Host key: 982211
..  Host PIN: 4451
..  Meeting host: Sales Demo Account
..  Clé d'animateur : 209931
..  Hostschlüssel: 982211
..  Hosting: Amsterdam
""",
    "other events": """
..  The hearing is on 3 October, Judge Smit chairs.
..  De zitting is op 3 oktober; mr. Smit zit voor.
..  On 12 May the panel meets, Priya chairs.
..  Volgende vergadering: 12 mei, voorzitter Els
..  Volgende keer zit Els voor.
..  Next time Lee takes the minutes.
..  Last week Priya chaired.
..  Vorige keer notuleerde Els.
..  Anna chairs the audit committee.
..  Anna is chair of the audit committee.
..  Anna, voorzitter van de medezeggenschapsraad, komt langs.
..  Kennismaken met de nieuwe voorzitter van de raad: Els Smit
..  Uwe ist Vorsitzender des Betriebsrats.
..  Luc, président de l'association, sera présent.
..  Spreker: Els Smit, voorzitter van Natuurmonumenten
..  Speaker: Anna Smith
..  Trainer: Joke Vermeulen (Bureau Helder)
..  Op donderdag 4 juni is de ALV, Hans zit daar voor.
..  Das Seminar am 4. Juni moderiert Jule.
..  Le colloque du 4 juin sera animé par Luc.
..  Facilitate the migration
..  A paper on Facilitating Efficient Authenticated Encryption
..  Facilitating Efficient Encryption
..  Anna facilitates the migration to the new system.
..  Anna leads the migration project.
..  Anna is the minister in the chair of the council.
..  Bezoek aan secretaris-generaal Jansen
..  Presentatie door voorzitter Els Smit van de OR
""",
    "bodies and things": """
..  Voorzitter: de gemeente
..  Voorzitter: Gemeente Amersfoort
..  Voorzitter: Bestuur
..  Voorzitter: directie
..  Voorzitter: afdeling HR
..  Voorzitter: HR
..  Voorzitter: Team Noord
..  Voorzitter: OR
..  Voorzitter: werkgroep
..  Voorzitter: regiobureau
..  Voorzitter: projectbureau
..  Secretariaat: regiobureau
..  Secretariaat: Bestuurssecretariaat
..  Notulen: secretariaat
..  Notulist: secretariaat
..  Notulen: bestuurssecretariaat
..  Verslag: managementondersteuning
..  Moderation: Geschäftsführung
..  Moderation: Personalabteilung
..  Versammlungsleitung: Betriebsrat
..  Protokoll: Sekretariat
..  Protokoll: Assistenz
..  Protokoll: Praktikant
..  Animateur : service RH
..  Animation : Direction générale
..  Secrétariat : mairie
..  Chair: HR
..  Chair: Legal
..  Chair: Finance
..  Chair: Marketing
..  Chair: PMO
..  Chair: Ministry of Health
..  Chair: City Council
..  Facilitator: external
..  Facilitator: scrum master
..  Facilitator: Scrum Master
..  Minutes: PA
..  Scribe: whoever is last
..  Secretary: Company Secretariat
..  Chair: Herman Miller
..  Chair: Herman Miller Aeron
..  Chair: Vitra
..  Chair: IKEA Markus
..  Chair: Steelcase Leap
..  Chair: ergonomic, black
..  Chairs: 40, tables: 10
..  Stoelen: 40
..  Moderation: Microphone
..  Notulen: vaststellen
..  Notulen: 12 mei
..  Notulen vorige vergadering: Els
..  Notulen d.d. 12 mei vaststellen
..  Vaststellen notulen 12 mei
..  1. Opening⏎2. Notulen⏎3. Mededelingen
..  2. Minutes of the last meeting
..  3. Chair's report
..  Protokoll der letzten Sitzung genehmigen
..  Genehmigung des Protokolls
..  Approbation du compte rendu
..  Compte rendu précédent : https://intra.example.org/cr/18
..  Notes: https://docs.example.org/n
..  Notulen: zie Teams
..  Notulen: SharePoint
..  Minutes: attached
..  Notulen: bijlage
..  Protokoll: siehe Anhang
""",
    "nobody in this batch": """
..  Voorzitter: wie?
..  Voorzitter: wie wil?
..  Voorzitter: nader in te vullen
..  Voorzitter: volgt
..  Voorzitter: vacature
..  Voorzitter: vacant
..  Voorzitter: onbekend
..  Voorzitter: niemand
..  Voorzitter: -
..  Voorzitter: ...
..  Voorzitter: x
..  Voorzitter: xxx
..  Voorzitter: <naam>
..  Voorzitter: NAAM
..  Voorzitter: (naam)
..  Procesbewaker: …
..  Procesbewaker:
..  Procesbewaker: ?
..  Procesbewaker: nog iemand nodig
..  Procesbewaker: meld je aan
..  Procesbewaker: loten we
..  Procesbewaker: beslissen we ter plekke
..  Notulist: rouleert
..  Notulist: om de beurt
..  Notulist: vervalt
..  Notulist: geen, we nemen op
..  Verslag: geen
..  Chair: N/A
..  Chair – N/A
..  Chair: open
..  Chair: to follow
..  Chair: please volunteer
..  Chair: first to arrive
..  Chair: pick one
..  Chair: ask Anna
..  Minutes: who?
..  Minutes: none needed
..  Minutes: recorded
..  Scribe: volunteer needed
..  Scribe: you?
..  Note taker: wanted
..  Moderation: ???
..  Moderation: noch zu klären
..  Moderation: steht noch aus
..  Moderation: jeder
..  Protokoll: entfällt
..  Protokoll: wer möchte?
..  Protokoll: nicht nötig
..  Animateur : à voir
..  Animateur : à préciser
..  Animateur : qui veut ?
..  Secrétaire : à tour de rôle
..  Compte rendu : pas nécessaire
..A Notes : Copilot
..A Notulen: Copilot
..A Scribe: Otter
..  Who wants to chair? Anna maybe?
..  Kan Els notuleren?
..  Els, zou jij willen voorzitten?
..  Wie wil er voorzitten? Meld je bij Els.
..  Iemand moet notuleren.
..  Wij zoeken iemand die notuleert.
..  Als Hans ziek is zit Els voor.
..  Misschien zit Els voor.
..  Qui veut animer ?
..  Wer übernimmt das Protokoll?
..  Anmeldung bei Uwe. Moderation offen.
""",
    "calls": """
..  Priya Nair is inviting you to a scheduled Zoom meeting.
..  Priya Nair lädt Sie zu einem geplanten Zoom-Meeting ein.
..  Priya Nair vous invite à une réunion Zoom planifiée.
..  Priya Nair heeft je uitgenodigd voor een geplande Zoom-vergadering.
..  Meeting host: Priya Nair (pnair@example.org)
..  Host: https://zoom.us/j/1234567890
..  If you are the host, click here: https://zoom.us/s/1234567890
F.  Voorzitter: Els⏎⏎Microsoft Teams Hulp nodig?⏎Nu deelnemen aan de vergadering
""",
    "lists of those present": """
F.  Commissie: Ineke (voorzitter), Frits, Amal
FK  Aanwezig: Van Dam (vz), De Wit (not), Smit
FK  Deelnemers: mw. Prins (voorzitter), dhr. Bos (notulist)
FK  Aanwezig: Van Dam (voorzitter), De Wit (notulist), Smit
FK  Present: Lee (Chair), Sam (minutes), Kim
FK  Teilnehmer: Kern (Leitung), Wolf (Protokoll), Braun
FK  Présents : Mme Roy (présidente), M. Petit (secrétaire)
F.  Panel: Priya Nair (chair), Lee Wong, Kim Berg
""",
}

INVITED = {
    "names of the invitation": """
F.  Sales Engineering <sales@example.org>, Vita Opaal <vopaal@example.org> || Voorzitter: Vita
F.  Can Demir <can.demir@example.org> || Facilitator: Can
F.  Will Baker <wbaker@example.org> || Will chairs.
F.  Wil Janssen <wil@example.org> || Wil zit voor.
.K  Wil Janssen <wil@example.org> || De notulen zijn voor Wil.
.K  Mei Chen <mchen@example.org> || Notes: Mei
..  Mei Chen <mchen@example.org> || notes mei
F.  Mei Chen <mchen@example.org> || mei zit voor
F.  May Parker <may@example.org> || may to chair
F.  Open Mbeki <open@example.org> || Chair: Open
F.  Karel van Dijk <kvd@example.org> || Voorzitter: KvD
F.  Karel van Dijk <kvdijk@example.org> || voorzitter: kvdijk
F.  Karel van Dijk <kvdijk@example.org> || vz kvdijk
F.  Karel van Dijk <kvdijk@example.org> || Van Dijk zit voor
F.  Karel van Dijk <kvdijk@example.org> || KvD (vz)
F.  Anne Bakker <a.bakker@example.org> || Voorzitter: AB
.K  Anne Bakker <a.bakker@example.org> || AB notuleert
.K  Anne Bakker <a.bakker@example.org> || Notulen AB
FK  Anne Bakker <a.bakker@example.org>, Bo Smit <bsmit@example.org> || vz AB, not. BS
FK  Anne Bakker <a.bakker@example.org>, Bo Smit <bsmit@example.org> || VZ AB / NOT. BS
F.  Bakker, Anne <a.bakker@example.org> || Voorzitterschap: Anne
F.  Bakker, Anne (IT) <a.bakker@example.org> || anne doet het voorzitterschap
F.  <rosanne.teunis@example.org> || rosanne faciliteert
F.  <rteunis@example.org> || rteunis faciliteert
F.  <rosanne.teunis@example.org> || Teunis begeleidt als procesbewaker het gesprek
F.  Priya Nair <priya@example.org> || Facilitatie door Priya
F.  Priya Nair <priya@example.org> || Priya zal als voorzitter optreden
F.  Priya Nair <priya@example.org> || Priya doet de moderatie.
F.  Priya Nair <priya@example.org> || rol van procesbewaker ligt deze keer bij Priya
.K  Uwe Stark <ustark@example.org> || Uwe kümmert sich ums Protokoll
.K  Uwe Stark <ustark@example.org> || Protokoll diesmal bei Uwe
F.  Uwe Stark <ustark@example.org> || Uwe als Moderator
.K  Luc Roy <lroy@example.org> || Luc au compte rendu
F.  Luc Roy <lroy@example.org> || Luc à l'animation
FK  Luc Roy <lroy@example.org>, Zoé Vidal <zvidal@example.org> || Animation Luc / notes Zoé
.K  Orla Byrne <obyrne@example.org> || Notes: Orla Byrne
.K  Orla Byrne <obyrne@example.org> || Notes - Orla
..  Luc Roy <lroy@example.org> || Prochaine animation : Luc
..  Priya Nair <priya@example.org> || Priya will not chair.
..  Priya Nair <priya@example.org> || Can Priya chair?
..  Priya Nair <priya@example.org> || Priya is chair of the works council.
..  Priya Nair <priya@example.org> || Priya presents the plan; we need a chair.
..  Priya Nair <priya@example.org> || Notes: Priya presents the plan
..  Priya Nair <priya@example.org> || Notulen: Priya, Bo en Cem vragen om uitstel van het plan
..  Priya Nair <priya@example.org> || Next time Priya facilitates.
..  Priya Nair <priya@example.org> || Ask Priya for the minutes.
..  Priya Nair <priya@example.org> || Stuur je punten naar Priya voor de notulen
..  Priya Nair <priya@example.org> || Bespreken verslag Priya
..  Priya Nair <priya@example.org> || Rapportage van de voorzitter aan Priya
..  Priya Nair <priya@example.org> || Kennismaking Priya met de voorzitter
..  Priya Nair <priya@example.org> || Afwezig: Priya⏎Notulen
..  Zaal Vermeer <zaal-vermeer@resource.calendar.google.com> || Host: Zaal Vermeer
..  Marketing <marketing@example.org> || Chair: Marketing
..  Open Mbeki <open@example.org> || Chair: TBD
..  Wil Janssen <wil@example.org> || Wie wil voorzitten?
..  Wil Janssen <wil@example.org> || Ik wil een voorzitter
..  Can Demir <can@example.org> || Who can facilitate?
..  Can Demir <can@example.org> || You can chair
..  Will Baker <will@example.org> || We will need minutes
..  Anne Bakker <a.bakker@example.org> || Notes on AB tests
""",
}

TITLES = {
    "titles of this batch": """
F.  Teamoverleg (voorzitter: Van Dam)
F.  Teamoverleg – vz Karin
F.  Weekly sync (facilitator Priya)
FK  Bestuur: Van Dam zit voor, De Wit notuleert
F.  Retro, facilitated by Priya
FK  [P: Wil, B: Mark] Teamoverleg
..  Voorzittersoverleg
..  Chair meeting
..  Kennismaking nieuwe voorzitter
..  Notulen bespreken
..  Gesprek secretaris
..  Moderation training
""",
}
