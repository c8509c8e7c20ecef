"""The reports, written out. Each is one file that turns data into sheets; screen, print, CSV and XLSX come with it."""

from __future__ import annotations

from classroom.reports import afspraken, artikelen, klas, leerling, les, meting, overzicht, schoolafspraken
from classroom.reports.base import Report

REPORTS: dict[str, Report] = {
    one.name: one
    for one in (
        klas.REPORT,
        afspraken.REPORT,
        artikelen.REPORT,
        les.REPORT,
        leerling.REPORT,
        meting.REPORT,
        overzicht.REPORT,
        schoolafspraken.REPORT,
        overzicht.AIMS_REPORT,
    )
}
