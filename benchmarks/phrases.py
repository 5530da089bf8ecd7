"""Titles and descriptions as offices write them, put together by chance from sentences in Dutch, English and German."""

from __future__ import annotations

import random


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


SUBJECTS = _words(
    "planning budget onboarding roadmap release incident hiring migration pricing security audit website "
    "support training contract privacy inventory payroll logistics research design testing reporting "
    "integration archive procurement newsletter workspace mobile search billing"
)
KINDS = _words(
    "Review Sync Kick-off Stand-up Retrospective Workshop Overleg Afstemming Weekstart Demo Interview "
    "Refinement Intervisie Brainstorm Update Check-in Evaluatie Voortgang"
)
ALONE = ("Reading", "Write report", "Mail", "Prepare demo", "Expenses", "Travel", "Call back", "Focus time", "Dentist")
ALONE_SHARES = (20, 20, 15, 15, 10, 10, 6, 3, 1)
ALL_DAY = (
    "Conference",
    "Working from home",
    "Thuis",
    "Birthday Eva",
    "Deadline",
    "Release week",
    "Studiedag",
    "Vakantie",
)
ALL_DAY_SHARES = (14, 20, 10, 20, 15, 15, 4, 2)

OPENINGS = (
    "Agenda: progress, risks and planning of the coming weeks.",
    "Goal: agree on what we do first, and who does it.",
    "Doel: samen kiezen wat we het komende kwartaal laten liggen.",
    "We look at the figures of {subject} and at what changed since last time.",
    "Kort bijpraten over {subject}; neem je vragen mee.",
    "Walk through the open points of {subject}.",
    "Zoals besproken plannen we tijd voor {subject}.",
    "Follow-up of our talk about {subject} on floor {number}.",
)
MIDDLES = (
    "Read the notes first.",
    "Lees het stuk vooraf, het is {number} pagina's.",
    "1. Opening\n2. {subject}\n3. Any other business",
    "- stand van zaken {subject}\n- knelpunten\n- rondvraag",
    "The draft stands at https://docs.example.org/d/{code}/edit.",
    "Ticket {subject}-{number} blocks two others; we need an estimate.",
    "Last month {number} % was late, which is more than we agreed.",
    "Who cannot come sends a colleague who may say yes or no.",
    "Numbers per region: see sheet {number} of the export.",
    "Für die Kollegen aus München: wir sprechen Englisch.",
    "Kosten: € {number}.000, inclusief één jaar beheer.",
    "Bring your laptop ✅",
    "Ruimte {number} is klein, dus liever thuis inbellen.",
    "Parking is at gate {number}; ring twice.",
)
CLOSINGS = ("Thanks!", "Groet, Bo", "See you then.", "Tot dan!", "Questions: reply to all.", "Best regards,\nCarla", "")
ROLE_LINES = (
    "Facilitator: {person}",
    "Voorzitter: {person}",
    "Notulist: {person}",
    "Note taker: {person}",
    "Facilitator: {person}\nNotes: {other}",
    "{person} leidt het gesprek, {other} legt de besluiten vast.",
    "Chair: {person}. Decisions go to the decision log.",
)
PEOPLE = _words(
    "Anna Bo Carla Dirk Eva Farid Greta Hugo Ilse Jan Katja Lars Maud Noor Otto Petra Quint Rosa Sven "
    "Tess Umar Vera Wout Xandra Yara Zoë"
)

LINKS = (
    ("https://meet.google.com/{three}-{four}-{more}", "X-GOOGLE-CONFERENCE"),
    ("https://teams.microsoft.com/l/meetup-join/19%3ameeting_{code}%40thread.v2/0?context=%7b%22Tid%22%3a{code}", ""),
    ("https://example.zoom.us/j/{digits}?pwd={code}", ""),
    ("https://example.webex.com/meet/{four}{number}", ""),
)  # fmt: skip
LINK_SHARES = (50, 30, 15, 5)


def alone(chance: random.Random) -> str:
    """Return the title of an appointment without others."""
    return chance.choices(ALONE, ALONE_SHARES)[0]


def all_day(chance: random.Random) -> str:
    """Return the title of an entry of whole days."""
    return chance.choices(ALL_DAY, ALL_DAY_SHARES)[0]


def title(chance: random.Random) -> str:
    """Return the title of a meeting."""
    tail = chance.choice(("", "", " team {}", " Q{}", " / {}")).format(chance.randrange(1, 5))
    return f"{chance.choice(KINDS)} {chance.choice(SUBJECTS)}{tail}"


def link(chance: random.Random) -> tuple[str, str]:
    """Return the address of a call, and the property of its own that its vendor writes it in, "" for none."""
    pattern, of_vendor = chance.choices(LINKS, LINK_SHARES)[0]
    letters = "".join(chance.choices("abcdefghijklmnopqrstuvwxyz", k=10))
    return pattern.format(
        three=letters[:3],
        four=letters[3:7],
        more=letters[7:],
        code=f"{chance.getrandbits(64):016x}",
        digits=chance.randrange(10**10, 10**11),
        number=chance.randrange(100),
    ), of_vendor


def description(chance: random.Random, *, address: str, has_role: bool) -> str:
    """Return the text of an invitation: some sentences, at times who facilitates or keeps notes, and the call."""
    sentences = [chance.choice(OPENINGS), *chance.sample(MIDDLES, chance.choice((0, 1, 2, 2, 3, 4)))]
    words = {"subject": chance.choice(SUBJECTS), "code": f"{chance.getrandbits(48):012x}"}
    text = " ".join(sentence.format(number=chance.randrange(2, 99), **words) for sentence in sentences)
    if has_role:
        person, other = chance.sample(PEOPLE, 2)
        text += "\n" + chance.choice(ROLE_LINES).format(person=person, other=other)
    return "\n\n".join(part for part in (text, address, chance.choice(CLOSINGS)) if part)
