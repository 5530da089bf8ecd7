"""Days and hours: the period judged, a calendar's workdays, intervals in seconds."""
