"""Which events belong together as a series, and when they occur."""
