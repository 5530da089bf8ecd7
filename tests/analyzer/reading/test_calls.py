"""Which links and places are the way into a call, and which only look like one."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pytest
from effort import assert_in_proportion
from hypothesis import given
from hypothesis import strategies as st

from analyzer.reading.call_platforms import call_platforms
from analyzer.reading.calls import find_call, platform_of, platform_of_conference

TEAMS = "https://teams.microsoft.com/l/meetup-join/19%3ameeting_NmQ5%40thread.v2/0?context=%7b%22Tid%22%3a%22a1%22%7d"
ZOOM = "https://us02web.zoom.us/j/91234567890?pwd=YWJj"
MEET = "https://meet.google.com/abc-defg-hij"

JOIN_LINKS = [
    (TEAMS, "teams"),
    ("https://teams.microsoft.com/l/meetup-join/19:meeting_NmQ5@thread.tacv2/1655?context={}", "teams"),
    ("https://teams.microsoft.com/meet/31234567890123?p=aBcDeF", "teams"),
    ("https://teams.live.com/meet/9312345678901?p=x", "teams"),
    ("https://teams.cloud.microsoft/l/meetup-join/19%3ameeting_x%40thread.v2/0", "teams"),
    ("https://gov.teams.microsoft.us/l/meetup-join/19%3agcch%3ameeting_x/0", "teams"),
    ("https://dod.teams.microsoft.us/l/meetup-join/19%3adod%3ameeting_x/0", "teams"),
    ("https://teams.microsoftonline.cn/l/meetup-join/19%3ameeting_x/0", "teams"),
    ("https://teams.microsoft.com/_#/l/meetup-join/19:meeting_x@thread.v2/0", "teams"),
    ("https://teams.microsoft.com/v2/?meetingjoin=true#/l/meetup-join/19:meeting_x@thread.v2/0", "teams"),
    ("https://teams.microsoft.com/dl/launcher/launcher.html?url=%2F_%23%2Fl%2Fmeetup-join%2F19%3Ameeting_x", "teams"),
    ("https://TEAMS.Microsoft.com/L/Meetup-Join/19%3ameeting_x", "teams"),
    ("msteams:/l/meetup-join/19:meeting_x@thread.v2/0", "teams"),
    (MEET, "meet"),
    ("http://meet.google.com/abc-defg-hij?authuser=1&hs=122", "meet"),
    ("https://meet.google.com/lookup/team-standup", "meet"),
    ("https://meet.google.com/_meet/abc-defg-hij", "meet"),
    ("https://g.co/meet/standup", "meet"),
    ("https://hangouts.google.com/call/AbCdEf", "meet"),
    ("https://plus.google.com/hangouts/_/example.org/standup", "meet"),
    ("https://hangouts.google.com/hangouts/_/event/abc", "meet"),
    (ZOOM, "zoom"),
    ("https://zoom.us/j/1", "zoom"),
    ("https://zoom.us/my/anna.devries", "zoom"),
    ("https://example-org.zoom.us/w/91234567890?tk=x", "zoom"),
    ("https://zoom.us/s/91234567890?zak=x", "zoom"),
    ("https://zoom.us/wc/join/91234567890", "zoom"),
    ("https://app.zoom.us/wc/91234567890/join", "zoom"),
    ("https://zoom.us/join?confno=91234567890", "zoom"),
    ("https://www.zoomgov.com/j/1612345678", "zoom"),
    ("https://example.zoom.com/j/91234567890", "zoom"),
    ("https://example.zoom-x.de/j/61234567890", "zoom"),
    ("https://zoom.com.cn/j/91234567890", "zoom"),
    ("zoommtg://zoom.us/join?confno=91234567890&pwd=x", "zoom"),
    ("https://example.webex.com/example/j.php?MTID=m0123456789abcdef", "webex"),
    ("https://example.webex.com/meet/pr1234567890", "webex"),
    ("https://example.my.webex.com/join/anna", "webex"),
    ("https://example.webex.com/wbxmjs/joinservice/sites/example/meeting/download/abc", "webex"),
    ("https://example.webex.com/webappng/sites/example/meeting/info/abc", "webex"),
    ("https://example.webex.com/example/e.php?MTID=m0123", "webex"),
    ("https://example.webex.com/example/k2/j.php?MTID=t0123", "webex"),
    ("https://example.webex.com/example/m.php?AT=JM&MK=123456789", "webex"),
    ("https://meet.jit.si/ExampleRoom", "jitsi"),
    ("https://meet.jit.si/moderated/abc", "jitsi"),
    ("https://jitsi.example.org/team-a", "jitsi"),
    ("https://jitsi-meet.example.org/team-a", "jitsi"),
    ("https://meet.ffmuc.net/room#config.startWithAudioMuted=true", "jitsi"),
    ("https://meet.element.io/room", "jitsi"),
    ("https://8x8.vc/vpaas-magic-cookie-1/room", "8x8"),
    ("https://8x8.vc/example/anna", "8x8"),
    ("https://whereby.com/example-team", "whereby"),
    ("https://example.whereby.com/standup1234", "whereby"),
    ("https://appear.in/example-team", "whereby"),
    ("https://bbb.example.org/b/ann-xyz-1ab", "bigbluebutton"),
    ("https://video.example.edu/b/ann-xyz-1ab-2cd", "bigbluebutton"),
    ("https://bbb.example.org/rooms/abc-def-ghi-jkl/join", "bigbluebutton"),
    ("https://conf.example.edu/bigbluebutton/api/join?meetingID=x", "bigbluebutton"),
    ("https://conf.example.edu/bigbluebutton/room-1", "bigbluebutton"),
    ("https://moodle.example.edu/mod/bigbluebuttonbn/view.php?id=12", "bigbluebutton"),
    ("https://global.gotomeeting.com/join/123456789", "goto"),
    ("https://www3.gotomeeting.com/join/123456789", "goto"),
    ("https://www.gotomeet.me/AnnaDeVries", "goto"),
    ("https://gotomeet.me/AnnaDeVries", "goto"),
    ("https://meet.goto.com/123456789", "goto"),
    ("https://app.goto.com/meeting/123456789", "goto"),
    ("https://app.gotomeeting.com/?meetingId=123456789", "goto"),
    ("https://attendee.gotowebinar.com/join/1234567890", "goto"),
    ("https://join.skype.com/AbCdEfGhIjKl", "skype"),
    ("https://meet.lync.com/example/anna/AB12CD34", "skype"),
    ("https://meet.example.ac.uk/anna.b/EIRB4ZLK", "skype"),
    ("skype:live:anna?call&video=true", "skype"),
    ("https://app.slack.com/huddle/T0123/C0123", "slack"),
    ("https://example.slack.com/huddle/T0123/C0123", "slack"),
    ("https://discord.gg/AbCdEf", "discord"),
    ("https://discord.com/channels/123456789/987654321", "discord"),
    ("https://chime.aws/1234567890", "chime"),
    ("https://app.chime.aws/meetings/1234567890", "chime"),
    ("https://v.ringcentral.com/join/123456789", "ringcentral"),
    ("https://meetings.ringcentral.com/j/1234567890", "ringcentral"),
    ("https://meet.starleaf.com/4123456789/app", "starleaf"),
    ("https://meet.example.org/webapp/conference/anna", "pexip"),
    ("https://video.example.org/webapp/#/?conference=anna@example.org", "pexip"),
    ("https://video.example.org/webapp3/m/anna", "pexip"),
    ("https://pexip.me/meet/anna", "pexip"),
    ("https://bluejeans.com/123456789/1234", "bluejeans"),
    ("https://www.uberconference.com/ExampleTeam", "dialpad"),
    ("https://meetings.dialpad.com/room/example", "dialpad"),
    ("https://hubs.mozilla.com/AbCdEf1/example-room", "hubs"),
    ("https://app.gather.town/app/AbCdEf/Office", "gather"),
    ("https://meet.around.co/r/example", "around"),
    ("https://app.livestorm.co/example/weekly-demo/live?s=abc", "livestorm"),
    ("https://kmeet.infomaniak.com/abcdefgh", "kmeet"),
    ("https://cloud.example.org/call/efi83r28", "nextcloud"),
    ("https://example.org/index.php/call/abcd", "nextcloud"),
    ("https://call.element.io/room/#/standup", "element"),
    ("https://facetime.apple.com/join#v=1&p=abc", "facetime"),
    ("https://vc.larksuite.com/j/123456789", "lark"),
    ("https://meeting.tencent.com/dm/AbCd1234", "tencent"),
    ("https://meet.proton.me/join/id-ABCDEF#pwd-x", "proton"),
    ("https://calendly.com/events/0a1b2c3d-0a1b/google_meet", "meet"),
]

NOT_JOIN_LINKS = [
    "",
    "https://",
    "https://zoom.us",
    "https://zoom.us/",
    "https://zoom.us/u/abCdEf12",
    "https://zoom.us/rec/share/abc",
    "https://zoom.us/rec/play/abc",
    "https://zoom.us/webinar/register/WN_abc",
    "https://zoom.us/webinar/register/91234567890/WN_abc",
    "https://us02web.zoom.us/meeting/register/tZabc",
    "https://zoom.us/meeting/tJYtc-ivrj/ics?icsToken=98ty",
    "https://zoom.us/download",
    "https://zoom.us/zoomconference?m=abc",
    "https://zoom.us/j/",
    "https://zoom.us/join",
    "https://zoom.us/pricing",
    "https://support.zoom.us/hc/en-us/articles/201362613",
    "https://applications.zoom.us/addon/invitation/detail?meetingUuid=abc",
    "https://zoom.us.evil.example/j/91234567890",
    "https://notzoom.us/j/91234567890",
    "https://zoom.us@evil.example/j/91234567890",
    "https://evil.example/zoom.us/j/91234567890",
    "https://evil.example/?u=https://zoom.us/j/91234567890",
    "https://evil.example/?url=https%3A%2F%2Fzoom.us%2Fj%2F91234567890",
    "https://evil.example/#https://zoom.us/j/91234567890",
    "https://safelinks.protection.outlook.com.evil.example/?url=https%3A%2F%2Fzoom.us%2Fj%2F1",
    "https://web.archive.org/web/2021/https://zoom.us/j/91234567890",
    "https://teams.microsoft.com/",
    "https://teams.microsoft.com/meetingOptions/?organizerId=1&language=nl-NL",
    "https://teams.microsoft.com/l/channel/19%3aabc%40thread.tacv2/General",
    "https://teams.microsoft.com/l/chat/0/0?users=anna@example.org",
    "https://teams.microsoft.com/l/team/19%3aabc/conversations",
    "https://teams.microsoft.com/l/message/19:abc/1655",
    "https://teams.microsoft.com/l/chat/0/0?message=https://teams.microsoft.com/l/meetup-join/19",
    "https://teams.microsoft.com/l/meeting/new?subject=x",
    "https://teams.microsoft.com/downloads",
    "https://dialin.teams.microsoft.com/1f9a0550?id=291633251",
    "https://events.teams.microsoft.com/event/0a1b@2c3d",
    "https://support.microsoft.com/office/join-a-meeting-in-teams",
    "https://www.microsoft.com/microsoft-teams/join-a-meeting",
    "https://aka.ms/JoinTeamsMeeting",
    "https://aka.ms/JoinTeamsMeeting?omkt=nl-NL",
    "https://aka.ms/example-call-join",
    "https://mysettings.lync.com/pstnconferencing",
    "https://dialin.lync.com/",
    "https://support.google.com/a/users/answer/9282720",
    "https://meet.google.com/",
    "https://meet.google.com/landing",
    "https://meet.google.com/new",
    "https://meet.google.com/abc-defg-hijk-lmn",
    "https://stream.meet.google.com/stream/0a1b2c3d",
    "https://tel.meet/abc-defg-hij?pin=1234567890123",
    "https://hangouts.google.com/group/abc",
    "https://help.webex.com/en-us/article/join",
    "https://example.webex.com/mw3300/mywebex/default.do?siteurl=example&service=1",
    "https://example.webex.com/example/lsr.php?RCID=abc",
    "https://example.webex.com/recordingservice/sites/example/recording/abc",
    "https://example.webex.com/example/globalcallin.php?MTID=abc",
    "https://example.webex.com/webappng/sites/example/webinar/register/abc",
    "https://www.webex.com/test-meeting.html",
    "https://meet.jit.si/",
    "https://meet.jit.si/static/dialInInfo.html?room=ExampleRoom",
    "https://jitsi.org/blog",
    "https://community.jitsi.org/t/room/1",
    "https://whereby.com/",
    "https://whereby.com/information/pricing/",
    "https://help.whereby.com/article",
    "https://github.com/bigbluebutton/bigbluebutton",
    "https://docs.bigbluebutton.org/bigbluebutton/guide",
    "https://example.org/b/about-us",
    "https://attendee.gotowebinar.com/register/1234567890",
    "https://support.goto.com/meeting/help",
    "https://link.gotomeeting.com/system-check",
    "https://app.slack.com/client/T0123/C0123",
    "https://example.slack.com/archives/C0123",
    "https://discord.com/",
    "https://discord.com/channels/1/2/3",
    "https://discord.com/developers/docs",
    "https://chime.aws/dialinnumbers/",
    "https://bluejeans.com/numbers",
    "https://www.youtube.com/watch?v=abc",
    "https://example.org/call/us",
    "https://example.org/call/register",
    "https://meet.example.org/team",
    "https://app.livestorm.co/p/0a1b2c3d",
    "https://call.whatsapp.com/voice/abc",
    "tel:+31201234567",
    "mailto:anna@example.org",
    "sip:anna@example.org",
    "skype:anna?chat",
    "file:///zoom.us/j/1",
    "not a link",
]

SAFE = "https://nam02.safelinks.protection.outlook.com/?url="
WRAPPED_LINKS = [
    (SAFE + quote(ZOOM, safe="") + "&data=05%7C01&sdata=x&reserved=0", "zoom"),
    (SAFE + quote(TEAMS, safe="") + "&data=05", "teams"),
    (SAFE + quote(quote(ZOOM, safe=""), safe=""), "zoom"),
    (SAFE.upper().replace("URL=", "url=") + quote(ZOOM, safe=""), "zoom"),
    ("https://eur01.safelinks.protection.outlook.com/ap/t-59584e83/?data=05&url=" + quote(MEET, safe=""), "meet"),
    (SAFE + quote("https://www.google.com/url?q=" + quote(ZOOM, safe=""), safe=""), "zoom"),
    (SAFE + ZOOM, "zoom"),
    (SAFE.replace("&", "&amp;") + quote(ZOOM, safe="") + "&amp;data=05", "zoom"),
    ("https://www.google.com/url?q=https://zoom.us/j/949?pwd%3Dabc&amp;sa=D&amp;source=calendar", "zoom"),
    ("https://www.google.com/url?q=" + quote(TEAMS, safe="") + "&sa=D", "teams"),
    ("https://www.google.nl/url?sa=t&url=" + quote(MEET, safe=""), "meet"),
    ("https://statics.teams.cdn.office.net/evergreen-assets/safelinks/1/atp-safelinks.html?url=" + quote(ZOOM), "zoom"),
    ("https://urldefense.proofpoint.com/v2/url?u=https-3A__zoom.us_j_91234567890-3Fpwd-3Dabc&d=DwMF", "zoom"),
    ("https://urldefense.com/v3/__https://us02web.zoom.us/j/91234567890?pwd=abc__;!!AbC!xyz$", "zoom"),
    ("https://linkprotect.cudasvc.com/url?a=https%3a%2f%2fzoom.us%2fj%2f91234567890&c=E", "zoom"),
    ("https://secure-web.cisco.com/1AbC/https%3A%2F%2Fexample.webex.com%2Fmeet%2Fanna", "webex"),
    ("https://accounts.google.com/AccountChooser?continue=" + quote(MEET, safe=""), "meet"),
    ("https://l.facebook.com/l.php?u=" + quote(ZOOM, safe="") + "&h=AT0", "zoom"),
]

WRAPPED_NOT_JOIN = [
    SAFE,
    SAFE + "x",
    SAFE + quote("https://zoom.us/u/abc", safe=""),
    SAFE + quote("https://zoom.us/rec/share/abc", safe=""),
    SAFE + quote("https://docs.example.org/?next=" + ZOOM, safe=""),
    "https://www.google.com/url?sa=D&source=calendar",
    "https://www.google.com/search?q=https://zoom.us/j/91234567890",
    "https://www.google.com/maps?url=https://zoom.us/j/91234567890",
    "https://google.com.evil.example/url?q=https://zoom.us/j/91234567890",
    "https://maps.google.com/url/extra?q=https://zoom.us/j/1",
    SAFE * 50 + "https",
]


@pytest.mark.parametrize(("link", "platform"), JOIN_LINKS)
def test_platform_of_knows_a_join_link(link: str, platform: str) -> None:
    assert platform_of(link) == platform
    assert platform_of_conference(link) == platform


@pytest.mark.parametrize("link", NOT_JOIN_LINKS)
def test_platform_of_refuses_what_is_no_join_link(link: str) -> None:
    assert platform_of(link) == ""
    assert find_call(link, link, f"More on {link} and elsewhere.") == ""


@pytest.mark.parametrize(("link", "platform"), WRAPPED_LINKS)
def test_platform_of_looks_behind_known_wrappers(link: str, platform: str) -> None:
    assert platform_of(link) == platform
    assert find_call("", "", f'Join: <a href="{link}">here</a>') == platform


@pytest.mark.parametrize("link", WRAPPED_NOT_JOIN)
def test_platform_of_wrapper_opens_no_other_link(link: str) -> None:
    assert platform_of(link) == ""
    assert find_call("", link, link) == ""


@pytest.mark.parametrize(("link", "platform"), JOIN_LINKS)
def test_find_call_finds_a_join_link_in_each_field(link: str, platform: str) -> None:
    if not link.startswith("skype:"):  # in running text "skype:name" is an address, no link
        assert find_call("", "", f"Agenda\n1. Opening\n\nJoin here: {link}.\n\nSee you there") == platform
        assert find_call("", "", f"<p>Agenda</p><a href='{link}'>Join</a>") == platform
        assert find_call(f"Room 3.12; {link}", "", "") == platform
    assert find_call("", link, "") == platform


def test_platform_of_takes_a_link_as_it_was_pasted() -> None:
    for pasted in (f" {ZOOM} ", f"<{ZOOM}>", f'"{ZOOM}"', f"{ZOOM}.", f"{ZOOM},\n", ZOOM.removeprefix("https://")):
        assert platform_of(pasted) == "zoom"


CONFERENCES = [
    ("https://conference.example.org/room/7", "other"),
    ("https://chat.example.com/audio?id=123456", "other"),
    ("http://custom-conf.example", "other"),
    ("HTTPS://Conf.Example.org:8443/x", "other"),
    ("https://meet.example.org/team", "other"),
    ("https://aka.ms/example-call-join", "other"),
    ("https://teams.microsoft.com/convene/townhall?eventId=1", "teams"),
    ("https://example.webex.com/webappng/new-form/1", "webex"),
    (SAFE + quote("https://conference.example.org/room/7", safe=""), "other"),
    ("", ""),
    ("tel:+1-412-555-0123,,,654321", ""),
    ("sip:anna@example.org", ""),
    ("sips:anna@example.org", ""),
    ("mailto:anna@example.org", ""),
    ("xmpp:chat-123@conference.example.com", ""),
    ("irc://irc.example.org/room", ""),
    ("ftp://conference.example.org/x", ""),
    ("https://", ""),
    ("https:///room", ""),
    ("https://localhost/room", ""),
    ("https://tel.meet/abc-defg-hij?pin=123", ""),
    ("https://dialin.teams.microsoft.com/1f9a?id=2", ""),
    ("https://support.google.com/a/users/answer/9282720", ""),
    ("https://zoom.us/u/abc", ""),
    ("https://zoom.us/webinar/register/WN_abc", ""),
    ("https://aka.ms/JoinTeamsMeeting?omkt=nl-NL", ""),
    ("https://zoom.us/", ""),
    (SAFE + quote("tel:+31201234567", safe=""), ""),
    ("conference room 3", ""),
    ("room.example", ""),
]


@pytest.mark.parametrize(("link", "platform"), CONFERENCES)
def test_platform_of_conference_trusts_the_source_but_not_a_phone(link: str, platform: str) -> None:
    assert platform_of_conference(link) == platform


LOCATIONS = [
    ("Microsoft Teams Meeting", "teams"),
    ("Microsoft Teams meeting", "teams"),
    ("Microsoft Teams-vergadering", "teams"),
    ("Microsoft Teams-Besprechung", "teams"),
    ("Riunione di Microsoft Teams", "teams"),
    ("Microsoft Teams-möte", "teams"),
    ("Microsoft Teams-møde", "teams"),
    ("Microsoft Teams-møte", "teams"),
    ("Spotkanie w aplikacji Microsoft Teams", "teams"),
    ("Schůzka v aplikaci Microsoft Teams", "teams"),
    ("Microsoft Teams-kokous", "teams"),
    ("Microsoft Teams Toplantısı", "teams"),
    ("Reunião do Microsoft Teams", "teams"),
    ("Reunió del Microsoft Teams", "teams"),
    ("Întâlnire Microsoft Teams", "teams"),
    ("Microsoft Teams-értekezlet", "teams"),
    ("Собрание Microsoft Teams", "teams"),
    ("Нарада Microsoft Teams", "teams"),
    ("Microsoft Teams 会議", "teams"),
    ("Microsoft Teams会议", "teams"),
    ("Microsoft Teams 모임", "teams"),
    ("การประชุม Microsoft Teams", "teams"),
    ("اجتماع Microsoft Teams", "teams"),
    ("Σύσκεψη στο Microsoft Teams", "teams"),
    ("Cuộc họp Microsoft Teams", "teams"),
    ("Sastanak u aplikaciji Microsoft Teams", "teams"),
    ("Microsoft Teams-vergadering; Kamer 2.14", "teams"),
    ("Réunion Microsoft Teams", "teams"),
    ("Re\u0301union Microsoft Teams", "teams"),
    ("Reunión de Microsoft Teams", "teams"),
    ("MS Teams", "teams"),
    ("Teams", "teams"),
    ("TEAMS", "teams"),
    ("via Teams", "teams"),
    ("Online via Teams", "teams"),
    ("Online (Teams)", "teams"),
    ("Teams-overleg", "teams"),
    ("Teamsvergadering", "teams"),
    ("Microsoft Teams Meeting; Vergaderruimte 3.12", "teams"),
    ("Kamer 2.14 / Teams", "teams"),
    ("Utrecht of Teams", "teams"),
    ("Vergaderruimte 3 (en via Teams)", "teams"),
    ("Teams (link in uitnodiging)", "teams"),
    ("Zoom", "zoom"),
    ("zoom call", "zoom"),
    ("Zoom Meeting", "zoom"),
    ("Zoom: 912 3456 7890", "zoom"),
    ("Zoom (see description)", "zoom"),
    ("par Zoom", "zoom"),
    ("Google Meet", "meet"),
    ("Join us via Google Meet.", "meet"),
    ("Google Hangouts", "meet"),
    ("Online via Meet", "meet"),
    ("Webex", "webex"),
    ("Cisco Webex Meeting", "webex"),
    ("Skype", "skype"),
    ("Skype-vergadering", "skype"),
    ("Skype Meeting", "skype"),
    ("Skype-Besprechung", "skype"),
    ("Réunion Skype", "skype"),
    ("Skype for Business", "skype"),
    ("Jitsi", "jitsi"),
    ("Jitsi Meet", "jitsi"),
    ("Whereby", "whereby"),
    ("BigBlueButton", "bigbluebutton"),
    ("GoToMeeting", "goto"),
    ("GoToTraining", "goto"),
    ("Slack huddle", "slack"),
    ("Discord", "discord"),
    ("FaceTime", "facetime"),
    ("📹 Teams", "teams"),
]

PLACES = [
    "",
    "Online",
    "online",
    "Virtual",
    "Conference Call",
    "Telefonkonferenz",
    "Meet",
    "Meeting room",
    "Meeting Room Zoom",
    "Café Zoom",
    "Zoom 3",
    "ZOOM3",
    "Zoomweg 12",
    "Scrum Teams",
    "Alle teams",
    "Teams room 4",
    "Room Teams",
    "Microsoft Teams Room 4",
    "Microsoft Teams Rooms",
    "Microsoft Teams ruimte",
    "Zaal Microsoft Teams",
    "Microsoft Teams 3.12",
    "Microsoft Teams training",
    "Geen Microsoft Teams",
    "Kein Microsoft Teams",
    "Not on Microsoft Teams",
    "Please do not use the Microsoft Teams link below",
    "Microsoft Teamsters",
    "In teams of four",
    "Team",
    "Teamkamer",
    "Slack",
    "Slack channel #standup",
    "Signal Hill",
    "Discord Street 5",
    "irc: #teams",
    "Hub Zoetermeer",
    "Microsoft, Schiphol",
    "Google Amsterdam",
    "Building 32, Microsoft, Seattle",
    "Skypebar",
    "Around the corner",
    "Conference Room A",
    "Meet at reception",
    "https://example.org/zoom",
]


@pytest.mark.parametrize(("location", "platform"), LOCATIONS)
def test_find_call_takes_a_location_that_is_a_platform(location: str, platform: str) -> None:
    assert find_call(location, "", "") == platform


@pytest.mark.parametrize("location", PLACES)
def test_find_call_takes_no_other_place_for_a_platform(location: str) -> None:
    assert find_call(location, "", "") == ""


def test_find_call_reads_names_in_the_location_only() -> None:
    assert find_call("", "", "Microsoft Teams Meeting") == ""
    assert find_call("", "Zoom", "Zoom") == ""


def test_find_call_first_field_wins_and_first_link_within_it() -> None:
    assert find_call(ZOOM, TEAMS, MEET) == "zoom"
    assert find_call("Room 3", TEAMS, MEET) == "teams"
    assert find_call("Microsoft Teams Meeting", "", ZOOM) == "teams"
    assert find_call("", "https://example.org", f"{MEET} or {ZOOM}") == "meet"
    assert find_call(f"Teams {ZOOM}", "", "") == "zoom"


ZOOM_INVITATION = """Anna de Vries is inviting you to a scheduled Zoom meeting.

