"""The digest as a mail: a person's week, or a team's for its manager; text, page and picture."""
