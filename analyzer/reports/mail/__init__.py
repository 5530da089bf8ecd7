"""The digest as a mail: one person's week, for that person alone, as text, as a page and as a picture."""
