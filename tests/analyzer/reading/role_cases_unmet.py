"""More invitations made up after the reader was written, to see what it does on forms that it has not met."""

DESCRIPTIONS = {
    "whole invitations in Dutch": """
FK  Hierbij de agenda. Marjolein is onze voorzitter, Teun typt de notulen.⏎1. Opening⏎2. Begroting⏎⏎Groet, Ans
.K  Agenda in de bijlage. Notuleren: Koen. Tot donderdag!
F.  Dit kwartaal is het voorzitterschap aan Wendy. Stukken staan op de G-schijf.
.K  Renske houdt bij wat we afspreken.
.K  Renske noteert de afspraken en mailt ze rond.
FK  Vz: mw. Bruinsma / Not: dhr. Haan
FK  Voorzitter en notulist: Bart-Jan
F.  Jeroen is gespreksleider, verder geen formaliteiten.
F.  Begeleiding van het gesprek: Jeroen (procesbewaker)
F.  Voorzitter (deze keer): Anneloes
.K  Notulist van dienst: Anneloes
FK  Rolverdeling:⏎- voorzitter: Anneloes⏎- notulen: Teun⏎- tijdbewaker: Koen
FK  Rollen: Anneloes (vz), Teun (notulen), Koen (tijd)
.K  Wie maakt de notulen? Teun!
F.  We starten om 9 uur stipt, Anneloes bewaakt tijd en proces.
F.  o.l.v. wethouder Bruinsma
FK  Directiesecretaris Teun Vos notuleert, burgemeester Haan zit voor.
.K  Secretaris: mr. T.J. Vos
.K  Notulist is Teun, want Anneloes is op vakantie.
..  Kunnen jullie laten weten wie er wil notuleren? Groet, Teun
..  Agenda:⏎1. Notulen vorige keer (Teun)⏎2. Actielijst⏎3. W.v.t.t.k.
..  Bespreken: wordt Anneloes de nieuwe voorzitter?
..  Teun licht de notulen toe.
..  Teun stuurt de notulen na.
..  De voorzitter van de cliëntenraad, mevr. Bruinsma, schuift aan om 10 uur.
..  Voorzitter: wordt ter plekke gekozen
..  Notulen: Copilot-samenvatting staat achteraf in de chat
..  Notulist: degene die het laatst binnenkomt
..  Cursus notuleren met Teun
..  Training voor voorzitters door Anneloes Bruinsma
..  Procesbewaker: rol vervalt bij minder dan 4 mensen
..  Stoelen en beamer: Teun regelt het
..  Actielijst doornemen met Teun
""",
    "whole invitations in English": """
FK  Hi all, quick one: Maura's chairing, Declan's on notes.
FK  Roles - facilitator: Maura; notes: Declan; timekeeper: Aoife
FK  Chair: Dr Maura Keane. Clerk: Declan Roche.
F.  Maura will run today's retro.
F.  Maura will be facilitating this one while I'm on leave.
F.  Meeting chaired by Cllr Keane.
.K  Minutes: D. Roche
.K  Decision log owner: Declan
.K  Decisions recorded by Declan
.K  Declan is capturing decisions and actions.
F.  Facilitator of the day: Maura
F.  Facilitator 👉 Maura
FK  RACI: Maura (chair) / Declan (minutes) / all (input)
F.  Today's host is Maura Keane.
F.  Chair for this session: Prof. Keane
F.  Chair pro tem: Maura Keane
F.  Led by Maura
..  Maura to circulate the minutes of the last meeting
..  Action: Maura to chase the minutes
..  Who's chairing? Maura or Declan?
..  Chair: tbc (probably Maura)
..  Maura will present the chair's report.
..  Please send apologies to the chair, and papers to Declan.
..  Minutes will be auto-generated.
..  Maura chairs the housing association and will tell us about it.
..  Interview panel for Chair of Governors: Maura Keane at 10, Declan Roche at 11
..  Hosted on Zoom
..  Hosted at Acme HQ
..  Moderators needed for the forum, talk to Maura
..  Order: chair 2x, desk 1x, lamp 1x. Contact Maura.
..  Note: Maura joins late
..  Host your own session next month; ask Maura
""",
    "whole invitations in German": """
FK  Liebe alle, Moderation macht Friederike, Protokoll Matthias.
FK  Leitung: Fr. Albers, Protokoll: Hr. Wendt
F.  Friederike übernimmt heute die Moderation.
F.  Sitzungsleitung hat diesmal Friederike Albers.
F.  Friederike leitet die Sitzung.
.K  Matthias schreibt mit.
.K  Matthias führt die Beschlussliste.
.K  Protokollführer ist Matthias Wendt.
.K  Das Protokoll übernimmt Matthias.
F.  Vorsitz: Oberbürgermeisterin Albers
..  Moderation: wird noch bekannt gegeben
..  Matthias verschickt das Protokoll vom letzten Mal.
..  TOP 1: Protokoll, TOP 2: Bericht Friederike
..  Moderationskoffer bringt Matthias mit
..  Vorsitzende des Elternbeirats: Friederike Albers kommt dazu
""",
    "whole invitations in French": """
FK  Bonjour à tous, Solenne anime et Gaëtan prend des notes.
FK  Animation : Solenne / Compte rendu : Gaëtan
F.  La séance est présidée par Mme Solenne Royer.
F.  Solenne mènera la discussion.
F.  Solenne sera l'animatrice cette fois.
.K  Gaëtan est secrétaire de séance.
.K  Gaëtan rédigera le compte-rendu.
.K  Secrétaire de séance désigné : Gaëtan
..  Animation : à tour de rôle
..  Validation du compte rendu de Gaëtan
..  Le président du syndicat, M. Royer, interviendra.
..  Compte rendu : voir SharePoint
..  Qui anime ? Répondez à Solenne
""",
    "a third batch, after what the second one taught": """
.K  Sander zorgt voor het verslag.
.K  Sander is verantwoordelijk voor de notulen.
.K  Sander stelt het verslag op.
.K  De besluiten worden vastgelegd door Sander.
.K  Sander werkt de actielijst bij.
.K  Verslag door Sander
.K  notulen door: sander de groot
.K  Sander (notulist)
.K  Notulist deze week = Sander
.K  De secretaris, mevr. Bos, maakt de besluitenlijst.
.K  Taken: Sander – notulen, Yvette – koffie
FK  Voorzitter Yvette, notulist Sander
FK  Yvette (voorzitter) en Sander (notulist) bereiden voor.
F.  Onze gespreksleider deze ronde: Yvette
F.  Yvette treedt op als voorzitter.
F.  Vandaag in de rol van procesbewaker: Yvette
F.  Procesbegeleiding: Yvette Bos (extern)
F.  Yvette faciliteert de retro.
.K  Notes to be taken by Fergus
.K  Fergus is our scribe today.
.K  Fergus will write up the minutes.
.K  Fergus volunteered to take notes.
.K  Scribe today -> Fergus
.K  Fergus to take minutes
.K  Minute-taker this month: Fergus
.K  Fergus logs the decisions.
F.  Niamh will be in the chair.
F.  Niamh is today's facilitator.
F.  Facilitators: Niamh/Fergus
F.  Niamh to lead the meeting
F.  Discussion led by Niamh
FK  Chair - Niamh, Scribe - Fergus, everybody else - listen
.K  Protokollant: wechselt, heute Kerstin
.K  Kerstin schreibt das Protokoll.
.K  Protokoll: Kerstin (Vertretung: Ines)
.K  Kerstin dokumentiert die Beschlüsse.
.K  Für das Protokoll sorgt Kerstin.
F.  Durch die Runde führt heute Ulf.
F.  Ulf hat die Leitung.
F.  Gesprächsführung: Ulf Brandt
FK  Ulf moderiert, Kerstin protokolliert
.K  Maëlle se charge des notes.
.K  Notes prises par Maëlle
.K  Maëlle tient le relevé de décisions.
.K  PV rédigé par Maëlle
F.  Réunion animée par Yann
F.  Yann préside la séance.
F.  C'est au tour de Yann d'animer.
..  Sander heeft de notulen van vorige keer rondgestuurd.
..  Graag reageren op het verslag van Sander.
..  Sander, kun jij de notulen doen?
..  De notulen van Sander zijn akkoord.
..  Yvette leidt de afdeling Zorg.
..  Yvette vertelt over haar rol als voorzitter van de sportclub.
..  Fergus, minutes please?
..  Fergus writes the newsletter; the minutes are on the wiki.
..  Fergus takes part remotely, notes on the wiki.
..  Kerstin stellt das Protokoll der letzten Sitzung vor.
..  Ulf leitet die Abteilung Einkauf.
..  Yann préside le club de voile.
..  Le compte rendu de Maëlle est en ligne.
..  Facilitator training by Niamh
..  Niamh will report on the moderated user tests.
""",
    "a fourth batch": """
FK  Team Rivierenbuurt - werkoverleg. Voorzitten: Ilse. Notuleren: Jorrit. Inbreng graag voor maandag.
.K  Jorrit vult tijdens het overleg de besluitenlijst in.
.K  Jorrit doet de verslaglegging vandaag.
.K  Afgesproken is dat Jorrit notuleert.
.K  Jorrit notuleert (Ilse is er niet).
.K  Aantekeningen worden gemaakt door Jorrit.
.K  Jorrit bewaakt de voortgang van de acties.
.K  Voortgangsbewaking door Jorrit.
.K  Notulen: beurtelings, nu Jorrit
.K  Not: Jorrit
FK  Onder leiding van Ilse, verslag Jorrit.
F.  Ilse neemt de leiding.
F.  Ilse is deze week aan de beurt als facilitator.
F.  Voorzitter: Ilse (Jorrit is ziek)
F.  Facilitatoren: Ilse en Jorrit
F.  Host van vandaag: Ilse
F.  Ilse modereert deze sessie
.K  Orla is taking notes.
.K  Orla on minutes.
.K  Note-taking: Orla
.K  Orla has agreed to be secretary for this meeting.
.K  Orla owns the decision log.
.K  Orla will document decisions.
.K  Minutes secretary: Mrs O. Byrne
.K  Orla keeps the minutes.
.K  Recorder: Orla Byrne
F.  Chairing: Tadhg
F.  Your chair today: Tadhg Walsh
F.  Tadhg is leading the session.
F.  Tadhg moderates the panel discussion.
FK  Tadhg facilitates and Orla takes notes.
.K  Protokoll: Silke Maurer
.K  Silke protokolliert.
.K  Die Protokollführung übernimmt Silke.
.K  Schriftführung: Silke
.K  Heute schreibt Silke Protokoll.
F.  Vorsitz führt heute Knut.
F.  Knut führt durch das Meeting.
F.  Besprechungsleiter: Knut Maurer
.K  Bérénice fait le CR.
.K  CR : Bérénice
.K  Scribe : Bérénice
.K  Bérénice tiendra la plume.
F.  Anim : Loïck
F.  La modération sera assurée par Loïck.
F.  Loïck dirige la réunion.
..  Jorrit is ziek, wie notuleert?
..  Notulen gaan naar Jorrit.
..  Jorrit heeft een vraag over de notulen.
..  Jorrit en Ilse: notulen lezen!
..  Ilse is voorzitter van het bestuur van de voetbalclub.
..  Orla read the minutes and has comments.
..  Minutes: see Orla's mail
..  Tadhg is looking for a chair for his office.
..  The chair's parking space: ask Orla.
..  Silke hat das Protokoll verschickt.
..  Knut fragt nach dem Protokoll.
..  Bérénice a relu le compte rendu.
..  Loïck quitte la présidence du club.
..  Panel: Orla Byrne, Tadhg Walsh. Moderator: to be announced.
..  Facilities: Orla
..  Facilitair: Jorrit
..  Orla to review decision log before Friday
""",
}
