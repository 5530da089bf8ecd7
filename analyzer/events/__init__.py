"""The event table: whose calendar it is, what each event is, one row for each."""
