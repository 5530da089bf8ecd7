"""The rule of a series alone (RFC 5545, 3.3.10): reading it, and the days it gives."""
