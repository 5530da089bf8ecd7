"""What a team may see of its members' calendars: no words, no person."""
