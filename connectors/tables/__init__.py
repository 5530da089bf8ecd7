"""Event tables as Parquet: what ``collect`` writes, and every command reads again."""
