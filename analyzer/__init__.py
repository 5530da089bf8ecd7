"""The core: events, findings, changes and reports; it knows no vendor, no rule and no command line."""
