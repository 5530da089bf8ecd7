"""A team's audit: its members read and judged, the ledger and the log kept, a person erased, the council told."""
