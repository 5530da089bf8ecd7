"""What is asked of Google, least first: the scopes of each access, as Google's discovery document names them.

``events.list`` and ``events.get`` take ``calendar.events.readonly``, ``freeBusy.query`` takes ``calendar.freebusy`` and
``calendarList.list`` takes ``calendar.calendarlist.readonly``. None of them lets anything be changed. Sending mail
has a consent of its own, and reading a group of the directory is for an organisation's service account.
"""

from __future__ import annotations

_BASE = "https://www.googleapis.com/auth/"
ACCESS = {"details": f"{_BASE}calendar.events.readonly", "free-busy": f"{_BASE}calendar.freebusy"}
"""The one scope of each access."""
CALENDAR_LIST = f"{_BASE}calendar.calendarlist.readonly"
"""Asked for only to list calendars."""
IAM = f"{_BASE}iam"
"""With which IAM is asked to sign in the name of a service account that has no key."""
IDENTITY = ("openid", f"{_BASE}userinfo.email")
"""To know whose sign-in it is."""
MAIL_SEND = f"{_BASE}gmail.send"
"""Asked for only by a sign-in for sending: it sends, and reads nothing."""
GROUP_MEMBERS = f"{_BASE}admin.directory.group.member.readonly"
"""With which ``members.list`` of the directory is asked."""
