"""Bytes in: files, folders, archives, published and stored addresses."""
