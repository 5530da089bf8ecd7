"""Draws the picture of the page for the README, from the English sample. ``python -m tests.browser.picture``."""

from __future__ import annotations

import json
import subprocess
import tempfile
from pathlib import Path

from analyzer.reports.html.page import render_html
from analyzer.text import translator
from tests.sample_run import sample_run

HERE = Path(__file__).parent
PICTURE = HERE.parents[1] / "docs" / "report.png"


def main() -> None:
    """Write docs/report.png: the page of the sample as it opens."""
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "report.html"
        page.write_text(render_html(sample_run("en"), translator("en")), "utf-8")
        look = {"file": str(page), "width": 1280, "height": 800, "fullPage": False, "screenshot": str(PICTURE)}
        subprocess.run(["node", "look.mjs"], cwd=HERE, input=json.dumps([look]), text=True, check=True)
    print(f"\n{PICTURE.name}: {PICTURE.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
