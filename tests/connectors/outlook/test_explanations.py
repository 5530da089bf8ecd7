"""What Entra's codes mean: a sentence with a way on for each closed door."""

from __future__ import annotations

from typing import Any

import pytest

from analyzer.text import translator
from connectors.outlook.credentials import has_credential, read_credential
from connectors.outlook.explanations import explain_reply, text_for_it
from connectors.outlook.settings import OutlookSettings
from connectors.refusals import RefusedError

SETTINGS = OutlookSettings(client_id="1111-app")
SECRETIVE = "AADSTS{code}: user 'anna@secret.example' of tenant 'Secret BV'. Trace ID: canary"


def reply(code: int, error: str = "invalid_grant", *, as_list: bool = True) -> dict[str, Any]:
    """A reply as Entra writes it."""
    told: dict[str, Any] = {"error": error, "error_description": SECRETIVE.format(code=code)}
    return told | ({"error_codes": [code]} if as_list else {})


@pytest.mark.parametrize(
    ("code", "words", "hint"),
    [
        (65001, "administrator", "IT desk"),
        (90094, "administrator", "IT desk"),
        (90093, "administrator", "IT desk"),
        (53003, "conditional access", "browser"),
        (7000218, "signing in with a code", "public client flows"),
        (50105, "assigned", "IT desk"),
        (50020, "another organisation", "tenant"),
        (70008, "has ended", "meetlint connect outlook"),
        (700082, "has ended", "meetlint connect outlook"),
        (50173, "has ended", "meetlint connect outlook"),
        (50076, "prove again", "meetlint connect outlook"),
        (50079, "prove again", "meetlint connect outlook"),
        (7000215, "client secret", "new secret"),
        (7000222, "expired", "new secret"),
        (700024, "clock", "date and time"),
        (700016, "does not know this app", "client_id"),
        (50011, "come back", "http://localhost"),
    ],
)
@pytest.mark.parametrize("as_list", [True, False])
def test_code_has_a_sentence_and_a_way_on(code: int, words: str, hint: str, as_list: bool) -> None:
    found = explain_reply(reply(code, as_list=as_list), SETTINGS, account="anna@example.org")
    said, next_thing = found.say(translator("en")), found.say_hint(translator("en"))
    assert words in said
    assert hint in next_thing
    assert f"AADSTS{code}" in said
    assert "Secret" not in said + next_thing
    assert "canary" not in said + next_thing


@pytest.mark.parametrize(
    ("error", "words"),
    [
        ("authorization_pending", "in time"),
        ("expired_token", "in time"),
        ("access_denied", "refused"),
        ("invalid_grant", "has ended"),
        ("invalid_client", "client secret"),
        ("interaction_required", "prove again"),
        ("consent_required", "administrator"),
        ("\x1b[0mnew", "Microsoft refused the sign-in (0mnew)"),
    ],
)
def test_error_without_a_code_is_told_by_its_name(error: str, words: str) -> None:
    found = explain_reply({"error": error}, SETTINGS, account="anna@example.org")
    assert words in found.say(translator("en"))


def test_unknown_code_is_shown_for_who_looks_it_up() -> None:
    said = explain_reply(reply(123456, "server_error"), SETTINGS).say(translator("en"))
    assert said == "Microsoft refused the sign-in (AADSTS123456)."


def test_nothing_to_renew_is_a_sign_in_that_ended() -> None:
    assert "has ended" in explain_reply(None, SETTINGS, account="a@example.org").say(translator("en"))


def test_reason_of_an_interaction_is_told_by_its_suberror() -> None:
    told = {"error": "interaction_required", "suberror": "consent_required"}
    assert "administrator" in explain_reply(told, SETTINGS).say(translator("en"))


@pytest.mark.parametrize(
    ("code", "asks"), [(50105, "please add me"), (53003, "conditional access policy (AADSTS53003)")]
)
def test_letter_asks_for_what_is_missing_and_not_for_consent(code: int, asks: str) -> None:
    letter = explain_reply(reply(code), SETTINGS).say_letter(translator("en"))
    assert "1111-app" in letter
    assert asks in letter
    assert "consent" not in letter


@pytest.mark.parametrize("error", ["timed_out", "access_denied"])
def test_page_that_asks_for_approval_never_comes_back_so_the_letter_is_shown(error: str) -> None:
    said = explain_reply({"error": error}, SETTINGS)
    assert "If Microsoft's page asked for an administrator's approval" in said.say_hint(translator("en"))
    assert "1111-app" in said.say_letter(translator("en"))


@pytest.mark.parametrize(
    ("code", "words", "hint"),
    [
        (50194, "of one organisation, or of one kind", "--tenant example.org"),
        (9002332, "work or school accounts only", "--tenant organizations"),
        (9002331, "personal Microsoft accounts only", "--tenant consumers"),
        (9002346, "personal Microsoft accounts only", "--tenant consumers"),
    ],
)
def test_app_of_one_kind_of_accounts_says_how_to_name_it(code: int, words: str, hint: str) -> None:
    said = explain_reply(reply(code), SETTINGS)
    assert words in said.say(translator("en"))
    assert hint in said.say_hint(translator("en"))


