"""What each command says of itself; it stands here so that the list of commands is shown without loading one."""

from __future__ import annotations

from collections.abc import Mapping

from analyzer.text import N_

HELP: Mapping[str, str] = {
    "check": N_(
        "Judge a calendar and list what to change.\n\n"
        "SOURCE is google: or outlook: after signing in (meetlint connect), a file (week.ics), a folder, a zip "
        "archive, - for standard input, a published address (https://… or webcal://…), or ics:NAME for a stored one. "
        "Without a period: the four full weeks before this one, this week and the next.\n\n"
        "Exit codes: 0 nothing found, 1 findings, 2 wrong use, 3 nothing could be read, 4 a part could not be read."
    ),
    "events": N_("List every event of the period: whether it counts as a meeting, and if not, why."),
    "demo": N_("Check the sample calendars that come with meetlint, to see what it does."),
    "report": N_(
        "Write one page to look at: what to change first, what was found, and the weeks as pictures.\n\n"
        "SOURCE and the period are as with check. The page is one file without scripts that loads nothing; of your own "
        "appointments and leave it shows only the time. It is written to report.html, or to the file named with -o.\n\n"
        "Exit codes: 0 written, 2 wrong use, 3 nothing could be read, 4 a part could not be read."
    ),
    "plan": N_(
        "Find the best few changes of the coming weeks, and prove that no others take away more findings.\n\n"
        "SOURCE is as with check. Without a period: this week and as many as hold two weeks from today on. Needs "
        "OR-tools: python -m pip install 'meetlint[plan]'. How it is done: meetlint explain proposals\n\n"
        "Exit codes: 0 planned, 2 wrong use, 3 nothing could be read, 4 a part could not be read."
    ),
    "baseline": N_(
        "Write today's findings down, so that check --baseline FILE fails only on what is new.\n\n"
        "A finding is known by its rule and its series. The file holds keyed hashes and no text of any event; the key "
        "stays on this machine, or is given in MEETLINT_BASELINE_KEY."
    ),
    "rules": N_("List the rules, what each flags and how heavy it weighs; or write and try a rule of your own."),
    "explain": N_(
        "Show the page of one rule: what it flags, why it matters, what to do, when to ignore it.\n\n"
        "Or a page on another subject: sources, google, outlook, windows, ics, digest, proposals, roles, calls ..."
    ),
    "init": N_(
        "Write a commented meetlint.toml with your working hours, lunch and agreements.\n\n"
        "It asks a few questions; --defaults asks none. For a team: init --team my-calendar.ics prints one page of "
        "questions with today's figures; answer them together in that page, then init --answers PAGE."
    ),
    "settings": N_(
        "Show every setting in force and where it came from.\n\n"
        "--schema prints the JSON schema of meetlint.toml instead, for editors that complete TOML."
    ),
    "collect": N_(
        "Collect calendars into event tables (Parquet), which every command reads as a source.\n\n"
        "SOURCE and the period are as with check; the sources are one person's. The table is for its owner alone and "
        "holds the texts, except those of private events. With --for audit it is made to be handed to a team: times "
        "and facts, without texts, and, without a period, for two weeks more; --show says in words what it holds, or "
        "would hold. With --roster such tables are made of many people; a run that was cut goes on where it "
        "stopped.\n\n"
        "Exit codes: 0 written, 2 wrong use, 3 nothing could be read, 4 a part could not be read."
    ),
    "audit": N_(
        "Judge the meetings of a team: which break agreements, what they cost, and what to change.\n\n"
        "The team is one of [teams.ID] in meetlint.toml whose members joined by their own act, or a folder with a "
        "calendar for each member, or with a table that each member handed over (meetlint collect --for audit). Of "
        "people only what holds for the group is shown, rounded, and of no group smaller than the floor; no figure "
        "stands for one person.\n\n"
        "With --all-teams every team is read by workers and gets a report of its own, in the folder of -o; no report "
        "speaks of another team. A run that was cut goes on where it stopped.\n\n"
        "Without a period: the four full weeks before this one, this week and the next three.\n\n"
        "Exit codes: 0 shown, 2 wrong use, 3 nothing could be read, 4 a member could not be read."
    ),
    "privacy-pack": N_(
        "Write the document for the works council and the DPIA, from the settings in force.\n\n"
        "Purpose, grounds, which data are read, who sees what, how long anything is kept, what is never shown, and "
        "what is still missing. With --log: which audits were shown from this machine, when and by whom. No calendar "
        "is read."
    ),
    "digest": N_(
        "Send everybody who joined their week by mail: how it went, what is coming, what is worth changing.\n\n"
        "preview shows one's own; send is what a schedule calls; status says what became of it. How to set it up: "
        "meetlint explain digest"
    ),
    "doctor": N_(
        "Prove before the first night that everything is in place: settings, terms, clock, state, mail and sources.\n\n"
        "Of calendars only counts are shown, and no mail is sent. Exit codes: 0 all well, 2 wrong settings, 4 "
        "something is not, with what to do."
    ),
    "erase": N_(
        "Take away what meetlint holds of a person on this machine.\n\n"
        "PERSON is an address, the ID of [people.ID], or with --roster what a CSV file calls somebody. From the ledger "
        "of releases and the outbox of the digest the person goes at once; event tables go from the folders that are "
        "named. What is left for you to do is said.\n\n"
        "Exit codes: 0 done, also when nothing was kept, 2 wrong use, or a name of nobody, 4 a file could not be read, "
        "so that nobody knows whose it is."
    ),
    "connect": N_("Store the way to a calendar, so that check can name it."),
    "connections": N_("List sign-ins and stored addresses, without their secrets."),
    "disconnect": N_(
        "Revoke a sign-in and remove it, with everything that was kept of it.\n\n"
        "SOURCE is google:ADDRESS, outlook:ADDRESS or ics:NAME, as meetlint connections lists them; google: or "
        "outlook: alone where there is only one."
    ),
}
