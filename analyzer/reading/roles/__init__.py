"""Who guards a meeting and who keeps its decisions, read from its texts."""
