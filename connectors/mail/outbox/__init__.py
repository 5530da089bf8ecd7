"""What was sent to whom and what not, without a text and without an address: SQLite, or PostgreSQL for many workers."""
