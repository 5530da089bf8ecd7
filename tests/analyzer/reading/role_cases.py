"""Invitations made up for the reading of roles: by theme, what each fills and its text.

Each row is one invitation: what it fills ("F" facilitator, "K" keeper, "A" automatic note-taker, "." nothing), then its
text; "⏎" stands for a line break.
"""

DESCRIPTIONS = {
    "a label and a person": """
F.  Facilitator: Anna
F.  facilitator: Anna de Boer
F.  FACILITATOR: ANNA DE BOER
F.  Voorzitter - Piet de Boer
F.  Voorzitter – Piet
F.  Voorzitter = Piet
F.  Voorzitter : Piet
F.  Vz: Piet van Dam
F.  VZ: Karim
F.  Technisch voorzitter: Fatima El Idrissi
F.  Dagvoorzitter: Joost
F.  Gespreksleider: Marieke van 't Hof
F.  Procesbewaker: Anna
.K  Voortgangsbewaker: Piet
FK  Procesbewaker: Anna⏎Voortgangsbewaker: Piet
FK  Voorzitter: Jan van der Berg⏎Notulist: Els
.K  Notulen: Els
.K  Notulist: J. de Vries
.K  Notuliste: Mw. A. Bakker
.K  Verslag: Sanne
.K  Verslaglegging: Sanne Dijk
.K  Secretaris: Els Bakker
.K  Besluitenlijst: Els
.K  Actie- en besluitenlijst: Els
F.  Chair: Anna (anna42), Bo
F.  Chairs: Anna Smith, Bo Lee and Cem Kaya
F.  Co-chairs: Anna Smith & Bo Lee
F.  Chairperson: Mr. Smith
F.  Chairwoman: Dr. Okafor
F.  Moderator: Nguyen Thi Mai
F.  Meeting facilitator: Bo
F.  Today's facilitator: Bo
F.  This week's chair: Bo
F.  Session chair: Xiaoming Li
F.  Meeting lead: Bo Lee
.K  Scribe: Bo
.K  Scribes: Bo, Anna
.K  Note taker: Bo
.K  Note-taker: Bo
.K  Notetaker: Bo Lee
.K  Minutes: Bo Lee
.K  Minutes taken by: Bo
.K  Notes by Anna
.K  Notes: Anna
.K  Minute taker - Anna
.K  Secretary: Anna Smith
.K  Recording secretary: Anna Smith
.K  Decision log: Anna
.K  Decision keeper: Anna
.K  Rapporteur: Anna Smith
F.  Moderation: Uwe
F.  Leitung: Frau Dr. Müller
F.  Sitzungsleitung: Jürgen Groß
F.  Sitzungsleiter: Elia
F.  Moderator/in: Uwe Schmidt
F.  Moderator*in: Uwe Schmidt
F.  Moderator:in: Uwe Schmidt
F.  Vorsitz: Prof. Weber
F.  Vorsitzende: Annegret Kurz
F.  Gesprächsleitung: Sabine
F.  Versammlungsleiterin: Heike
.K  Protokoll: Uwe
.K  Protokollant: Uwe
.K  Protokollantin: Heike
.K  Protokollführer: Uwe Meyer
.K  Protokollführung: Ute
.K  Schriftführer: Karl-Heinz
.K  Beschlussliste: Ute
FK  Moderation: Uwe, Protokoll: Ute
F.  Animateur : Luc
F.  Animatrice : Chloé Dubois
F.  Animation : Luc
F.  Facilitatrice : Zoé
F.  Président de séance : M. Lefèvre
F.  Présidente : Mme Durand
F.  Modérateur : Étienne
.K  Secrétaire : Chloé
.K  Secrétaire de séance : Mme Durand
.K  Compte rendu : Luc
.K  Compte-rendu : Luc Martin
.K  Prise de notes : Aïcha
.K  Rapporteuse : Aïcha
.K  PV : Luc
.K  Relevé de décisions : Aïcha
FK  Animateur : Luc – Secrétaire : Zoé
F.  Moderador: José
F.  Facilitadora: Inés Gómez
.K  Secretaria: Inés Gómez
.K  Acta: José Luis
FK  Modera: José⏎Toma notas: Inés
""",
    "shapes of text": """
F.  **Facilitator:** Anna
F.  **Facilitator**: Anna
F.  *Facilitator*: Anna
F.  __Chair__: Anna
F.  - Chair: Anna
F.  * Chair: Anna
F.  • Voorzitter: Anna
F.  > Voorzitter: Anna
F.  1. Facilitator: Anna
F.  👤 Facilitator: Anna
F.  ### Facilitator: Anna
F.  ## Chair⏎- Anna Smith
F.  ## Chair⏎⏎* Anna Smith⏎⏎## Agenda⏎* Budget
F.  Chair:⏎Anna Smith
F.  Chair:⏎- Anna⏎- Bo
F.  Voorzitter:⏎Anna⏎⏎Agenda:⏎1. Opening
FK  Voorzitter:⏎Anna⏎Notulist:⏎Bo
FK  | Chair | Anna |⏎| Scribe | Bo |
FK  | Role | Who |⏎|------|-----|⏎| Facilitator | Anna Smith |⏎| Note taker | Bo Lee |
FK  | Name | Role |⏎|---|---|⏎| Anna Smith | Facilitator |⏎| Bo Lee | Scribe |
FK  Facilitator	Anna⏎Scribe	Bo
FK  <p>Voorzitter: Anna</p><p>Notulist: Bo</p>
FK  <html><body><b>Voorzitter</b>: <span style="color:red">Anna</span><div>Notulen:&nbsp;Bo</div></body></html>
FK  Facilitator: Anna<br>Scribe: Bo
FK  Facilitator: Anna<br/>Scribe: Bo
FK  <ul><li>Facilitator: Anna</li><li>Scribe: Bo</li></ul>
FK  <table><tr><td>Chair</td><td>Anna</td></tr><tr><td>Minutes</td><td>Bo Lee</td></tr></table>
F.  Pr&eacute;sident&nbsp;: Luc Martin
FK  Agenda: budget\\nFacilitator: Anna\\nScribe: Bo
FK  Weekly\\nVoorzitter: Anna\\, Jan\\nNotulist: Bo
F.  Facilitator:    Anna
F.  Facilitator:Anna
F.  Facilitator:\u00a0Anna
F.  \u200bFacilitator: Anna
F.  Chair: "Anna Smith"
F.  chair: 'Anna Smith'
F.  Chair: [Anna Smith](https://github.com/annas)
F.  Chair: <a href="mailto:anna@example.org">Anna</a>
F.  Chair: @anna
F.  Chair: @anna-smith
F.  Chair: anna@example.org
F.  Chair: Anna <anna@example.org>
F.  Chair: Anna Smith (Example Ltd.)
.K  Scribe: annas
.K  Scribe: anna42
.K  scribe: bo
.K  Scribe: `anna42`
F.  Facilitator: Anna & Bo
F.  Facilitator: Anna/Bo
F.  Facilitator: Anna + Bo
F.  Voorzitter: Anna en Bo
F.  Voorzitter: A. Jansen
F.  Voorzitter: A.B. van den Heuvel-de Groot
F.  Voorzitter: Pieter-Jan
F.  Voorzitter: dhr. De Wit
F.  Voorzitter: mevr. Yilmaz
F.  Voorzitter: jan van der berg
F.  Chair: O'Neill
F.  Chair: McGregor
F.  Chair: Bo.
F.  Chair: Bo, starting at 10:00
F.  Chair: Anna (this week)
F.  Chair: Anna this week
F.  Facilitator: 李明
F.  Facilitator: Łukasz Żak
F.  Facilitator is Anna
F.  The facilitator is Anna Smith.
F.  De voorzitter is Anna.
F.  Facilitator (rotating): Anna
F.  Facilitator(s): Anna
F.  Facilitator today: Anna
F.  Voorzitter deze week: Anna
F.  Voorzitter van deze vergadering: Anna
F.  Chair of the meeting: Anna
FK  Chair/scribe: Anna
FK  Chair and scribe: Anna
FK  Facilitator & note taker: Anna Smith
FK  Voorzitter en notulist: Piet
FK  Voorzitter/notulist: Piet / Els
.K  Timekeeper and scribe: Anna
F.  Agenda⏎1. Budget⏎2. Planning⏎⏎Facilitator: Anna⏎⏎Join: https://meet.example.org/abc
FK  Time: 10:00, chair: Anna, scribe: Bo, room 4
FK  Datum: 3-11 | Voorzitter: Anna | Notulen: Bo | Locatie: zaal 4
FK  Voorzitter Anna, notulist Bo
FK  Moderation Uwe, Protokoll Ute
F.  Voorzitter Piet de Boer
F.  Facilitator -> Anna
F.  Facilitator → Anna
F.  Facilitator (Anna)
.K  Notulen (Els)
""",
    "a person and a role": """
F.  Anna (facilitator)
F.  Anna Smith (Chair)
F.  Anna [chair]
F.  Anna - facilitator
F.  Anna, facilitator
F.  Anna: facilitator
F.  (Chair) Anna Smith
FK  Aanwezig: Anna (vz), Bo (notulist), Cem
FK  Aanwezig: Anna de Boer (voorzitter), Bo Bakker (verslag), Cem Kaya
FK  Attendees: Anna Smith (chair), Bo Lee (minutes), Cem Kaya
FK  Present: Anna, chair; Bo, scribe
FK  - Anna (facilitator)⏎- Bo (scribe)⏎- Cem
FK  Deelnemers:⏎Anna de Boer (gemeente Utrecht, voorzitter)⏎Bo Bakker (notulist)
FK  Teilnehmer: Uwe (Moderation), Ute (Protokoll), Ida
FK  Présents : Luc Martin (animateur), Zoé Blanc (secrétaire de séance)
FK  Anna (facilitator & scribe)
FK  Piet (voorzitter/notulist)
F.  Anna as facilitator
F.  With Anna as chair
F.  Anna acts as chair
F.  Anna is voorzitter
F.  Anna Smith is our facilitator today
F.  @anna (facilitator)
.K  Els (not.)
.K  Els (besluitenlijst)
""",
    "sentences": """
FK  Jaco zit voor en notuleert
F.  Piet zit voor.
F.  Vandaag zit Piet voor.
F.  Piet zit de vergadering voor
F.  Anna faciliteert
F.  Anna leidt het overleg.
F.  Anna bewaakt het proces.
.K  Bo bewaakt de voortgang.
FK  Anna bewaakt het proces, Bo de besluitenlijst en de voortgang.
.K  Els houdt de besluitenlijst bij.
.K  Els notuleert.
.K  Deze week notuleert Els.
.K  Els maakt de notulen
.K  De notulen worden gemaakt door Els.
.K  Els maakt het verslag
.K  Notulen door Els
F.  Onder voorzitterschap van Piet de Boer bespreken we de begroting.
F.  Voorgezeten door Piet de Boer
FK  Ik zit voor, Els notuleert.
F.  Anna chairs.
F.  Anna will chair the meeting.
F.  Anna will facilitate
F.  Anna is facilitating today
F.  Anna facilitates, so send her your points.
F.  Chaired by Anna Smith
F.  Facilitated by Anna
F.  This session is moderated by Anna Smith.
F.  The meeting will be chaired by⏎Anna Smith.
F.  Our facilitator is Anna.
F.  Today's chair will be Bo Lee.
F.  Anna leads the meeting
F.  Anna will run the meeting.
F.  Anna and Bo will co-chair
.K  Bo takes notes
.K  Bo will take the minutes.
.K  Bo is taking notes
.K  Bo will be taking notes today.
.K  Bo scribes
.K  Bo keeps the decision log
.K  Decision list: Els keeps it
.K  Minutes kept by Bo Lee
FK  Anna facilitates and Bo takes notes.
FK  Anna will chair and take notes.
F.  Uwe moderiert.
F.  Heute moderiert Uwe.
F.  Uwe leitet die Sitzung
F.  Uwe übernimmt die Moderation
F.  Moderiert von Uwe Schmidt
F.  Unter der Leitung von Uwe Schmidt
.K  Ute führt Protokoll
.K  Ute schreibt das Protokoll.
.K  Ute protokolliert
.K  Protokoll führt Ute.
FK  Uwe moderiert, Ute führt Protokoll.
F.  Luc anime la réunion
F.  Luc animera la réunion.
F.  Réunion animée par Luc Martin
F.  Séance présidée par Mme Durand
F.  Luc préside la séance
.K  Zoé prend les notes
.K  Zoé rédige le compte rendu
.K  Compte rendu rédigé par Zoé
.K  Zoé Blanc est désignée secrétaire de séance.
FK  Luc anime et Zoé prend des notes.
F.  José modera la reunión
F.  Moderado por José García
.K  Inés toma notas
.K  Inés levanta acta
""",
    "host": """
F.  Host: Anna
F.  Host: Anna Smith
F.  Hosts: Anna Smith, Bo Lee
F.  Hosted by Anna Smith
F.  This call is hosted by Anna Smith.
F.  Co-hosts: Anna Smith and Bo Lee
F.  Gastgeber: Uwe Schmidt
..  Host: Room 4.12
..  Host: Zaal Rembrandt
..  Host: Meeting Room Blue
..  Host: Example Foundation
..  Host: Example B.V.
..  Host: Example Ltd
..  Host: ACME
..  Host: Microsoft
..  Host: University of Twente
..  Host: Gemeente Utrecht
..  Host: Team Data
..  Host: events@example.org
..  Host: Open Source Committee
..  Host key: 123456
..  Host Key: 123456
..  Host PIN: 123456
..  Host code: 998877
..  Host-PIN: 4455
..  Meeting host: anna@example.org
..  Meeting host: Example Account
..  hosted by Example Inc.
..  The website is hosted by Hetzner
..  Hosted by the Example Foundation
..  Anna Smith is inviting you to a scheduled Zoom meeting.
..  Join as host: https://zoom.example.org/s/1
..  Are you the host? Sign in to start this meeting
..  Host: https://example.org
..  hostname: anna
..  localhost: anna
..  The meeting will start when the host joins.
""",
    "nobody yet": """
..  Facilitator:
..  Facilitator:⏎Scribe:
..  Facilitator:⏎⏎Agenda:⏎1. Budget
..  Facilitator:⏎Agenda⏎Budget
..  Facilitator: TBD
..  Facilitator: tbc
..  Facilitator: TBA
..  Facilitator: @TBD
..  Facilitator: ?
..  Facilitator: ???
..  Facilitator: -
..  Facilitator: ...
..  Facilitator: ____
..  Facilitator: who?
..  Facilitator: who wants?
..  Facilitator: volunteer needed
..  Facilitator: Volunteer needed
..  Facilitator: Volunteers welcome
..  Facilitator: to be decided
..  Facilitator: To Be Announced
..  Facilitator: n/a
..  Facilitator: N.A.
..  Facilitator: none
..  Facilitator: nobody yet
..  Facilitator: no one
..  Facilitator: someone
..  Facilitator: everyone
..  Facilitator: vacant
..  Facilitator – (vacant)
..  Facilitator: open
..  Facilitator: rotating
..  Facilitator: Rotating weekly
..  Facilitator: please sign up
..  Facilitator: Please sign up
..  Facilitator: see wiki
..  Facilitator: See wiki
..  Facilitator: <name>
..  Facilitator: &lt;name&gt;
..  Facilitator: [name]
..  Facilitator: [Name]
..  Facilitator: {{facilitator}}
..  Facilitator: ${facilitator}
..  Facilitator: {name}
..  Facilitator: %NAME%
..  Facilitator: _person_
..  Facilitator: Name
..  Facilitator: First Last
..  Facilitator: Your name here
..  Facilitator: XXX
..  Chair: Anna?
..  Chair: Anna (tbc)
..  Chair: not Anna
..  no facilitator yet
..  No chair: Anna is ill
..  We need a scribe
..  we need a scribe: who can?
..  Who will chair?
..  Who takes notes?
..  Can Anna take notes?
..  Looking for a facilitator
..  Voorzitter: n.t.b.
..  Voorzitter: ntb
..  Voorzitter: nog te bepalen
..  Voorzitter: Nog te bepalen
..  Voorzitter: nader te bepalen
..  Voorzitter: wie?
..  Voorzitter: geen
..  Voorzitter: gezocht
..  Voorzitter: Gezocht!
..  Voorzitter: vacature
..  Voorzitter: nvt
..  Voorzitter: n.v.t.
..  Voorzitter: wisselend
..  Voorzitter: roulerend
..  Voorzitter: iedereen
..  Voorzitter: [naam]
..  Voorzitter: <naam invullen>
..  Voorzitter: naam
..  Voorzitter: ....................
..  Notulist: vrijwilliger gezocht
..  Notulist: wie wil?
..  Notulist: Wie wil?
..  Notulist: niemand
..  Wie notuleert?
..  Wie zit voor?
..  Iemand notuleert
..  Anna zit niet voor
..  Els notuleert niet
..  Anna, wil jij notuleren?
..  Als Anna voorzit, begint het om 10:00.
..  We zoeken nog een voorzitter
..  Moderation: offen
..  Moderation: noch offen
..  Moderation: Noch offen
..  Moderation: wechselnd
..  Moderation: N.N.
..  Moderation: wer?
..  Protokoll: gesucht
..  Protokoll: Freiwillige gesucht
..  Protokoll: wird noch festgelegt
..  Protokoll: keiner
..  Protokoll: niemand
..  Wer schreibt Protokoll?
..  Wer moderiert?
..  Animateur : à définir
..  Animateur : À définir
..  Animateur : à désigner
..  Animateur : aucun
..  Animateur : personne
..  Secrétaire : qui ?
..  Secrétaire : volontaire
..  Secrétaire : volontaire recherché
..  Qui prend les notes ?
..  Moderador: por definir
..  Moderador: Por confirmar
..  ¿Quién toma notas?
..  Voorzitter: teamleider
..  Voorzitter: de projectleider
..  Voorzitter: Projectleider
..  Facilitator: team lead
..  Facilitator: Team lead
..  Chair: Product Owner
..  Chair: Head of Sales
..  Moderation: Teamleitung
..  Animateur : le chef de projet
..  Animateur : Chef de projet
..  Chair: all
..  Notes: everyone
..A Scribe: AI
""",
    "a place, an item, a topic": """
..  Notes: https://docs.example.org/notes
..  Minutes: https://docs.example.org/minutes
..  Notulen: https://example.org/notulen
..  Notulen: <a href="https://example.org/n">klik hier</a>
..  Notulen: [link](https://example.org/n)
..  Notulen: [Notulen november](https://example.org/n)
..  Notes: Google Doc
..  Notes: Confluence
..  Notes: HackMD
..  Minutes: Etherpad
..  Minutes: SharePoint
..  Protokoll: Pad
..  Notes: bring your laptop
..  Notes: Bring your laptop
..  Notes: Budget
..  Notes: Product Roadmap
..  Notes: see below
..  Notes: The room is small
..  Minutes: approved
..  Minutes: Approved
..  Minutes: 30
..  Notulen: goedgekeurd
..  Notulen: Vastgesteld
..  Notulen: volgen later
..  Notulen: zie bijlage
..  Notulen: Zie bijlage
..  Verslag: volgt
..  Protokoll: Genehmigung
..  Protokoll: Freigabe
..  Protokoll: liegt bei
..  Compte rendu : validé
..  Compte rendu : Validation
..  Compte rendu : voir lien
..  Besluitenlijst: https://example.org/besluiten
..  Decision log: https://example.org/log
..  Decision list: link
.K  Besluitenlijst: https://example.org/besluiten (Els)
.K  Besluitenlijst (Els): https://example.org/besluiten
.K  Decision log: https://example.org/log, kept by Anna
.K  Decision log (keeper Anna): https://example.org/log
.K  Besluitenlijst: <a href="https://example.org/b">besluiten</a>, bijgehouden door Els
..  Vaststellen notulen
..  Vaststellen notulen: Piet
..  2. Vaststellen notulen vorige vergadering
..  Notulen vaststellen - Piet
..  Notulen vorige vergadering: Piet
..  3. Notulen - Piet
..  Approval of minutes
..  Approval of the minutes: Anna
..  Minutes from last meeting: Anna
..  Review previous minutes - Anna
..  Genehmigung des Protokolls
..  Protokoll der letzten Sitzung
..  Approbation du compte rendu
..  Opening (voorzitter)
..  1. Opening (voorzitter)
..  Opening - voorzitter
..  Welkom (vz)
..  Welcome - Chair
..  Mededelingen (secretaris)
..  Begrüßung (Moderation)
..  Budget Review (Chair)
..  Introductions (facilitator)
..  Elections: chair, secretary, treasurer
..  Verkiezing voorzitter: Piet en Els zijn kandidaat
..  Topic: chair rotation
..  Facilitator training
..  Facilitator Training
..  Chair Yoga
..  Chair yoga with Anna
..  Wheelchair: Anna needs a ramp
..  Armchair discussion
..  Sandra buys a chair
..  Secretary General visit
..  Scribe tool demo
..  Scribe.how: Anna
..  Moderation policy review
..  Content moderation: Anna presents
..  Vice-chair: Bo
..  Ondervoorzitter: Bo
..  Plaatsvervangend voorzitter: Bo
..  Backup scribe: Bo
..  Deputy chair: Bo
..  Former chair: Bo
..  Incoming chair: Bo
..  Next chair: Bo
..  Next scribe: Bo
..  Scribe (next week): Bo
..  Next facilitator will be Anna
..  Volgende voorzitter: Anna
..  Previous scribe: Bo
..  Vorige notulist: Bo
..  Last week Anna chaired
..  Next week Anna chairs.
..  Volgende keer notuleert Els.
..  Nächste Woche moderiert Uwe
..  Chair of the board: Anna
..  Board chair: Anna
..  Voorzitter OR: Piet
..  Voorzitter van de OR: Piet
..  OR-voorzitter: Piet
..  Piet is voorzitter van de OR
..  Piet (voorzitter OR)
..  Piet (voorzitter van de ondernemingsraad)
..  Gast: Piet de Boer, voorzitter van de ondernemingsraad
..  Guest: Anna Smith, chair of the Example Foundation
..  Speaker: Anna Smith
..  Speaker: Anna Smith, Chair
..  Spreker: Piet (voorzitter)
..  Afwezig: Piet (voorzitter)
..  Absent: Anna (chair)
..  Apologies:⏎- Anna (chair)⏎- Bo
..  Anna chairs the works council
..  Anna will facilitate the migration
..  facilitate the migration: Anna
..  Anna facilitates access to the data
..  Anna leads the project
..  Piet leidt het project
..  Uwe leitet das Projekt
..  Luc anime une équipe de dix personnes
..  Ask the facilitator for help
..  The facilitator opens the meeting and guards the time.
..  The scribe takes notes and shares them.
..  Facilitator: guards the time
..  Facilitator: Guards the time
..  Facilitator: guides the discussion, keeps time
..  Facilitator - guides the discussion
..  Scribe: writes down decisions
..  De voorzitter bewaakt de agenda en de tijd.
..  De notulist maakt het verslag.
..  Der Moderator leitet die Sitzung.
..  L'animateur anime la réunion.
..  Rollen: voorzitter, notulist, tijdbewaker
..  Roles: facilitator, scribe, timekeeper
..  A facilitator is chosen at the start.
..  The chair will be elected
..  Organizer: Anna
..  Organisator: Piet
..  Presenter: Anna
..  Timekeeper: Anna
..  Trainer: Anna
..  Contact: Anna
..  Decision maker: Anna
..  Scrum master: Anna
..  Notes will be shared afterwards
..  Minutes will follow
..  Notulen volgen
..  This meeting takes 30 minutes: Anna
..  15 minutes - Anna
..  10 minutes: Anna on budget
..  Release notes: Anna
..  Notes for Anna
..  Take notes if you like, Anna
..  Anna takes note of the plans
..  Release note: Bo
..  In a few minutes: Anna
..  Met vriendelijke groet,⏎Anna de Boer⏎Voorzitter
..  Kind regards,⏎Anna Smith, Chair
..  Next meeting: 3 December, chair: Bo
..  Volgende vergadering: 3 december, voorzitter: Bo
..  Vorige vergadering:⏎Voorzitter: Bo⏎Notulist: Els
..  Hallo Anna, bij dezen de agenda. Groet, Bo
..  Protokoll 12.11.: Uwe
..  https://example.org/chair:Anna
..  https://example.org/?facilitator=Anna
""",
    "more of the kinds that calendars hold": """
..  Voorzitter: dhr. W. Bakker⏎Secretaris: mw. E. Smit⏎Penningmeester: dhr. K. Yilmaz
..  Chair: Anna Smith⏎Treasurer: Bo Lee⏎Secretary: Cem Kaya
..  1. Vorsitzender: Uwe Schmidt⏎Kassenwart: Ida Groß⏎1. Schriftführer: Karl Weiß
..  Président : Luc Martin⏎Trésorière : Zoé Blanc⏎Secrétaire : Max Roy
..  Werkgroep Mobiliteit (voorzitter Piet de Boer)
..  Working group on access (chair Anna Smith)
..  Facilitator: ensures that everybody is heard
..  Meeting chair: Ensuring efficient meetings
..  Secretary: Recording team decisions
..  Note taker: Name (if assigned)
..  Note taker: <?>
..  Moderator: [researcher name or role]
..  Facilitator: @name
..  Protokoll: HTTPS
..  Host Name: Anna Smith
..  Teams: https://example.org Host: Blue Room
..  Board Chair: Anna Smith Date: 3 May
..  Agenda: new Chair: Anna Smith
..  Facilitator: ~~Anna~~
..  Facilitator: <s>Anna</s> TBD
F.  Facilitator: ~~Anna~~ Bo
FK  When: 10-11 am Every 2 weeks on Monday Host: Anna Smith Scribe: Bo Lee JOIN BY PHONE +31 20 1234567
FK  Time: 15:00 Facilitator: Anna Smith Note taker: Bo Lee Location: Blue
FK  > Sitzungsleiter: Elia, Protokollant: Tom
.K  Protokollführer: JW | Status: Entwurf
.K  Protokollführer: Xudong/Sophia
.K  Note takers: Anna Smith(@annas), Bo Lee (@bolee)
F.  Meeting chair: @annas
.K  Meeting secretary: @annas & #team
FK  - [Anna Smith](https://example.org/a) (chair)⏎- [Bo Lee](https://example.org/b) (scribe)
.K  Bo Lee (bestuurslid en notulist van deze vergadering)
F.  Anna Smith (voorzitter ALV)
.K  ## Scribe⏎* Bo [@bolee](https://example.org/bolee)
F.  ## Chair⏎- name: Anna Smith
FK  {"facilitator": "Anna Smith", "scribe": "Bo Lee"}
FK  facilitator: Anna Smith⏎scribe: Bo Lee⏎
..  facilitator: ""⏎scribe: null
..  facilitator: true
FK  | Facilitator | Scribe |⏎|---|---|⏎| Anna Smith | Bo Lee |
..  | Facilitator | Scribe |⏎|---|---|⏎| | |
FK  <table><tr><th>Facilitator</th><th>Scribe</th></tr><tr><td>Anna</td><td>Bo</td></tr></table>
F.  Onze voorzitter is vandaag Piet.
F.  Voorzitter is deze keer Piet.
F.  Op verzoek van Els zit Piet vandaag voor.
FK  Voorzitter vandaag: Piet, notulist vandaag: Els
FK  Rollen: Anna faciliteert, Bo notuleert, Cem bewaakt de tijd
F.  Facilitator for this session: Anna
F.  Facilitator for today is Anna
.K  Note taker for this meeting will be Bo Lee.
F.  Chair for the meeting - Anna Smith
..  Chair for the next meeting: Anna
..  Chair of the next meeting - Anna Smith
..  Anna has chaired the committee since 2019
..  Anna Smith, who chairs the board, joins us
..  Anna chaired the previous session
..  Do you want to chair?
..  Would Anna like to facilitate?
..  Anna, kun jij voorzitten?
..  Als Els notuleert, kan Bo presenteren
..  Vorige keer zat Piet voor
..  Volgende keer zit Piet voor
..  Letzte Woche hat Uwe protokolliert
..  Die Moderation wechselt jede Woche
..  Der Vorstand leitet die Sitzung
..  Das Protokoll wird nachgereicht
..  Le président ouvre la séance
..  Le compte rendu sera envoyé
..  L'animation est tournante
..  Copilot summarises the chat
..  Minutes of 12 November
..  Please send your notes to Anna
..  Notes from Anna
..  Noteer: Anna komt later
..  Take notes of what Anna says
..  Hosting costs: Anna
..  Process owner: Anna
..  Proceseigenaar: Anna
..  Decision: Anna starts in May
..  Decisions: Anna and Bo go
..  Besluit: Anna gaat door
..  Actielijst: Anna belt Bo
..  Procesgang: Anna
..  Voortgang: Anna
..  Leidinggevende: Anna
..  Begeleiding: Anna
..  Notary: Anna
..  Minister: Anna
..  Protocol: Anna
..  Moderne kunst: Anna
..  Hostel: Anna
..  Secret: Anna
..  Chairlift: Anna
..  Animation film: Anna watches
..  Présidentielle : Anna
..  Anna's notes
..  Host a meeting: Anna
..  Meeting ID: 123 456 789⏎Passcode: 123456⏎Host key: 654321
..  Anna Smith is inviting you to a scheduled Webex meeting. Host: https://example.org
""",
    "names and places in a sentence": """
F.  De voorzitter, Piet de Boer, opent de vergadering.
F.  Welkom namens de voorzitter, Piet de Boer
F.  On behalf of the chair, Anna Smith, welcome to this call.
..  Kennismaking met de voorzitter, Piet de Boer
..  A talk with the chair of the board, Anna Smith
..  Anna Smith – voorzitter Example Agencies (online)
..  Piet de Boer, voorzitter Dorpsbelangen
F.  - Piet de Boer (Kadaster) - Voorzitter overleg -
F.  - Piet de Boer - voorzitter vergadering
..  - Piet de Boer - voorzitter ondernemingsraad
.K  Protokoll: anna42
..  Protokoll: v2
..  Minutes: draft2
..  Minutes: week12
.K  ### Scribes⏎* danah Smith
..  ### Scribes⏎* see Confluence
.K  Anna opent de vergadering om 10:00 en notuleert.
.K  Bo opens the call and takes notes.
..  Anna presenteert, Bo denkt mee en iemand notuleert.
..  We start at 10 and someone takes notes.
""",
    "a rota": """
F.  Facilitator: rotating, this week Bo
F.  Facilitator: rotating (this week: Bo)
F.  Facilitator: rotates weekly - Anna, Bo, Cem
F.  Voorzitter: roulerend, deze week Bo
F.  Voorzitter: wisselend (deze keer Anna)
F.  Moderation: wechselnd, heute Uwe
F.  Animateur : tournant, cette semaine Luc
F.  Rotating chair: Anna
F.  Facilitator rota: week 47 Anna, week 48 Bo
F.  Facilitator rotation: Anna, Bo, Cem
.K  Scribe: alternates between Anna and Bo
.K  Notulen: bij toerbeurt, vandaag Els
..  Facilitator: rotating, see the wiki
..  Facilitator: rotating, this week TBD
..  Facilitators rotate every week
..  Voorzitter rouleert
""",
    "whole invitations": """
F.  Agenda:⏎- Demo⏎- Feedback⏎⏎Facilitator this sprint: Wouter
FK  Beste allen,⏎⏎Maandag weer weekoverleg. Marieke zit voor, Tom maakt de notulen.⏎⏎Groet,⏎Els
..  Beste allen,⏎⏎Maandag weer weekoverleg. Wie wil voorzitten en wie wil notuleren?⏎⏎Groet,⏎Els
.K  Notulist deze keer: Sanne (Karin is met vakantie)
F.  Hi all, Jurgen will be facilitating this retro. Please fill in the board beforehand.
..  Hi all, please fill in the board beforehand. A facilitator will join us from another team.
.K  Secretary to the meeting: Ms Jane Doherty
F.  In the chair: Ms Jane Doherty
FK  Liebe alle,⏎ich lade euch ein. Die Moderation übernimmt Sabine, Protokoll schreibt Jens.⏎Viele Grüße⏎Ulrike
..  Liebe alle,⏎bitte überlegt euch, wer moderieren und wer Protokoll schreiben möchte.⏎Viele Grüße⏎Ulrike
FK  Bonjour à toutes et à tous,⏎Animation : Sophie⏎Compte-rendu : Karim⏎Ordre du jour :⏎1. Budget
..  Bonjour,⏎L'animateur et le secrétaire seront désignés en début de séance.⏎Cordialement,⏎Sophie Martin⏎Présidente
..  Kennismaking met Els de Boer, voorzitter van de cliëntenraad
..  Interview with the chair of the supervisory board, Mr. Jansen
..  In deze training leer je voorzitten en notuleren. Trainer: Piet
..  Learn how to facilitate. Host: Example Academy
..  Speakers: Anna (chair), Bo⏎Dial-in: 123
F.  Moderator: Anna (Comms)⏎Speakers: Bo, Cem
..  Moderators will pick the questions
F.  Gespreksleiding: Hanneke Vos (extern)
F.  🎤 Host of the week: Priya
F.  Host this week - Priya
..  Host: whoever arrives first
..  Host rotates alphabetically
F.  Host rotation: Mon Priya, Tue Karim, Wed Lena
.K  📝 Notes: @priya
..  📝 Notes: see pinned doc
..  Notes doc: https://example.org/d
..  Meeting notes: https://example.org/d⏎Agenda: add your items
.K  Meeting notes: Priya https://example.org/d
..A Fireflies.ai Notetaker will record this call
..A Otter.ai is taking notes
..  Gemini demo by Anna
..A Note-taking: Copilot in Teams
F.  Voorzitter: J.P. van Dongen⏎Ambtelijk secretaris: vacature
FK  Voorzitter: J.P. van Dongen⏎Ambtelijk secretaris: M. Smits
..  Afwezig: J.P. van Dongen (voorzitter)⏎Aanwezig: rest
F.  Aanwezig: Karel Smit (plv. voorzitter), J.P. van Dongen (voorzitter)
..  Verkiezing nieuwe voorzitter en secretaris
..  1. Opening door de voorzitter⏎2. Notulen vorige vergadering⏎3. Mededelingen⏎4. Rondvraag
..  Agendapunten voor de secretaris graag voor vrijdag mailen aan Els
..  Stukken: notulen 12-10, besluitenlijst 12-10
.K  Besluitenlijst wordt bijgehouden door Karin
.K  Karin werkt de besluitenlijst bij
..  De besluitenlijst wordt na afloop gedeeld
..  Besluitenlijst: zie Teams
.K  Decisions captured by Lena
.K  Lena owns the decision log
..  Decision log lives in Confluence
..  Decision needed: Lena or Priya
FK  Roles⏎Facilitator	Lena⏎Scribe	Priya⏎Timekeeper	Karim
FK  Roles for today: facilitator Lena, scribe Priya, timekeeper Karim
..  Roles for today: facilitator, scribe, timekeeper
FK  Lena = facilitator, Priya = scribe
FK  <b>Facilitator</b><br>Lena Fischer<br><br><b>Scribe</b><br>Priya Patel<br>
..  <b>Facilitator</b><br><br><b>Scribe</b><br><br>
FK  <p><strong>Facilitator:&nbsp;</strong>Lena&nbsp;Fischer</p><p><strong>Scribe:&nbsp;</strong>Priya Patel</p>
F.  This webinar will be moderated by Dr. Amina Yusuf and recorded.
..  Hosted by the Example Institute and Red Cross
..  You are the host of this webinar. Host link: https://example.org
..  To become host, enter the host key 123456
..  Join Zoom Meeting⏎https://zoom.example.org/j/1⏎Meeting ID: 1 2 3⏎Passcode: 444⏎Host: Example Support
F.  Gastheer: Piet de Boer
..  Gastspreker: Piet de Boer
..  Gastvrouw van de dag: n.t.b.
F.  Diskussionsleitung: Frau Prof. Dr. Heike Lange
F.  Heike Lange leitet die Runde
..  Heike Lange leitet die Abteilung Forschung
..  Leitung Forschung: Heike Lange
..  TOP 1 Wahl der Sitzungsleitung und der Protokollführung
..  Protokoll der letzten Sitzung: Anlage 1
.K  Protokoll (rotierend): heute Jens
.K  Protokollant/in: Jens Weber
..  Protokollant/in: ____________
..  Protokollant: alphabetisch der Nächste
F.  La séance sera présidée par M. Alain Petit.
..  Élection du président et du secrétaire de séance
.K  Secrétaire de séance désignée : Mme Rose Colin
..  Secrétaire de séance : à désigner parmi les présents
..  Le procès-verbal de la dernière assemblée est joint.
.K  CR : Fatou
..  CR : https://example.org/cr
..  CR de la semaine dernière : Fatou
F.  Cette semaine c'est Fatou qui anime.
FK  Fatou anime la réunion et Léa prend les notes
F.  Moderadora: Lucía Pérez
..  Aprobación del acta anterior
..  Acta anterior: Lucía
F.  Meeting chairs: Lena Fischer (lfischer), Priya Patel (ppatel)
F.  chair: lfischer
..  chair: none this week
..  Chair office hours with Lena
F.  Co-moderators: Lena, Priya
F.  Leads / facilitators: Lena Fischer, Priya Patel
..  The chairs of the group decide on the agenda.
..  Please contact the chairs (Lena, Priya) for agenda items
.K  Volunteer scribe today: Priya
..  Volunteer scribe today: ???
..  Scribe list: https://example.org/scribes
..  Scribing instructions: see wiki
.K  Scribe (primary): Priya
..  Scribe (alternate): Priya
FK  Chair: Lena; Scribe: Priya; Regrets: Karim
..  Regrets: Lena (chair)
..  chair=TBD scribe=TBD
FK  chair=Lena scribe=Priya
""",
    "more whole invitations": """
..  Beste leden,⏎Na het vertrek van Jansen zoeken we een nieuwe voorzitter.⏎Met vriendelijke groet,⏎Secretariaat
F.  Dagvoorzitter is Marleen.
..  De dag wordt begeleid door een externe facilitator
..  1. Opening (5 min, vz)⏎2. Notulen (5 min, Els)⏎3. Rondvraag
.K  Notuleren: Els (reserve: Tom)
F.  Voorzitten: Tom
FK  wie doet wat⏎- voorzitten: Tom⏎- notuleren: Els⏎- tijd: Karim
..  wie doet wat⏎- voorzitten:⏎- notuleren:⏎- tijd:
FK  VZ = Tom⏎NOT = Els
FK  Voorzitter => Tom, notulist => Els
..  Voorzitter/notulist: rouleert, zie lijst op SharePoint
FK  Voorzitter/notulist: rouleert, deze week Tom/Els
.K  Wie notuleert? Els
..  Wie notuleert? Nog niemand
F.  I'll facilitate this one.
.K  I'll take notes.
..  I'll share the notes afterwards.
..  I will chair the works council next year.
F.  Facilitator 👉 Noor
F.  🧑‍⚖️ Moderator: Noor 📍 Room 3
FK  Facilitator: Noor ✅ Scribe: Sam ✅
FK  Facilitator: Noor | Scribe: Sam | Parking lot: Kim
FK  *Facilitator*⏎Noor Bakker⏎⏎*Scribe*⏎Sam de Wit
FK  Facilitator:⏎	Noor⏎Scribe:⏎	Sam
FK  FACILITATOR: NOOR / SCRIBE: SAM
..  Facilitator: Noor?? (or someone else)
..  Facilitator: maybe Noor
..  Facilitator: Noor or TBD
..  Facilitator: tbd (last time: Noor)
..  Facilitator: not decided yet, ask Noor
..  Facilitator needed, ping Noor
..  Facilitator: Design team
..  Facilitator: the meeting owner
..  Facilitator: External consultant
..  Facilitator: HR
..  Facilitator: Engineering Manager
..  Facilitator: Scrum Master
F.  Facilitator: Noor (Scrum Master)
..  Facilitator guide: https://example.org/guide
..  Facilitator notes: bring post-its
..  As a facilitator you make sure everyone is heard
..  The scribe is responsible for the notes
..  Scribe duties: write, share, archive
..  Moderator access: code 4455
..  Moderator PIN: 1234#
..  Moderator: join via https://example.org/mod
..  Secretary: 070-1234567
F.  Chair Mark van Leeuwen opens at 10:00
F.  chair: M. van Leeuwen, vice-chair: T. Kok
..  vice-chair: T. Kok
..  Attendees: chairs of all working groups
..  Audience: chairs, secretaries
..  For: Anna Smith, Chair of Trustees
..  On behalf of the Chair of Trustees, Anna Smith
F.  Apologies: none. Chair: Anna Smith.
F.  Anna Smith (Chair), Bo Lee, Cem Kaya; apologies: Dan Roy
..  Apologies: Anna Smith (Chair)
.K  Minutes – Bo Lee
.K  Minute-taker Bo Lee
..  Minutes – 12 May
..  Minutes and actions arising
..  Minutes of previous meeting – Bo Lee
..  1. Minutes and matters arising (Chair)
..  Duration: 30 minutes - Anna
..  Secretary of State visit: Bo Lee
FK  Leitung: K. Vogel / Protokoll: A. Stein
FK  Moderation (heute): Klaus; Protokoll (heute): Andrea
FK  Klaus Vogel (Moderation)⏎Andrea Stein (Protokollführung)
..  Projektleitung: Klaus Vogel
..  Teamleitung: Klaus Vogel
..  Abteilungsleiter: Klaus Vogel
..  Moderation und Protokoll: wird in der Sitzung bestimmt
..  Protokoll vom 3.5. liegt im Ordner
..  Protokoll: siehe Ordner
..  Bitte Protokoll lesen, Andrea
.K  Andrea macht das Protokoll.
.K  Das Protokoll übernimmt Andrea.
F.  Klaus übernimmt heute die Moderation.
..  Klaus übernimmt die Leitung der Abteilung.
F.  Die Sitzung wird von Klaus Vogel geleitet.
..  Gastgeber: Stadt Köln
FK  Présidence : Mme Hélène Roy⏎Secrétariat : M. Paul Petit
..  Président du conseil : M. Roy sera présent
..  Secrétariat : 01 23 45 67 89
..  Secrétaire : poste vacant
FK  La réunion sera animée par Hélène ; Paul prendra les notes.
..  Qui anime ? Qui prend des notes ?
..  Rapporteur de la commission : M. Petit
..  Animateur : Chargé de mission
..  Notes : voir le pad
..  Notes : Pad partagé
.K  Notes : Paul
F.  Facilitation : Hélène (GT outils)
F.  Modération assurée par Hélène Roy
..  Présents : Hélène Roy (présidente du syndicat)
FK  Preside: Carmen Ruiz. Secretario: Pablo Gil.
..  Lectura del acta anterior
..  Elección de presidente y secretario
F.  Facilita Carmen Ruiz
..  Secretaría: abierta de 9 a 14
..A tl;dv will be taking notes
..A Note taker: Fathom AI
..A AI notes: Gemini
..  Otters at the zoo
..  Please do not use Otter or other AI note takers
.K  Notes: Anna (no AI please)
..A Minutes will be generated automatically by Copilot
..A Verslag: automatisch via Teams Premium
""",
    "no persons, and rare names": """
..  Borrel ter ere van onze voorzitter!
..  Kandidaat: Els de Vries
..  Gesprek met kandidaat-secretaris Tom Bakker
..  Piet draagt het voorzitterschap over aan Els
..  Kandidaten: Piet (voorzitter), Els (secretaris)
..  Onze penningmeester Karim licht de cijfers toe, de voorzitter sluit af.
..  Karim heeft opmerkingen op de notulen
..  Graag de notulen van Els nalopen
..  Els: notulen rondsturen⏎Tom: zaal regelen⏎Karim: voorzitter bellen
..  - Tom belt de facilitator⏎- Els mailt het verslag⏎- Karim leidt nieuwe collega rond
..  Anna hosts our production servers at Hetzner
..  Facilitair: Anna
..  Facilities manager: Anna
..  Facility contact: Anna
..  New office chairs: Anna orders them
..  Moderatie forum: Anna
..  Moderator tools: Anna presents
..  Presidium: Anna
..  TCP-Protokoll: Uwe erklärt
..  Protokolle: https://example.org
..  Wasserleitung: Uwe
..  Telefonleitung: 0800 1234
..  Leitung der Abteilung: Uwe
..  Ausschussvorsitz: Uwe
..  Note: Anna will be late
..  Notes: Anna will be late
..  Note to Anna: bring keys
..  5 minutes: Anna
..  Last minutes: Anna
..  Action: Anna to circulate minutes
..  Anna to approve minutes
..  Secretary-General: Anna Smith attends
..  Press secretary: Anna Smith
..  Contact my secretary: Anna Smith, 555-1234
..  Anna is your host for the dinner? ask Bo
..  Hosts file: Anna
..  Host country: Germany
..  Host: Germany
..  Host: Berlin
..  Host: Amazon Web Services
..  hosted at Anna Smith Hall
..  Host Organization: Anna Smith Trust
..  Scribe: #channel
..  Scribe: 12:00
..  Scribe: A volunteer
..  Scribe: One of the interns
..  Scribe: Rotates (see roster)
..  Scribe: Last week's chair
..  Scribe: Yes
..  Scribe: Not needed
..  Scribe: Needed!
..  Scribe: Wanted
..  Scribe: Open slot
..  Scribe: Unclaimed
..  Scribe: Sign-up sheet
..  Scribe: Everyone in turn
..  Scribe: Team Blue
..  Scribe: Group 2
..  Scribe: Customer
..  Scribe: Trainer
..  Scribe: First to arrive
..  Scribe: Youngest member
..  Facilitator: Vul hier de naam in
..  Facilitator: [vul in]
..  Facilitator: <Voornaam>
..  Facilitator: John Doe / Jane Doe
..  Facilitator: Jan Voorbeeld
..  Facilitator: Wordt later bekend
..  Facilitator: Volgt
..  Facilitator: Onbekend
..  Facilitator: Eigen team
..  Facilitator: Extern bureau
..  Facilitator: Om de beurt
..  Facilitator: Degene die jarig is
..  Facilitator: Verantwoordelijk voor het proces
..  Facilitator: Bewaakt de tijd
..  Moderation: Wird ausgelost
..  Moderation: Freiwillige vor!
..  Moderation: Jede Woche jemand anderes
..  Moderation: Extern
..  Moderation: Geschäftsstelle
..  Animateur : Tirage au sort
..  Animateur : Chacun son tour
..  Animateur : Bureau d'études
..  Animateur : Garantit le temps de parole
F.  Facilitator: Xóchitl
F.  Facilitator: Bjørn-Håkon Ødegård
F.  Facilitator: Prakash R.
F.  Facilitator: Ng Wei Ling
F.  Facilitator: 王小明 (Wang Xiaoming)
F.  Facilitator: محمد علي
F.  Facilitator: Дмитрий Иванов
F.  Facilitator: ANNA-LENA
F.  Voorzitter: Willemijn v.d. Heuvel
F.  Voorzitter: P. vd Berg
F.  Voorzitter: Els Jansen-De Vries
F.  Voorzitter: Ad 's-Gravendijk
.K  Notulen: Sjoukje Hoekstra-Wiersma
.K  Protokoll: Frau Şahin
.K  Notes: Mx. Rivera
.K  Secrétaire : d'Artagnan
..  Notes: Anna, please bring keys
..  Notes: Anna: bring keys
..  Notes: Anna and Bo went home early
.K  Notes: Anna, Location: Blue
.K  Minutes: Anna, Bo
..  Minutes: Anna will be late
.K  Notulen: Els maakt ze
""",
    "automatic note-takers": """
..A Notes: Copilot
..A Notetaker: Otter.ai
..A Note taker: Fireflies
..A Scribe: Fathom
..A Notulen: Copilot
..A Notulist: AI
..A Notulen: automatisch (Teams)
..A Minutes: tl;dv
..A Minutes: read.ai
..A Minutes: Read AI
..A Protokoll: Gemini
..A Protokoll: KI-Assistent
..A Compte rendu : Copilot
..A Otter takes notes
..A Copilot maakt de notulen
..A Fireflies.ai will take notes
..A Notes taken by Gemini
..A Gemini will take notes in this meeting.
F.A Facilitator: Anna⏎Notes: Copilot
.KA Notes: Anna (with Copilot)
.KA Notulen: Els, met hulp van Copilot
..  Facilitator: Copilot
..  We discuss the Copilot rollout
..  Gemini and Otter are not allowed
.K  Notes: Claude
""",
}
TITLES = {
    "more titles": """
F.  Quarterly (Lena chairing)
F.  Quarterly - chaired by Lena
F.  Quarterly | Lena hosts
..  Quarterly - chair tbc
..  Chairs' quarterly
F.  Überleitung | Moderation Jens
..  Chair fitting Anna
..  Notulen bespreken met Els
..  Besluitenlijst doornemen (Els)
..  Voorzittersoverleg met Piet
F.  [vz: Piet] Werkoverleg
FK  Werkoverleg (vz. Piet, not. Els)
FK  Werkoverleg P: Piet / B: Els
.K  Werkoverleg [B: Els]
FK  [P=Anna, B=Piet] Werkoverleg
..  [B] Werkoverleg
..  [P: n.t.b.] Werkoverleg
""",
    "titles": """
FK  [P: Anna, B: Piet] Teamoverleg
FK  Teamoverleg [P: Anna, B: Piet]
FK  Teamoverleg (P: Anna; B: Piet)
F.  [P: Anna] Teamoverleg
.K  Teamoverleg [B: Piet]
F.  Teamoverleg (voorzitter: Piet)
F.  Teamoverleg - voorzitter: Piet
F.  Teamoverleg (voorzitter Piet)
F.  Teamoverleg (vz Piet)
F.  Teamoverleg, Piet zit voor
FK  Teamoverleg | VZ: Anna | Not: Bo
F.  Retro (facilitator: Anna)
F.  Retro - facilitated by Anna
F.  Retro (Anna facilitates)
F.  Retro (Anna facilitating)
FK  Weekly [chair: Anna, scribe: Bo]
FK  Jour fixe (Moderation: Uwe, Protokoll: Ute)
F.  Réunion d'équipe (animateur : Luc)
F.  Weekly hosted by Anna Smith
..  Teamoverleg
..  [P] Teamoverleg
..  [B: Budget] Teamoverleg
..  Plan B: Piet
..  [P: ?, B: ?] Teamoverleg
..  [P1: Anna] Incident
..  Chair meeting
..  Chairs meeting
..  Voorzittersoverleg
..  Overleg voorzitters
..  Secretary's day
..  Notes review
..  Minutes Approval
..  Facilitator Training
..  Moderator onboarding: Anna
..  Protokoll Workshop
..  Host onboarding
..  Scribe demo: Anna
""",
}
