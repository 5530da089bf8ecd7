"""The report for people as text: in colour, or to be read aloud."""
