"""The report as one page: words first, then pictures that are words too."""
