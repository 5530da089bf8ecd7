"""What the calendar services share: one HTTP manner, sign-ins, key files, and the calendar they give."""
