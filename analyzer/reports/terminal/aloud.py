"""The report of a run as sentences that read well aloud: no picture, no colour, no signs, no abbreviations."""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.reports.lines.layout import Page
from analyzer.reports.story import PICTURE, Section, Story, ToldFinding, ToldGroup
from analyzer.text import N_, Translator


def speak(story: Story, translate: Translator, page: Page, *, lists_all: bool) -> str:
    """Return a story told in whole words as text, on a page that decides its width and its characters.

    The order is that of listening: one sentence of what was found, the changes, the findings, and then the picture
    in words. Of the pattern only what the findings have in common is said, unless ``lists_all``.
    """
    if story.assumed:
        for text in (f"{story.heading}.", story.assumed, *story.doubts):
            page.text(text)
    if story.counts and story.assumed:
        page.text(f"{story.counts}.")
    found = [section for section in story.sections if section.name == "changes" or section.groups]
    picture = [section for section in story.sections if section.name == PICTURE]
    rest = [section for section in story.sections if section not in found and section not in picture]
    for section in (*found, *picture, *rest):
        for part in _parts(section, translate, is_brief=section.name == "pattern" and not lists_all):
            page.blank()
            for text in filter(None, part):
                page.text(text)
    page.blank()
    # A quiet story has no opening: it ends with how much was found by severity.
    if story.summary and not story.assumed:
        page.text(f"{story.summary}.")
    if story.command:
        page.text(f"{story.why} {story.command}")
    if story.everything and story.counts and story.assumed:
        page.text(translate(N_("With --all everything is listed.")))
    return page.render()


def _parts(section: Section, translate: Translator, *, is_brief: bool) -> Iterator[list[str]]:
    """Return what stands together; a blank line parts it from what follows."""
    texts = [f"{section.heading}." if section.heading else "", *section.texts]
    for number, change in enumerate(section.changes, 1):
        texts += [
            f"{number}. {change.action}",
            *change.occurrences,
            change.gain,
            change.who,
            change.request,
            *change.clicks,
        ]
    if is_brief:
        texts += [f"{group.title}. {group.count}: {group.common}." for group in section.groups]
    if section.name != PICTURE or section.texts:
        yield texts
    for group in () if is_brief else section.groups:
        yield _group(group, translate)
    for share in section.shares:
        yield [share.share, share.series, *((share.lead, share.paste) if share.paste else ())]


def _group(group: ToldGroup, translate: Translator) -> list[str]:
    text = N_("Rule {rule}: {title}. {count}.")
    return [
        translate(text, rule=group.rule, title=group.title, count=group.count),
        group.pattern,
        group.advice,
        *(_finding(one, translate) for one in group.findings),
        group.more,
    ]


def _finding(one: ToldFinding, translate: Translator) -> str:
    titles = [translate(N_("These meetings: {titles}."), titles=one.titles)] if one.titles else []
    return " ".join([one.spoken, f"{one.when}.", one.message, *titles])
