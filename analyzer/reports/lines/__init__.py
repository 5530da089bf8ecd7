"""Lines of characters and the picture made of them: what the terminal and Markdown share."""
