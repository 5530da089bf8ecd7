"""The core: event table, engine, agreements, metrics and reports. Knows no vendor, no rule, no command line."""
