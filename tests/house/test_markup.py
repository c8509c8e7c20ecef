"""Markup that a checker of the HTML standard refuses, and that is easily written again."""

from __future__ import annotations

import re

import pytest

from tests.house.sources import ROOT

TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
ROLE_OF_ITS_OWN = re.compile(r'<(?:table|thead|tbody|tfoot|tr|th|td)\b[^>]*\brole="(?:table|row\w*|cell|columnheader)"')
FORM_IN_A_LINE = re.compile(r"<span[^>]*>\s*<form")


@pytest.mark.parametrize("fault", [ROLE_OF_ITS_OWN, FORM_IN_A_LINE], ids=["role of a table", "form in a span"])
def test_no_template_has(fault: re.Pattern[str]) -> None:
    assert not [
        f"{path.relative_to(ROOT)}: {found[0]}"
        for path in TEMPLATES
        for found in fault.finditer(path.read_text("utf-8"))
    ]
