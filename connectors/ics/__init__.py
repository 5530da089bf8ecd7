"""ICS: files, folders, archives, standard input and published addresses (RFC 5545, RFC 7986)."""
