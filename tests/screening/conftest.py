"""Prints the confusion tables that the tests measured, at the end of the run."""

from typing import Any


def pytest_terminal_summary(terminalreporter: Any) -> None:
    for report in terminalreporter.stats.get("passed", []) + terminalreporter.stats.get("failed", []):
        for name, lines in getattr(report, "user_properties", []):
            if name == "confusion" and report.when == "call":
                terminalreporter.section("screening: label → verdict")
                terminalreporter.write_line(lines)
