"""The sentences of every report, in the reader's language."""
