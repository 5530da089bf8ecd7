"""The fast road: the bytes of a calendar to columns by arithmetic; whatever is not surely understood goes the careful road."""
