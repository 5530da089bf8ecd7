"""A plan: what it holds, and its story told once."""
