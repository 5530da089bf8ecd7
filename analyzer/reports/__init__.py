"""The forms in which a run reaches people and other programs; its story is told once."""
