"""The clients that meetlint comes with, so that ``connect`` works without options.

Empty until somebody has registered them in meetlint's name and had them verified; docs/clients.md says what that takes.
Both are public by nature: they name the program and give access to nothing. A client in the settings goes before them.
"""

from __future__ import annotations

GOOGLE_CLIENT_ID = ""
"""OAuth client of the kind "Desktop app"."""
GOOGLE_CLIENT_SECRET = ""
"""What Google calls its secret; of an installed app it is none: https://developers.google.com/identity/protocols/oauth2."""
OUTLOOK_CLIENT_ID = ""
"""Application (client) id of a public client for work, school and personal accounts."""
