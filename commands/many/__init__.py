"""Event tables, and errands for the people of a roster: what is made, for whom, by whom."""
