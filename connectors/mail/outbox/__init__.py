"""What was sent to whom and what not, without a text or an address; in SQLite or PostgreSQL."""
