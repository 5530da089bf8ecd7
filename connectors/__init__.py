"""Everything that opens a file, a socket or a credential, and turns a source into entries."""