Topic: Weekly
Join Zoom Meeting
{join}

Meeting ID: 912 3456 7890
Passcode: 123456

---

One tap mobile
+31201234567,,91234567890#,,,,*123456# Netherlands

Find your local number: https://us02web.zoom.us/u/kbAbCdEf
Recording of last time: https://us02web.zoom.us/rec/share/abc
"""

TEAMS_INVITATION = """________________________________________________________________________________
Microsoft Teams Need help?<https://aka.ms/JoinTeamsMeeting?omkt=en-US>
{join}
Meeting ID: 312 345 678 901 Passcode: aB3dE6
________________________________
Dial in by phone
+31 20 123 4567,,123456789#<tel:+31201234567,,123456789#> Netherlands
Find a local number<https://dialin.teams.microsoft.com/1f9a?id=2>
For organizers: Meeting options<https://teams.microsoft.com/meetingOptions/?organizerId=1> | Reset dial-in PIN<https://dialin.teams.microsoft.com/usp/pstnconferencing>
"""

MEET_INVITATION = """-::~:~::~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~::~:~::-
{join}
Or dial: (NL) +31 20 123 4567 PIN: 123456789#
More phone numbers: https://tel.meet/abc-defg-hij?pin=123&hs=7

Learn more about Meet at: https://support.google.com/a/users/answer/9282720

