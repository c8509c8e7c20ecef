"""Sees to it that every template is used by some test: ``--every-template`` fails a whole run that leaves one out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jinja2
import pytest

FOLDER = Path(__file__).resolve().parent.parent / "templates"

used: set[str] = set()
_plain_load = jinja2.Environment._load_template


def _load(environment: jinja2.Environment, name: str, global_names: Any) -> jinja2.Template:
    """Every page, part, layout and macro file that is wanted passes here, from the cache of templates too."""
    used.add(name)
    return _plain_load(environment, name, global_names)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--every-template", action="store_true", help="fail when a template was used by no test")


def pytest_configure(config: pytest.Config) -> None:
    jinja2.Environment._load_template = _load  # type: ignore[method-assign, assignment]
    if config.getoption("--every-template"):
        config.pluginmanager.register(_Verdict(config), "every-template")


class _Verdict:
    """Gathers what the workers used and speaks at the end. Silent when tests were skipped or broken off."""

    def __init__(self, config: pytest.Config) -> None:
        self.worker: dict[str, Any] | None = getattr(config, "workeroutput", None)
        self.skipped = False
        self.unused: list[str] = []

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        used.update(node.workeroutput.get("templates", ()))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.skipped = self.skipped or report.skipped

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if self.worker is not None:
            self.worker["templates"] = sorted(used)
            return
        every = {path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.html")}
        if not self.skipped and session.exitstatus == pytest.ExitCode.OK:
            self.unused = sorted(every - used)
            if self.unused:
                session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        if self.unused:
            terminalreporter.section("templates that no test used", red=True)
            for name in self.unused:
                terminalreporter.write_line(name)
