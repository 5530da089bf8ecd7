"""The forms in which a run reaches people and other programs."""
