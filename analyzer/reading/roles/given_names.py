"""Which words are given names, and which stand where a name should and are none.

The lists are plain vocabulary in Dutch, English, German, French and Spanish, lower case;
:mod:`analyzer.reading.roles.names` decides with them. A name that is missing here is still read where its place or
shape says that it is a name.
"""

from __future__ import annotations

import re


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
        vastgesteld vaststellen vaststelling vereniging vergadering verkiezing verslag volgen volgende volgt voor
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
        dienstag donnerstag dort du durch ein eine einen einer eines einleitung ende entwurf es extern falls februar
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
# Given names that are also everyday words: alone they are read as the word ("Allen" is Dutch for "all") ...
ONLY_WITH_SURNAME = frozenset({"allen", "april", "august", "beat", "can", "june", "les", "may", "will"})
# ... or count for no more than any other word with a capital ("Elke week", "Mark the date").
EVERYDAY_NAMES = _words(
    """
    art ash bas bill chase coby dan dawn don drew elke faith floor frank grace grant han hope jet job joy kay lien
    mark miles penny per rien rose ruby rut said sky summer val ward
    """
)

# A name that holds one of these words is that of a room, a body or a company.
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
    raum restaurant room s.a. s.l. sa saal sala sales salle sarl sas school schule service services sig skype sl
    society société software solutions stadt stichting stiftung support systems team teams technologies tsc union
    universidad universiteit university universität université verband verein vereniging vergaderzaal vof voorbeeld
    vorstand waterschap webex werkgroep wg working zaal zoom école
    """
)
# A group or a thing writes from these addresses, not a person.
GROUP_ADDRESSES = re.compile(
    r"(?:info|events?|support|admin|office|team|contact|no-?reply|secretaria\w*|hello|room|zaal|meeting\w*|calendar"
    r"|hr|all"
    r"|staff|help\w*|service|bot|list\w*)[\d._+-]*@|.*@(?:resource|group)\.calendar\.google\.com",
    re.IGNORECASE,
)
# A lone word with such an ending is a thing or a task ("Genehmigung", "unassigned"), unless it is a given name.
NOUN_ENDINGS = (
    *("ung", "ungen", "heit", "keit", "schaft", "tion", "tions", "tie", "ties", "sion", "ment", "ments", "ness", "ity"),
    *("ing", "ings", "able", "ible", "ance", "isme", "ismus", "ology", "logie", "lijst", "leider", "leiding", "leiter"),
    *("liste", "lijk", "elijk", "ción", "ciones", "dad", "team", "overleg", "sitzung", "meeting", "ed", "less", "ful"),
)
# Short words in capitals that are no initials of a person.
ABBREVIATIONS = _words(
    """
    ai api b2b bu ceo cfo ciso coo cso cto cvb dt eu faq gs hr ict it ki kpi mt nl ok ooo or pm pmo po qa rb rvb rvt
    sig sm tc tl uk un us ux vng wg wip wp
    """
)
HONORIFICS = _words(
    """
    dame dhr dipl don doña dr drs fr frau heer herr hon hr ing ir m madam madame maître me meneer mevr mevrouw miss
    mlle mm mme monsieur mr mrs ms mw mx prof rev señor señora sir sr sra srta
    """
)
PARTICLES = _words(
    """
    't abu af al av ben bin da das de degli del della dello den der des di do dos du el ibn la las le les los st te
    ten ter v.d v.d. van vd vom von y zu zum zur ’t
    """
)
# Particles that are articles too: with a capital they begin a name only after an honorific ("dhr. De Wit").
ARTICLES = _words("das de del den der des el la las le les los the")

GIVEN_NAMES = _words(
    """
    aad aaron abbas abby abdel abdul abdullah abel abigail abraham achim achmed ad ada adam adama adele adil aditya
    adnan adolfo adri adriaan adrian adriana adriano adrien adrienne adèle adéla agata agathe agnes agnieszka agnès
    ahmad ahmed ahmet aicha aida aidan aileen aimée aisha aissatou ajay akash akira alain alan alba albert alberto
    albin aldo alec alejandra alejandro aleksandar aleksandra aleksei aleksi alena alessandra alessandro alessia alex
    alexa alexander alexandra alexandre alexandru alexei alexia alexis alfonso alfred alfredo ali alice alicia alina
    aline alisa alison alistair allan allison alma alois alonso alphonse alvaro alwin aly alyssa amadou amal amalia
    amanda amandine amara amber amelia amin amina amine amir amit amol amos amparo amy amélie ana anabel anand
    anastasia anatole anaïs anders andre andrea andreas andreea andrei andrej andres andrew andries andrij andrzej
    andrás andré andrés andy anett anette angel angela angelica angelika angelina angelo angie angus anh aniek anik
    anika anil anita anja anjali anke ann anna annabel anne annegret anneke annelie annelies anneliese annelot
    annemarie annemiek annemieke annet annett annette annick annie anniek annika annina ans anselm anthony antje
    antoine antoinette anton antonella antonia antonio antonis antonín antoon anu anuj anwar apolline aram archie
    ariane arianne arie ariel arif arijan arjan arjen arjun arlette armand armando armin arnaud arnd arne arno arnold
    aron arsène art arthur artur arturo arun arvid ashley ashok asif asma astrid atilla attila aude audrey augustin
    auke aurora aurore aurélie aurélien ava avi axel ayesha ayla aylin aysel ayşe aziz azra aïcha baptiste barbara
    barend barry bart bartek barthélémy bas basil bastiaan bastian bastien bauke bea beata beate beatrice beatrix
    beatriz becca becky bekir belinda belén ben benedikt bengt benita benjamin bennie benno benny benoit benoît bente
    bernadette bernard bernardo bernd bernhard bernice bert bertil bertrand beth bethany betina betsy bettina betty
    bianca bilal bill billy birgit birgitta birte bjarne bjorn björn bjørn blaise blanca blanche blandine blerta bo
    bob bobby bogdan bojan bonnie boris boudewijn bouke boyan brad bradley bram brandon brecht breck brenda brendan
    brent bret brett brian brice bridget brigitta brigitte brit britt britta broes bruce bruno bryan bryce burak
    burkhard béatrice bénédicte caitlin caleb callum calvin camila camilla camille candice candide carin carina carine
    carl carla carles carlijn carlo carlos carly carmela carmen carol carola carole carolien carolin carolina caroline
    carolyn carsten cas casey casper catalina catarina caterina catharina catherine cathy cathérine cecil cecile
    cecilia cecily cees celal celeste celia celina celine cem cemile cengiz ceri cesar chad chaim chandra chantal
    charles charlie charlotte chen cheng cher cherry cheryl chiara chiel chloe chloé chris christa christel christelle
    christiaan christian christiane christianne christina christine christo christof christoph christophe christopher
    christy chuck cian cindy claartje claas claire clara clare clarence clarissa claude claudia claudie claudine
    claudio claus clayton clemens clement cleo cliff clive clémence clément clémentine coby coen colette colin colleen
    conchita connie connor conny conor conrad constance constantin cor cora coralie cordula corentin corey corien
    corina corine corinna corinne cornelia cornelis cornelius corrie cory cosima cosmin craig cristian cristiano
    cristina curt curtis cynthia cyril cyrille cécile cédric céline césar daan daantje dafne dagmar daisy dale dalia
    damian damiano damien damir damon dan dana dani danica daniel daniela daniele daniella danielle danil danilo
    danièle daniëlle danny danuta daphne daria dario darius darko darla darrell darren daryl dave david davide dawid
    dawn dean debbie deborah dee deepa deepak deirdre delphine demi denis denise dennis denny derek derk derya desirée
    desmond detlef devon dewi diana diane didier diederik diego dieke dierk dieter dieuwertje dieuwke dilan dilara
    dilek dilip dimitar dimitri dimitris dina dinah dinesh dion dirk djamila dmitri dmitry dolf dolores domenico
    domingo dominic dominik dominika dominique don donald donna donovan dora doreen dorian doriane dorien dorin doris
    dorota dorothea dorothy dorothée dorus doug douglas douwe dragan drew duncan dusan dustin duygu dylan désirée earl
    ebba ebru eckhard ed eddie eddy ede edgar edith edmund edoardo eduard eduardo edward edwin eefje eelco eelke
    efraïm egbert eike eileen ekaterina ekin ekrem elaine elbert eleanor elena eleni elfriede elham eli elia eliane
    elias elif elin elina eline elio eliot elisa elisabeth elise elissa eliza elizabeth elke ella ellen ellie elliot
    elliott ellis elly elmar elmer elodie eloïse els elsa elsbeth else elselien elsemieke elske elton elvira elza
    eléonore emanuel emanuela emel emeline emerson emiel emil emile emilia emiliano emilie emilio emily emine emir
    emma emmanuel emmanuelle emmy emre ender engin enis ennio enno enrico enrique eoin ephraim erhan eric erica erich
    erick erik erika erin ernest ernestine ernesto ernst erwan erwin esben esmee esmée esperanza esra esteban estelle
    ester esther ethan etienne eugen eugene eugenia eugenie eugenio eugène eunice eva evan eve evelien eveline evelyn
    evelyne evert evgeny ewa ewald ewan ewout ezgi ezra fabian fabien fabienne fabio fabrice fabricio fabrizio fadi
    fadil fahad faisal farah farid farida faris faruk fatih fatiha fatima fatma fatou fausto faye federica federico
    fedor felicia felicity felipe felix femke feng fenna ferdi ferdinand ferenc fernand fernanda fernando ferry fetze
    fieke fien fiene fietje filip filippo filiz finn fiona flavia flavio fleur flip flo floor flor flora florence
    florent florentin florian floriane floris florus folkert fons foppe fou fouad frances francesca francesco francine
    francis francisca francisco franciscus franck franco francois frank franka franklin frans fransje franz franziska
    françois françoise fred freddie freddy frederic frederick frederieke frederik freek freerk freya frida frieda
    frieder friederike friedrich frits fritz frédéric frédérique fuad félicie félix gabe gabi gabriel gabriela
    gabriele gabriella gabrielle gaby gaetan gail gareth garry gary gaspard gaston gaurav gavin gaël gaëlle gaëtan gea
    geert geertje geertruida geeske geke gemma genevieve geneviève geoff geoffrey geoffroy georg george georges
    georgia georgina georgios gerald geraldine gerard gerardo gerben gerbrand gerd gerda gereon gergely gerhard
    gerlinde germaine german germán gerrie gerrit gert gertjan gertrud gesa gesine ghislain ghislaine giacomo gian
    gianluca gianni gideon gijs gil gilbert gilda gildas gilles gillian gilly gina gino giorgio giorgos giovanna
    giovanni gisela gisele gisèle giulia giuliano giulio giuseppe gizem gladys glen glenda glenn gloria goedele goele
    gonzalo goran gordon gottfried govert grace graeme graham grant greet greg gregor gregory greta gretchen grete
    gretel grietje grzegorz grégoire grégory gudrun guido guilhem guilherme guillaume guillermo gunnar gunter gunther
    gus gustaf gustav gustave gustavo guus guy gwen gwenaël gwenaëlle gwendolyn géraldine gérard göran günter günther
    habib habiba haiko hakan hakim hala halil halim halina hamid hamza han hanane hanna hannah hannan hanne hanneke
    hannelore hannes hannie hans hansje hansjörg harald hardy hari harm harmen haroun harrie harriet harris harrison
    harro harry hartmut harun harvey hasan hassan hatice hava hayley hazel heather hector hedda hedwig hedy heidi
    heidrun heike heiko heiner heinrich heinz heleen heleentje helen helena helene helga helge hella helma helmut
    hendrik hendrika hennie henning henny henri henrietta henriette henrik henrike henriëtte henry hera herbert
    heribert herman hermann hermien hermine hernán hervé hessel hester hicham hidde hilary hilda hilde hildegard hilke
    hille hiltje hiroshi holger holly horst hubert hugh hugo hugues huib huibert huma humberto hung hussein huub huw
    håkan héctor hélène hüseyin iain ian ib ibrahim ibtissam ida idris ieke ifeoma ignace ignacio ignas igor ike ilan
    ilaria ilario ilja ilka ilona ilsa ilse ilya imane imke imran imre ina inci ine ineke ines inez inga inge ingeborg
    ingeburg ingmar ingo ingrid inigo inna inès inés ioana ioannis ira irene irina iris irma irmgard irmi irène isa
    isaac isaak isabel isabela isabell isabella isabelle isak isaline ischa isha ismael ismail ismaël israel issam
    istván ivan ivana ivar ivo ivonne iwan izabela iñigo jaak jaap jacco jacek jack jackie jackson jaco jacob jacoba
    jacobien jacobus jacqueline jacques jaden jae jaime jake jakob jakub jamal jamel james jamie jamila jan jana janet
    janice janik janina janine janis janjaap janke janna janneke jannes jannie jannik jannis janny janos janusz japik
    jared jari jarno jaro jaroslav jasmijn jasmin jasmine jason jasper javier jay jaya jayden jean jeanette jeanine
    jeanne jeannette jeannine jeff jefferson jeffrey jelena jelle jelmer jelte jen jenna jennie jennifer jenny jens
    jeremias jeremy jeroen jerome jerry jesse jessica jessie jesus jesús jet jetske jette jikke jill jillian jim
    jimena jimmy jin jing jip jitka jitske jiří jo joachim joan joana joanna joanne joaquim joaquin joaquín job jochem
    jochen jody joe joel joep joeri joey johan johann johanna johanne johannes john johnathan johnny jolanda jolande
    jolanta jolein jolien joline jon jonah jonas jonathan jong joop joos joost jordan jordi jordy jorge jorgen jori
    jorien jorik joris jorn jorrit jos josef josefa josefien josefine joseph josephine josh joshua josiane josie
    josine josje josse jost josé josée joséphine jouke joukje joy joyce jozef joël joëlle juan juana juanita judith
    judy juha jules julia julian juliana juliane julianne julie julien julienne juliet julieta juliette julio julius
    jun jurgen jurian jurjen jurre jurriaan justin justine justus jutta jytte jánek jérémie jérémy jérôme józef jörg
    jörn jørgen jürgen kaan kai kaj kajsa karel karen kari karim karima karin karina karine karl karla karlheinz
    karlijn karol karolien karolina karoline karsten kasia kasper katalin katarina katarzyna kate katerina katharina
    katharine kathleen kathrin kathryn kathy katia katie katinka katja katrien katrijn katrin kavita kay kayleigh kees
    keesjan keith kelly kemal ken kenan kenji kenneth kenny kerem kerry kersten kerstin kevin khadija khaled khalid
    kilian kim kimberley kimberly kira kiran kirill kirsten kirstin kitty kjell klaartje klaas klara klaus klemens
    knud knut kobus koen koenraad koert konrad konstantin koos kordula korneel kornelia kris krishna kristel kristen
    kristi kristian kristie kristien kristin kristina kristine krystian krzysztof kumar kurt kyle kylie laetitia laia
    laila lalita lamia lana lance lara larissa larry lars lasse laszlo laura laure lauren laurence laurens laurent
    laurenz laurette laurie laurien lavinia lea leah leander leandro lee leen leendert leentje leif leigh leila lejla
    len lena lenard lenaïg lene leni lenie lennard lennart lenneke lenny leo leon leona leonard leonardo leonhard
    leonid leonie leonor leonora leontien leopold leroy leslie lester letizia levent levi lewis lex leyla leïla li lia
    liam liana lianne lidewij lidia lie lieke lien lienhard liesbeth liese lieselot lieselotte liesje lieve lieven
    lilian liliana liliane lilli lilly lily lin lina linda lindsay lindsey ling linnea lino linus lionel lionne lis
    lisa lisanne lisbeth lise lisette lissa liv livia liz liza lloyd lluis lobke lode lodewijk loek loes loic lola
    lone lonneke lora loredana loren lorena lorenz lorenzo lori lorraine lot lothar lotje lotta lotte lotus lou louis
    louisa louise loukas lourdes loïc loïs luc luca lucas lucia lucian luciana luciano lucie lucien lucienne lucile
    lucinda lucy lucía ludek ludger ludo ludovic ludovica ludwig luigi luis luisa luise luiz luka lukas lukasz luke
    lutz luuk luís lydia lydie lyn lynn lynne lászló léa léo léon léonie maaike maarten maartje machiel maciej
    madelein madeleine madeline madelon madhu mads magali magda magdalena maggie magnus mahmoud mahmut maia maiken
    maite maja malcolm malek malgorzata malik malin malou malte manal mandy manfred manja manju manoj manolo manon
    mansour manu manuel manuela mara marah marc marcel marcela marceline marcella marcelo marcia marcin marco marcos
    marcus marga margaret margareta margarete margaretha margarita margaux margit margo margot margreet margret
    margriet marguerite maria mariam mariama marian mariana marianna marianne mariano marie marieke mariella marielle
    marieluise mariette marija marijke marijn marijne marika marilyn marin marina marine mario marion maris marisa
    mariska marissa marit marita marius mariël mariëlle marjan marjo marjolein marjolijn marjon marjorie mark marko
    markus marleen marlene marlies marlijn marlin marloes marlon marlou marlous marlène marnie marnix mart marta
    marten martha marthe marti martien martijn martin martina martine marty maruan marvin marwan mary maryam maryse
    maría masha massimo mat matej mateo mateusz mathias mathieu mathijs mathilda mathilde mathis matias matilda mats
    matt matteo matthew matthias matthieu matthijs matthäus matti mattia maud maude maura maureen maurice mauricio
    maurits maurizio mauro max maxim maxime maximilian maxine maya mayke mayra maël maëlle małgorzata mees meg megan
    mehdi mehmet meike meindert melanie melina melinda melis melissa melle melvin menno mercedes mercè meredith merel
    merle merlijn mert merve meryem mette mia micha michael michaela michail michala michaël michał micheal michel
    michela michele micheline michelle michiel michèle mick micky mieke mien miep mies miet mietje miguel mihai mika
    mikael mike mikhail mikkel miklos mila milan milana milena mille milou miloud miloš milton mimi mimoun min mina
    mindy mira miranda mireia mireille mirella miriam mirjam mirko mirna miroslav mirthe mischa mitch mitchell moa
    mohamad mohamed mohammad mohammed mohsen moira molly mona monica monika monique monir morad morgan morgane moritz
    morris morten moshe mostafa mounir mourad moussa muhammad muhammed mukesh munir murat muriel murielle mustafa
    mustapha myra myriam myrna myrthe märta mårten mélanie mélissa nabil nachiket nada nadia nadim nadine nadja nadège
    naima najat najib nancy nando naomi naomie nara narges nasrin nasser nassim nastasia natacha natalia natalie
    natalja natascha natasha nathalie nathan nathaniel navid nazli neal ned neela neeltje neil nele nelleke nellie
    nelly nelson nena nesrin nestor neven nevin nguyen nia niall nic nick nicky niclas nico nicola nicolaas nicolai
    nicolas nicole nicoletta nicolette nicolien niek niels nienke nigel nihal nihat niki nikita nikki niklas nikola
    nikolai nikolaj nikolaos nikolas nikolaus nikoletta nikos nils nina ninette ninke nino nir nisha nishant nita
    nitin niño noa noah noam noel noemi nol noor noortje nora norah norbert noreen norma norman nour noura noé noémie
    noël noëlle nuno nuray nuria nynke néstor núria octave octavia odette odile ojasvi okan oktay olaf olav ole oleg
    oleksandr olena olf olga olha oli olimpia oliver olivia olivier olle olli olof omar onno onur oona oriane oriol
    orlando orsolya oscar oskar osman osvaldo oswald otis ottilie otto ouafae oussama owen pablo paco padma paige
    paloma pam pamela paola paolo pascal pascale pascalle pasquale pat patrice patricia patricio patrick patrik
    patrizia patty paul paula paule pauli paulien paulina pauline paulo pavel paweł payal pedro peer peggy pejman
    pelin penelope peng penny pepe pepijn per percy perry pete peter petr petra petronella petros petrus phil philip
    philipp philippa philippe philippine phoebe phyllis pia pien pier piero pierre pierrick pierrot piet pieter
    pieterjan pieternel pietro pilar pim pinar piotr pippa pleun pooja poppy prakash pranav prasad preben priscilla
    priscille priya prosper pushpa pål quentin quinn quinten quirijn rabia rachael rachel rachelle rachid radek radka
    rado radu rafa rafael rafaela rafał raffaele raghav rahel rahim rahul raimond raimund rainer raj raja rajesh
    rakesh ralf ralph ram rama ramin ramon ramona ramón rana randall randy ranjit raoul raphael raphaël raquel rashid
    rasmus raul ravi ray raymond razvan raúl rebecca rebekka reda reem reg reggie reiko reimer rein reinaldo reinder
    reinhard reinhilde reinhold reinier reinoud rejane remco remi remko remy rena renata renate renato renaud rene
    renee renger renske rené renée resul reto reuben rex reyhan reza rhea rhiannon ria rian riana rianne ric ricardo
    riccardo richard rick ricky rico rieke rien riet rik rikard rikke rikkert rikus rina rinaldo rini rink rinse
    rinske rinus risto rita ritu ritva roald roan rob robbert robbie robby robert roberta roberto robin rocco rocío
    rod roderick roderik rodney rodolfo rodrigo rodrigue roel roeland roelof roger rogier rohan rohit roland rolande
    rolf rolien roly romain roman romana romina romke romy ron ronald ronan ronja ronnie ronny roos roosmarijn rosa
    rosalia rosalie rosalind rosalinde rosanna rosanne rosario rose roselien roseline rosemarie rosemary rosi rosie
    ross roswitha rowan rowena roxana roxane roy ruben ruby rubén rudi rudolf rudy rufus ruggero rui rune rupert russ
    russell rut rutger ruth ruud ryan ryszard régine régis rémi rémy saad saar saartje sabina sabine sabri sabrina
    sacha saeed safa said saida sake salah saleh salim sally salma salman salomé salvador salvatore sam samantha samar
    sami samia samir samira samson samuel samuele sana sandeep sander sandra sandrine sandro sandy sanjay sanna sanne
    santiago saoirse sara sarah sarita sarra sascha sasha saskia saul savannah saïd scarlett scott sean sebastiaan
    sebastian sebastien sebastián seda sefa selim selin selina selma sem semih sena serena serge sergei sergey sergi
    sergio serhat serkan serpil servaas seth severin sevil seyma seán shalini shane shannon shari sharon shaun shauna
    shawn sheila shelley sherry sheryl shirin shirley shivani shreya shyam siard siavash sibel sibylle sid sidney
    sidonie siebe siebren siegfried sieglinde siemen sien sierk sietse sietske sigrid sigurd sijmen silas silja silke
    silvain silvana silvia silvie silvio sima simeon simon simona simone simonetta simran sina sinan sinem sini sinéad
    sjaak sjaan sjef sjoerd sjoerdtje sjors sjoukje skyler slava slavica snežana soeren sofia sofie sofija sofía
    sohail solange solveig solène sonal sonia sonja sonny sophia sophie soraya sorin souad soufiane soumaya soňa
    stacey stacy stan stanislas stanislav stanislaw stanley stas stavros stef stefaan stefan stefania stefanie stefano
    steffen steffi steijn stella sten stephan stephane stephanie stephen sterre steve steven stijn stuart stéfan
    stéphane stéphanie sue suhail sujata suleyman sultan sumit sunil sunita susan susana susann susanna susanne susie
    suus suzan suzanna suzanne suzette suzy svein sven svenja svetlana svitlana swantje sybil sybille sybren syed
    sylke sylvain sylvaine sylvester sylvia sylviane sylvie sébastien séverine sören søren süleyman tabea tabitha taco
    tadeusz taeke tahar tahir tahira tako tamar tamara tamer tammo tammy tamás tanguy tania tanja tanya tao tara tarek
    tariq tatiana tatjana tatyana taylor ted teddy terence teresa terese terje terri terry tess tessa teun teunis
    thaddeus thalia thanh thaïs thea theo theodor theodora theodore theresa therese theresia theun thibaud thibault
    thibaut thierry thies thijmen thijs thilo thom thomas thorben thorsten thuy théo théodore théophile thérèse tia
    tiago tiana tibor tiemen ties tiffany tiina tijl tijmen tijn tijs tilde tilen till tilly tilman tim timo timon
    timothy timothée tina tine tineke tjalling tjark tjeerd tjerk tjitske tjitte tobi tobias tod todd tom tomas tomasz
    tomaž tommaso tommie tommy tomás toni tonia tonie tonio tonke tonnie tonny tony toon torben tore torsten toshiko
    tove tracey tracy travis trees trevor tricia trijntje trine trinidad trish tristan troy trudi trudie trudy truus
    tugba tuncay turan twan tycho tyler térèse tülay udo ugo ulf uli ulla ulrich ulrik ulrika ulrike urs ursel ursula
    ute uwe val valentijn valentin valentina valentine valeria valerie valerio valery valérie vanessa vasco vasile
    vasilis veerle veit velma vera verena veronica veronika veronique vic vicente vicki vicky victoire victor victoria
    vid vidar vijay vikas vikram viktor viktoria vilma vinay vince vincent vincenza vincenzo vinod violet violeta
    violette virgil virginia virginie vita vito vittoria vittorio viv vivek vivian viviana viviane vivien vivienne
    vlad vladimir vladislav vojtech vojtěch volker volkert véronique víctor wale walid wallace wally walter walther
    wanda wander ward warner warren wei welmoed wen wendel wendela wendelin wendy wera werner wes wesley whitney wibke
    wiebe wiebke wieke wieland wies wietse wietske wiktor wilbert wilco wilfred wilfried wilhelm wilhelmina wilko
    willeke willem willemien willemijn willi william willie willy wilma wim winfried winnie winston wio wladimir
    wojciech wolf wolfgang wolfram wout wouter wubbo wytse wytze xander xandra xavi xavier xaviera xiao ximena yacine
    yael yahya yan yana yann yannick yannis yara yasemin yasin yasmin yasmina yasmine yassin yassine yavuz yaël yelena
    yeliz yesim yi yildiz ying yme yoann yoav yohan yolanda yolande yong yoni yoram yorick york yoshi youri yousef
    youssef youssra ype yu yuan yuka yuki yulia yun yunus yuri yury yusuf yvan yves yvette yvo yvon yvonne zac zach
    zachary zack zahir zahra zainab zakaria zara zbigniew zdenek zehra zeineb zelda zelma zeno zeynep zhang zhen zhi
    ziad zinaida zineb zita zlata zlatko zoe zofia zoltan zoltán zoran zosia zoé zoë zsófia zuzana álvaro ángel élise
    élodie éléonore émile émilie étienne ömer özge özlem ümit ünal łukasz
    """
)