Please do not edit this section.
-::~:~::~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~::~:~::-"""


@pytest.mark.parametrize(
    ("invitation", "join", "platform"),
    [
        (ZOOM_INVITATION, ZOOM, "zoom"),
        (TEAMS_INVITATION, f"Join the meeting now<{TEAMS}>", "teams"),
        (MEET_INVITATION, f"Join with Google Meet: {MEET}", "meet"),
    ],
)
def test_find_call_pasted_invitation_counts_by_its_join_link_alone(invitation: str, join: str, platform: str) -> None:
    assert find_call("", "", invitation.format(join=join)) == platform
    assert find_call("", "", invitation.format(join="")) == ""


TEXTS = [
    (f"Join Zoom Meeting{ZOOM}", "zoom"),
    (f"({ZOOM})", "zoom"),
    (f"[{ZOOM}]({ZOOM})", "zoom"),
    (f"[Join]({ZOOM})", "zoom"),
    (f"**{ZOOM}**", "zoom"),
    (f"<{ZOOM}>", "zoom"),
    (f"«{ZOOM}»", "zoom"),
    (f"Zoom:{ZOOM};code 12", "zoom"),
    ("https://zoom.us/j/91234567890.", "zoom"),
    ("https://zoom.us/j/91234567890, see you", "zoom"),
    ("HTTPS://ZOOM.US/J/91234567890", "zoom"),
    ("zoom.us/j/91234567890", "zoom"),
    ("Dial in at meet.google.com/abc-defg-hij (or phone)", "meet"),
    ("link: teams.microsoft.com/l/meetup-join/19%3ameeting_x", "teams"),
    ("https://meet.google.com/abc-defg-hij.", "meet"),
    ("https://meet.google.com/abc-defg-hij\n and bring coffee", "meet"),
    ("https://zoom.us\n /j/91234567890", "zoom"),
    ("https://teams.microsoft.com/l/meet\r\n up-join/19%3ameeting_x", "teams"),
    ("https://zoom.us/=\r\nj/91234567890", "zoom"),
    ("https://zoom\u200b.us/j/91234567890", "zoom"),
    ("&lt;https://zoom.us/j/91234567890&gt;", "zoom"),
    ("https:&#x2F;&#x2F;zoom.us&#x2F;j&#x2F;91234567890", "zoom"),
    ("https&#58;//zoom.us/j/91234567890", "zoom"),
    ("&quot;https://meet.jit.si/Room&quot;", "jitsi"),
    ("https://meet.google.com/abc-defg-hij&nbsp;now", "meet"),
    ("https%3A%2F%2Fzoom.us%2Fj%2F91234567890", "zoom"),
    ("<a href=https://zoom.us/j/91234567890>join</a>", "zoom"),
    ("https://zoom.us/j/91234567890\\nMeeting ID: 912", "zoom"),
    ("https://zoom.us/j/91234567890Meeting ID: 912", "zoom"),
    ("https://meet.google.com/abc-defg-hijPasscode", "meet"),
    ("https://example.org/?a=bchttps://zoom.us/j/91234567890", "zoom"),
    ("https://evil.example/?u%3Dhttps://zoom.us/j/91234567890", ""),
    ("https://example.org/agenda,https://zoom.us/j/91234567890", "zoom"),
    ("https://example.org/agendahttps://zoom.us/j/91234567890", "zoom"),
    ("https://meet.google.com/abc-defg-hijhttps://tel.meet/abc-defg-hij", "meet"),
    ("https://zoom.us/j/…", ""),
    ("https://zoom.us/j/ 91234567890", ""),
    ("anna@zoom.us/j/91234567890", ""),
    ("evil.example/?u=https://zoom.us/j/91234567890", ""),
    ("evil.example/https://zoom.us/j/91234567890", ""),
    ("evil.example?a=b&u=https%3A%2F%2Fzoom.us%2Fj%2F91234567890", ""),
    ("notzoom.us/j/91234567890", ""),
    ("my-zoom.us/j/91234567890", ""),
    ("zoom.us.evil.example/j/91234567890", ""),
    ("/zoom.us/j/91234567890", ""),
    ("Skype: live:anna", ""),
    ("Meeting ID: 912 3456 7890", ""),
    ("We compare Zoom, Microsoft Teams and Google Meet.", ""),
]


@pytest.mark.parametrize(("text", "platform"), TEXTS)
def test_find_call_reads_links_as_texts_hold_them(text: str, platform: str) -> None:
    assert find_call("", "", text) == platform


AKA = [
    ("Microsoft Teams Meeting", "Join<https://aka.ms/example-call-join>", "teams"),
    ("", "Microsoft Teams meeting\nClick here to join the meeting<https://aka.ms/example-dev>", "teams"),
    ("", "Microsoft Teams-vergadering\nDeelnemen: https://aka.ms/example-dev", "teams"),
    ("https://aka.ms/ExampleCall-Join", "Hosted on Microsoft Teams.", "teams"),
    ("https://aka.ms/ExampleCall-Join", "Monthly call", ""),
    ("", "Join the call: https://aka.ms/example-call-join", ""),
    ("", "In teams of four. Join the call: https://aka.ms/example-call-join", ""),
    ("", "Microsoft Teams: need help? https://aka.ms/JoinTeamsMeeting", ""),
    ("", "News on Microsoft Teams: https://aka.ms/example/blog", ""),
    ("", "Microsoft Teams call recordings: https://aka.ms/example/recordings", ""),
    ("", f"Microsoft Teams https://aka.ms/example-call-join and {ZOOM}", "zoom"),
]


@pytest.mark.parametrize(("location", "description", "platform"), AKA)
def test_find_call_short_link_needs_the_name_of_its_platform(location: str, description: str, platform: str) -> None:
    assert find_call(location, "", description) == platform


def test_platforms_have_a_display_name_and_cover_all_answers() -> None:
    named = {platform for _, platform in [*JOIN_LINKS, *LOCATIONS, *CONFERENCES]} - {""}
    assert named <= set(call_platforms().names)
    assert "other" in call_platforms().names
    assert all(name and key == key.lower() for key, name in call_platforms().names.items())


LONG = 300_000
HOSTILE = [
    "https://",
    "http://http://",
    "https://zoom.us/",
    "https://a.a.a.a.a.a.a.a.a/",
    "zoom.us/",
    "zoom.us zoom.us/u/ ",
    "a.",
    "-a",
    "=https://a ",
    "?u=https://zoom.us/j/1",
    "https://nam02.safelinks.protection.outlook.com/?url=",
    "https://teams.microsoft.com/dl/launcher/launcher.html?url=/v2/&url=/v2/",
    "&url=/v2/",
    "https%3A%2F%2F",
    "%25",
    "&amp;",
    "&",
    "&#9",
    "9",
    "<",
    "\n ",
    "\u200b",
    "Microsoft Teams ",
    "aka.ms/ https://aka.ms/join ",
    "https://jitsi.example.org/static/",
    "é",
    " ",
    "/",
    "msteams:/",
    "\ud800",
]


@pytest.mark.parametrize("unit", HOSTILE)
def test_find_call_time_is_linear_on_hostile_text(unit: str) -> None:
    text = (unit * (LONG // len(unit) + 1))[:LONG]
    assert find_call("", "", text) in {"", *call_platforms().names}

    def read(part: str) -> None:
        find_call("", "", part)
        for head in ("https://", "https://evil.example/?u=", "evil.example/?u="):
            find_call(part[:1000], part[:200_000], head + part[:200_000])
        platform_of(part)
        platform_of_conference(part)

    assert_in_proportion(read, text)


@given(st.text(), st.text(), st.text())
def test_find_call_never_raises(location: str, url: str, description: str) -> None:
    assert find_call(location, url, description) in {"", *call_platforms().names}
    assert platform_of(url) in {"", *call_platforms().names}
    assert platform_of_conference(location) in {"", *call_platforms().names}


SHARDS = [
    *("https://", "zoom.us", "/j/", "123", "%2F", "%", "&", "&amp;", "#", "?", "url=", "@", ":", "\\", "[", "]", "."),
    *("::1", "é", "：", " ", "\x00", "\ud800", "google.com/url?q=", "safelinks.protection.outlook.com/?url="),
]


@given(st.lists(st.sampled_from(SHARDS), max_size=12).map("".join))
def test_platform_of_never_raises_on_broken_links(link: str) -> None:
    assert platform_of(link) in {"", *call_platforms().names}
    assert platform_of_conference(f"https://{link}") in {"", *call_platforms().names}
    assert find_call(link, link, link) in {"", *call_platforms().names}


@given(st.sampled_from(JOIN_LINKS), st.text(alphabet="abc .,\n;()é", max_size=20))
def test_find_call_does_not_depend_on_the_words_around_a_link(case: tuple[str, str], around: str) -> None:
    link, platform = case
    if not link.startswith("skype:"):
        assert find_call("", "", f"{around} {link} {around}") == platform


CERTAIN = ("zoom.us/j/9", "zoom.us/j/8", "/j.php?MTID=", "/l/meetup-join/19", "meet.jit.si/", "uberconference.com/")


def unfolded_events(path: Path) -> list[str]:
    text = path.read_bytes().replace(b"\r\n", b"\n").replace(b"\n ", b"").decode("utf-8", "replace")
    return [part.partition("END:VEVENT")[0] for part in text.split("BEGIN:VEVENT")[1:]]


def test_find_call_finds_the_links_of_real_calendars(shared_data: Path) -> None:
    events = [
        event for path in (shared_data / "corpus/real_calendars").rglob("*.ics") for event in unfolded_events(path)
    ]
    certain = [event for event in events if any(link in event for link in CERTAIN)]
    assert len(certain) > 200
    assert all(find_call("", "", event) for event in certain)
    conferences = [line.partition(":")[2] for event in events for line in event.split("\n") if "GOOGLE-CONF" in line]
    assert len(conferences) > 200
    assert {platform_of_conference(link) for link in conferences} == {"meet"}


def test_find_call_finds_nothing_in_meetings_held_in_writing(shared_data: Path) -> None:
    folder = shared_data / "corpus/real_calendars/openstack-infra__irc-meetings_derived"
    events = [event for path in folder.glob("*.ics") for event in unfolded_events(path)]
    assert len(events) >= 50
    assert not [event for event in events if find_call("", "", event)]
