"""What can be changed in a calendar, and the choice of what to change first."""
