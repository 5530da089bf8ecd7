"""Google Calendar, through its own client."""
