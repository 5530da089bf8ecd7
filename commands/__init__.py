"""The commands, one room each; cli.py is the front door that puts them together."""
