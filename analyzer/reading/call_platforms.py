"""The platforms of calls: their names, the forms of their join links, and what looks like one and is none."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final


def words(text: str) -> frozenset[str]:
    """Return the words of a text that lists them, a blank between each."""
    return frozenset(text.split())


PLATFORMS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "teams": "Microsoft Teams",
        "meet": "Google Meet",
        "zoom": "Zoom",
        "webex": "Webex",
        "jitsi": "Jitsi",
        "8x8": "8x8",
        "whereby": "Whereby",
        "bigbluebutton": "BigBlueButton",
        "goto": "GoTo",
        "skype": "Skype",
        "slack": "Slack",
        "discord": "Discord",
        "adobe": "Adobe Connect",
        "around": "Around",
        "blackboard": "Blackboard Collaborate",
        "bluejeans": "BlueJeans",
        "cal": "Cal Video",
        "chime": "Amazon Chime",
        "daily": "Daily",
        "dialpad": "Dialpad",
        "element": "Element Call",
        "facetime": "FaceTime",
        "gather": "Gather",
        "hubs": "Mozilla Hubs",
        "joinme": "join.me",
        "kmeet": "kMeet",
        "lark": "Lark",
        "lifesize": "Lifesize",
        "livekit": "LiveKit Meet",
        "livemeeting": "Microsoft Live Meeting",
        "livestorm": "Livestorm",
        "messenger": "Messenger",
        "nextcloud": "Nextcloud Talk",
        "opentalk": "OpenTalk",
        "pexip": "Pexip",
        "proton": "Proton Meet",
        "ringcentral": "RingCentral",
        "starleaf": "StarLeaf",
        "teamviewer": "TeamViewer Meeting",
        "telemost": "Telemost",
        "tencent": "Tencent Meeting",
        "visio": "Visio",
        "vonage": "Vonage Meetings",
        "vowel": "Vowel",
        "whatsapp": "WhatsApp",
        "zoho": "Zoho Meeting",
        "other": "Video call",
    }
)
"""Short key of each platform -> the name people know; "other" is a call on a platform not known here."""

ROOM = (
    r"/(?!(?:about|api|apps?|assets|auth|blog|business|careers?|contact|css|customers?|developers?|docs?|download|"
    r"embedded|enterprise|faq|features|help|home|images|information|install|jobs|js|legal|libs|login|logout|meetings|"
    r"news|numbers|org|plans|press|pricing|privacy|product|register|security|settings|sign-?in|sign-?up|sounds|"
    r"static|status|support|terms|tips|user|www)(?:[/?#.]|$))[^/?#\s.][^/?#\s]+"
)
"""A path that is the name of a room; the first parts that are pages of the site itself are none."""

TEAMS_SHELL = r"(?:/_#|/v2/[^#]{0,200}#|/dl/launcher/launcher\.html\?(?:[^#]{0,200}?&)?url=(?:/_#|/v2/[^#]{0,200}#)?)?"
"""What the Teams web client puts before the link it was opened with."""

SITES: Final = (
    # platform, domains (with all their subdomains), what a join link has after the host: path, query and fragment
    (
        "teams",
        "teams.microsoft.com teams.live.com teams.cloud.microsoft teams.microsoft.us teams.microsoftonline.cn",
        TEAMS_SHELL + r"/(?:l/meetup-join/[^/?#]|meet/\w|l/call/\w|light-meetings/launch)",
    ),
    ("meet", "meet.google.com", r"/(?:_meet/|u/\d/)?(?:[a-z]{3}-[a-z]{4}-[a-z]{3}(?-i:(?![a-z-]))|lookup/\w)"),
    ("meet", "g.co", r"/meet/\w"),
    ("meet", "hangouts.google.com", r"/(?:hangouts/_|call)/\w"),
    ("meet", "plus.google.com talkgadget.google.com", r"/hangouts/_/\w"),
    ("meet", "calendly.com", r"/events/[\w-]+/google_meet"),
    (
        "zoom",
        "zoom.us zoom.com zoomgov.com zoom.com.cn zoom-x.de",
        r"/(?:[jws]/\d|my/\w|ej/\w|wc/(?:join/)?\d|launch/jc/\d|join\?(?:[^#]{0,200}&)?confno=\d)",
    ),
    (
        "webex",
        "webex.com webex.com.cn",
        r"/(?:(?:meet|join)/[^/?#]|wbxmjs/joinservice/|webappng/sites/[\w.-]+/(?:meeting|webinar)/(?:info|download)/|"
        r"collabs/(?:#/)?meetings/join|(?:[\w.-]+/)?(?:k2/)?(?:j|e|onstage/g)\.php\?|"
        r"(?:[\w.-]+/)?m\.php\?(?:[^#]{0,200}&)?AT=JM)",
    ),
    (
        "jitsi",
        "meet.jit.si moderated.jitsi.net jitsi.rocks besprechung.net fairmeeting.net framatalk.org kuketz-meet.de "
        "konferenz.netzbegruenung.de calls.disroot.org meet.adminforge.de meet.calyx.net meet.element.io "
        "meet.evolix.org meet.fairkom.net meet.ffmuc.net meet.golem.de meet.greenhost.net meet.in-berlin.de "
        "meet.mayfirst.org meet.opensuse.org meet.switch.ch meet.systemli.org rendez-vous.renater.fr "
        "vc.autistici.org webconf.numerique.gouv.fr",
        ROOM,
    ),
    ("8x8", "8x8.vc meet.8x8.com", ROOM),
    ("whereby", "whereby.com appear.in", ROOM),
    ("bigbluebutton", "senfcall.de", r"/[\w-]+/\w|/[a-z]{3}-\w{3}-\w{3}"),
    (
        "goto",
        "gotomeeting.com gotowebinar.com gototraining.com",
        r"/p?join/\d|/\d{9}(?!\d)|/?\?(?:[^#]{0,200}&)?meetingId=\d",
    ),
    ("goto", "gotomeet.me", ROOM),
    ("goto", "meet.goto.com", ROOM),
    ("goto", "app.goto.com", r"/(?:meet|meeting|join)/\w"),
    ("skype", "join.skype.com", r"/(?!bot/)\w{6}"),
    ("skype", "meet.lync.com", r"/[^/?#]+/[^/?#]+/\w{4}"),
    ("slack", "slack.com", r"/(?:huddle|call)/\w"),
    ("discord", "discord.gg", r"/[\w-]{2}"),
    (
        "discord",
        "discord.com discordapp.com",
        r"/(?:invite/\w|events/\d+/\d|channels/(?:@me|\d+)(?:/\d+)?/?(?:[?#]|$))",
    ),
    ("adobe", "adobeconnect.com", r"/(?!system|admin|common|content|p[0-9a-z]{8,}/)[\w-]{3,}/?(?:\?|$)"),
    ("around", "around.co", r"/r/\w"),
    ("blackboard", "bbcollab.com bbcollab.cloud", r"/(?:guest|launch|invite|collab/ui/session/(?:join|guest))/\w"),
    ("bluejeans", "bluejeans.com", r"/(?:a2m/(?:live-event/)?\w|meet/\w|\d{3})"),
    ("cal", "cal.com", r"/video/\w"),
    ("chime", "chime.aws", r"/(?:meetings/)?\d{4}"),
    ("daily", "daily.co", ROOM),
    ("dialpad", "uberconference.com meetings.dialpad.com", ROOM),
    ("element", "call.element.io call.element.dev", r"/(?:room/)?(?:#/)?\??[\w=&!-]{3}"),
    ("facetime", "facetime.apple.com", r"/join"),
    ("gather", "gather.town", r"/(?:app|i)/\w|/invite\?"),
    ("hubs", "hubs.mozilla.com", r"/\w{7}(?:[/?#]|$)|/link/\d"),
    ("joinme", "join.me", ROOM),
    ("kmeet", "kmeet.infomaniak.com", ROOM),
    ("lark", "vc.larksuite.com vc.feishu.cn meetings.larksuite.com meetings.feishu.cn", r"/[js]/\d"),
    ("lifesize", "call.lifesizecloud.com call.lifesize.com guest.lifesize.com", r"/(?:otm/|call/)?\d"),
    ("livekit", "meet.livekit.io", r"/rooms/\w"),
    ("livemeeting", "livemeeting.com", r"/cc/[\w-]+/(?:join|meet)\b"),
    ("livestorm", "app.livestorm.co app.livestorm.com", r"/[\w-]+/[\w-]+/live\b"),
    ("messenger", "messenger.com workplace.com facebook.com", r"/groupcall/\w"),
    ("messenger", "msngr.com", ROOM),
    ("pexip", "pexip.me", r"/(?:meet|join)/\w"),
    ("proton", "meet.proton.me", r"/(?:[a-z]{2}/)?join/\w"),
    ("ringcentral", "ringcentral.com", r"/(?:join|j|my|w)/\w"),
    ("starleaf", "meet.starleaf.com", ROOM),
    ("teamviewer", "go.teamviewer.com go.blizz.com", r"/(?:join/)?m?\d{6}"),
    ("telemost", "telemost.yandex.ru telemost.yandex.com telemost.360.yandex.ru", r"/j/\d"),
    ("tencent", "meeting.tencent.com voovmeeting.com", r"/(?:dm|p|s|w)/\w"),
    ("visio", "visio.numerique.gouv.fr", r"/[a-z]{3}-[a-z]{4}-[a-z]{3}(?![\w-])"),
    ("vonage", "meetings.vonage.com", r"/(?:\d{6}|\?room_token=)"),
    ("vowel", "vowel.com", r"/(?:#/)?g/\w"),
    ("whatsapp", "call.whatsapp.com", r"/video/\w"),
    ("zoho", "meet.zoho.com meet.zoho.eu meet.zoho.in", ROOM),
    ("zoho", "meeting.zoho.com meeting.zoho.eu meeting.zoho.in", r"/(?:meeting/)?(?:login/)?join\b"),
)

TELLING: Final = (
    # platform, the host's first label or labels, path: what tells a self-hosted service by its form alone
    ("bigbluebutton", r"", r"/(?:gl/)?b/\w{3}-\w{3}-\w{3}(?:-\w{3})?(?![\w-])"),
    ("bigbluebutton", r"", r"/rooms/\w{3}-\w{3}-\w{3}(?:-\w{3})?(?![\w-])"),
    ("bigbluebutton", r"", r"/bigbluebutton/\w|(?:/[\w-]+)?/mod/bigbluebuttonbn/view\.php\?"),
    ("opentalk", r"(?:meet\.)?opentalk\b", r"/room/[0-9a-f]{8}-"),
    ("pexip", r"", r"/webapp\d?/(?:(?:#/)?conference/\w|m/\w|(?:#/)?(?:home)?/?\?(?:[^#]{0,200}&)?conference=)"),
    ("nextcloud", r"", r"/index\.php/call/[a-z0-9]{4,30}(?![\w-])"),
    ("nextcloud", r"", r"/call/(?=[a-z]*\d)[a-z0-9]{8}(?![\w-])"),
    ("jitsi", r"(?:meet-?)?jitsi[\w-]*\.[\w-]+\.", ROOM),
    # the address of a meeting on a Skype for Business server ends in the meeting's eight-character key
    ("skype", r"(?:meet|join|lync|skype|sfb)\.", r"(?:/[\w.-]+){0,2}/[\w.%-]+/(?-i:[A-Z0-9]{8})(?:[?#]|/?$)"),
)

WRAPPERS: Final = (
    # kind, domains, path and query: the one group holds the link it leads to
    (
        "safelinks",
        "safelinks.protection.outlook.com safelinks.protection.office365.us",
        r"/[^?]*\?(?:.*?&)?url=([^&]+)",
    ),
    ("safelinks", "statics.teams.cdn.office.net", r"/evergreen-assets/safelinks/[^?]*\?(?:.*?&)?url=([^&]+)"),
    (
        "google",
        "google.com google.nl google.de google.fr google.be google.at google.ch google.co.uk",
        r"/url\?(?:.*?&)?(?:q|url)=([^&]+)",
    ),
    ("google", "accounts.google.com", r"/(?:AccountChooser|ServiceLogin)\?(?:.*?&)?continue=([^&]+)"),
    ("google", "meet.google.com", r"/linkredirect\?(?:.*?&)?dest=([^&]+)"),
    ("proofpoint", "urldefense.proofpoint.com urldefense.com", r"/v[12]/url\?(?:.*?&)?u=([^&]+)"),
    ("proofpoint", "urldefense.proofpoint.com urldefense.com urldefense.us", r"/v3/__(.+?)(?:__;|$)"),
    ("barracuda", "linkprotect.cudasvc.com", r"/url\?(?:.*?&)?a=([^&]+)"),
    ("cisco", "secure-web.cisco.com", r"/[^/]+/(https?%3A.+)"),
    ("other", "clicktime.symantec.com protect2.fireeye.com link.edgepilot.com", r"/[^?]*\?(?:.*?&)?u=([^&]+)"),
    ("other", "l.facebook.com l.messenger.com l.instagram.com", r"/(?:l\.php)?\?(?:.*?&)?u=([^&]+)"),
    ("other", "slack-redir.net linkedin.com", r"/(?:link|redir/redirect|safety/go)\?(?:.*?&)?url=([^&]+)"),
)

NO_CONFERENCE: Final = (
    # pages that stand beside a join link in invitations: numbers to dial, help, settings, registration, recordings
    ("", "tel.meet dialin.teams.microsoft.com dialin.lync.com mysettings.lync.com stream.meet.google.com", r"/"),
    (
        "",
        "support.google.com support.microsoft.com support.zoom.us support.zoom.com support.goto.com help.webex.com",
        r"/",
    ),
    ("", "events.teams.microsoft.com applications.zoom.us", r"/"),
    ("", "aka.ms", r"/JoinTeamsMeeting"),
    ("", "zoom.us zoom.com zoomgov.com zoom.com.cn zoom-x.de", r"/(?:u|rec|download|zoomconference|webinar|meeting)\b"),
    (
        "",
        "teams.microsoft.com teams.live.com",
        r"/(?:meetingOptions|downloads?|registration|l/(?:chat|channel|team|message))",
    ),
    (
        "",
        "webex.com",
        r"/(?:recordingservice/|(?:[\w.-]+/)?(?:lsr|ldr|globalcallin)\.php|webappng/sites/.{1,99}/register)",
    ),
    ("", "gotowebinar.com", r"/(?:register|rt)/"),
    ("", "call.whatsapp.com", r"/voice/"),
)

APP_SCHEMES: Final = (
    # links that open a program instead of a page
    ("teams", r"msteams:(?://[\w.-]+)?/(?:l/meetup-join|meet)/\w"),
    ("zoom", r"zoom(?:mtg|us)://[\w.-]+/(?:join|start)\?(?:[^#]{0,200}&)?confno=\d"),
    ("skype", r"skype:[^?]{1,200}\?(?:[^#]{0,200}&)?call\b"),
    ("facetime", r"facetime://\S"),
)

NOT_OWN_SERVICE: Final = words(
    "github gitlab bitbucket codeberg docker npmjs twitter x youtube facebook linkedin instagram reddit wikipedia "
    "wikimedia stackoverflow medium"
)
"""Sites on which a path may name a platform without leading into it."""

ASIDE_LABELS: Final = words(
    "about api blog community developer developers docs faq forum git help info knowledge learn marketplace news "
    "status support"
)
"""Subdomains that hold pages about a platform, where any path would look like a room."""

NAMES: Final = (
    # platform, names that may be a whole place; after | names that need a word such as "via" or "online" beside them
    ("teams", "microsoft teams, ms teams, msteams, teams"),
    ("meet", "google meet, googlemeet, google hangouts, google hangout, hangouts | meet"),
    ("zoom", "zoom"),
    ("webex", "cisco webex, webex, webex meetings"),
    ("jitsi", "jitsi meet, jitsi"),
    ("whereby", "whereby"),
    ("bigbluebutton", "bigbluebutton, big blue button, bbb"),
    ("goto", "gotomeeting, goto meeting, gotowebinar, goto webinar, gototraining, goto training"),
    ("skype", "skype for business, skype voor bedrijven, skype, lync"),
    ("slack", "slack huddle"),
    ("discord", "discord"),
    ("adobe", "adobe connect"),
    ("bluejeans", "bluejeans"),
    ("chime", "amazon chime"),
    ("element", "element call"),
    ("facetime", "facetime"),
    ("gather", "gather town, gathertown"),
    ("kmeet", "kmeet"),
    ("lark", "feishu, lark"),
    ("lifesize", "lifesize"),
    ("nextcloud", "nextcloud talk"),
    ("pexip", "pexip"),
    ("ringcentral", "ringcentral, ringcentral video"),
    ("starleaf", "starleaf"),
    ("teamviewer", "teamviewer meeting"),
    ("zoho", "zoho meeting"),
)

MEETING_WORDS: Final = words(
    "meeting meetings vergadering overleg besprechung réunion reunion reunión riunione reunião møde möte møte call "
    "calls videocall videogesprek gesprek gespräch appel video videobellen conference conferentie konferenz "
    "videoconference videoconferentie videokonferenz visioconférence visio webinar sessie session"
)
"""Words for a meeting; glued to a name they may make one word ("Teamsvergadering")."""

ONLINE_WORDS: Final = words("online virtual virtueel virtuell virtuel virtuelle remote digitaal via")
PLACE_FILLERS: Final = (
    MEETING_WORDS
    | ONLINE_WORDS
    | words(
        "a an au avec beschreibung beschrijving beneden by d das de dem der deelnemen den description details di die "
        "digital digitale een einladung en folgt follows här here hier id invitation invite join l la le lien lieu "
        "link links locatie location met mit nur om on only onder op ort over passcode par per see siehe sur "
        "teilnehmen the through uitnodiging uit über unten us using volgt voir with zie"
    )
)
"""Words that may stand beside the name of a platform in a place that is nothing but that platform."""
