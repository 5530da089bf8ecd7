"""The document for works council and DPIA: what is read of people, and on which terms."""
