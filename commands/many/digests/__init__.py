"""The digest: who gets one, what a worker does for each, a whole run, what became of it, schedules."""
