"""What the two calendar services have in common: one HTTP manner, sign-ins, a cache, and the calendar they give."""
