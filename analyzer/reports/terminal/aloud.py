"""The report of a run as sentences that read well aloud: no picture, no colour, no signs, no abbreviations."""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.reports.lines.layout import Page
from analyzer.reports.story import Section, Story, ToldFinding, ToldGroup
from analyzer.text import N_, Translator


def speak(story: Story, translate: Translator, page: Page) -> str:
    """Return a story told in whole words as text, on a page that decides its width and its characters."""
    if story.opening:
        page.text(f"{story.heading}.")
    for text in (sentence for paragraph in story.opening for sentence in paragraph):
        page.text(text)
    for part in (part for section in story.sections for part in _parts(section, translate)):
        page.blank()
        for text in filter(None, part):
            page.text(text)
    if story.summary:
        page.blank()
        page.text(f"{story.summary}.")
    if story.command:
        page.text(f"{story.why} {story.command}")
    return page.render()


def _parts(section: Section, translate: Translator) -> Iterator[list[str]]:
    """Return what stands together; a blank line parts it from what follows."""
    texts = [f"{section.heading}." if section.heading else "", *section.texts]
    for number, change in enumerate(section.changes, 1):
        texts += [f"{number}. {change.action}", change.gain, change.who, change.request, *change.clicks]
    yield texts
    for group in section.groups:
        yield _group(group, translate)
    for share in section.shares:
        yield [share.share, share.series, *((share.lead, share.paste) if share.paste else ())]


def _group(group: ToldGroup, translate: Translator) -> list[str]:
    text = N_("Rule {rule}: {title}. {count}.")
    return [
        translate(text, rule=group.rule, title=group.title, count=group.count),
        group.pattern if group.more else "",
        group.advice,
        *(_finding(one, translate) for one in group.findings),
        group.more,
    ]


def _finding(one: ToldFinding, translate: Translator) -> str:
    titles = [translate(N_("These meetings: {titles}."), titles=one.titles)] if one.titles else []
    return " ".join([one.spoken, f"{one.when}.", one.message, *titles])
