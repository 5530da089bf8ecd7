"""The fast road: bytes to columns by arithmetic; what is not surely understood goes the careful road."""