@pytest.mark.parametrize("code", [53000, 53001, 53003, 53011, 530003, 530034, 530084])
@pytest.mark.parametrize("error", ["invalid_grant", "interaction_required"])
def test_rule_about_devices_or_conditions_never_leads_round_in_a_circle(code: int, error: str) -> None:
    said = explain_reply(reply(code, error), SETTINGS)
    assert f"conditional access) blocks this way of signing in (AADSTS{code})" in said.say(translator("en"))
    assert "Sign in again" not in said.say_hint(translator("en"))
    assert f"AADSTS{code}" in said.say_letter(translator("en"))


@pytest.mark.parametrize("code", [999999, 5300, 5300000, 153003])
@pytest.mark.parametrize("error", ["invalid_grant", "interaction_required", "login_required", "server_error"])
def test_code_that_is_not_known_is_not_taken_for_a_sign_in_that_ended(code: int, error: str) -> None:
    said = explain_reply(reply(code, error), SETTINGS)
    assert said.say(translator("en")) == f"Microsoft refused the sign-in (AADSTS{code})."
    assert "https://login.microsoftonline.com/error" in said.say_hint(translator("en"))
    assert "meetlint connect" not in said.say_hint(translator("en"))


def test_letter_of_an_app_asks_for_what_an_app_needs() -> None:
    letter = explain_reply(reply(65001), SETTINGS, is_app=True).say_letter(translator("en"))
    assert "application permission" in letter


@pytest.mark.parametrize("code", [65001, 90094])
def test_door_that_only_the_it_desk_opens_comes_with_a_letter(code: int) -> None:
    asked = ("Calendars.Read", "Calendars.Read.Shared")
    letter = explain_reply(reply(code), SETTINGS, permissions=asked).say_letter(translator("en"))
    assert "1111-app" in letter
    assert "Calendars.Read, Calendars.Read.Shared" in letter


def test_other_doors_come_without_a_letter() -> None:
    assert explain_reply(reply(70008), SETTINGS).say_letter(translator("en")) == ""


def test_letter_names_exactly_what_is_asked_for() -> None:
    message, fields = text_for_it(OutlookSettings(client_id="app", access="basic"))
    link = "https://login.microsoftonline.com/organizations/adminconsent?client_id=app"
    assert fields == {"app": "app", "permissions": "Calendars.ReadBasic", "link": link}
    assert "Subject:" in translator("en")(message, **fields)
    assert text_for_it(OutlookSettings(client_id="app", access="basic"), is_app=True)[1]["permissions"] == (
        "Calendars.ReadBasic.All"
    )


@pytest.mark.parametrize(
    ("settings", "link"),
    [
        ({"tenant": "example.org"}, "https://login.microsoftonline.com/example.org/adminconsent?client_id=a%26b"),
        ({"tenant": "common"}, "https://login.microsoftonline.com/organizations/adminconsent?client_id=a%26b"),
        ({"cloud": "usgov"}, "https://login.microsoftonline.us/organizations/adminconsent?client_id=a%26b"),
        ({"authority": "https://sts.example.org/t"}, "https://sts.example.org/t/adminconsent?client_id=a%26b"),
    ],
)
@pytest.mark.parametrize("is_app", [True, False])
def test_letter_carries_the_page_on_which_an_administrator_agrees(
    settings: dict[str, Any], link: str, is_app: bool
) -> None:
    message, fields = text_for_it(OutlookSettings(client_id="a&b", **settings), is_app=is_app)
    assert link in translator("en")(message, **fields)
    assert link in translator("nl")(message, **fields)


@pytest.mark.parametrize(
    "content", ["", "hush", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "\xff"]
)
def test_certificate_file_that_holds_none_is_refused(tmp_path: Any, content: str) -> None:
    file = tmp_path / "key.pem"
    file.touch(mode=0o600)
    file.write_bytes(content.encode("latin-1"))
    with pytest.raises(RefusedError) as caught:
        read_credential(OutlookSettings(certificate_file=str(file)), {})
    assert "PEM" in str(caught.value)


def test_secret_file_that_is_empty_or_absent_is_refused(tmp_path: Any) -> None:
    file = tmp_path / "secret"
    with pytest.raises(RefusedError, match="no such file"):
        read_credential(OutlookSettings(client_secret_file=str(file)), {})
    file.touch(mode=0o600)
    with pytest.raises(RefusedError, match="empty"):
        read_credential(OutlookSettings(client_secret_file=str(file)), {})


def test_organisation_reads_when_it_has_something_to_prove_itself_with() -> None:
    assert not has_credential(OutlookSettings(), {})
    assert has_credential(OutlookSettings(), {"MEETLINT_OUTLOOK_CLIENT_SECRET": "x"})
    assert has_credential(OutlookSettings(certificate_file="x"), {})
