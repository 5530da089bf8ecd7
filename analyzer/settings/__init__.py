"""meetlint.toml: reading it, its schema, writing it with comments."""
