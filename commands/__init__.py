"""One module per command, and what they share: options, the typed request, the console, folders."""
