"""What a title, a text or a link tells, whoever wrote it."""
