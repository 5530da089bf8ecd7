"""The report about a team: what to change, the meetings, and of people only what holds for the group."""
