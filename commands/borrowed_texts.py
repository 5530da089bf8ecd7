"""The words that click says itself; they stand in the catalogue so that help and errors are in one language."""

from __future__ import annotations

from analyzer.text import N_, Text

TEXTS = (
    N_("Usage:"),
    N_("Options"),
    N_("Commands"),
    N_("Show the version and exit."),
    N_("Show this message and exit."),
    N_("Try '{command} {option}' for help."),
    N_("Missing argument"),
    N_("Missing option"),
    N_("Missing parameter"),
    N_("Missing command."),
    N_("No such command {name!r}."),
    N_("No such option {name!r}."),
    Text(N_("Did you mean {possibility}?"), N_("(Did you mean one of: {possibilities}?)")),
    N_("Invalid value for {param_hint}: {message}"),
    N_("Invalid value: {message}"),
    N_("Option {name!r} does not take a value."),
    Text(N_("Option {name!r} requires an argument."), N_("Option {name!r} requires {nargs} arguments.")),
    Text(N_("Got unexpected extra argument ({args})"), N_("Got unexpected extra arguments ({args})")),
    Text(N_("{value!r} is not {choice}."), N_("{value!r} is not one of {choices}.")),
    N_("default: {default}"),
    N_("Error: {message}"),
)
