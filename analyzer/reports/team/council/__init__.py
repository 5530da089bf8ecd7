"""The document for works council and DPIA: what is read of people, under which terms, and what stays hidden."""
