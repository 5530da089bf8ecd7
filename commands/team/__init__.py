"""A team's audit: members read and judged, ledger and log, a person erased, the council told."""
