"""The letter on paper: one A4 page, both languages. Built-in fonts only, as on the ticket."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from fpdf import FPDF

from loket.interfaces.web.public.letter import Part
from loket.interfaces.web.public.paper import Column
from loket.planning.booking.queries import TicketPage

_LEFT, _WIDTH, _QR = 25.0, 160.0, 30.0


def draw_letter(page: TicketPage, parts: Sequence[Part], *, now: datetime) -> bytes:
    """The PDF of a letter; its code is the ticket's, so that a gate or desk can check it."""
    pdf = FPDF(unit="mm", format="A4")
    pdf.set_margin(0)
    pdf.set_auto_page_break(auto=False)
    pdf.set_title(parts[0].title)
    pdf.set_lang(parts[0].language)
    pdf.set_creation_date(now)
    pdf.add_page()
    column = Column(pdf, left=_LEFT, width=_WIDTH, top=18.0)
    column.head(f"Kantor Imigrasi {page.booking.office}", page.booking.number)
    for part in parts:
        column.gap(3)
        column.line(part.title, 15, bold=True)
        column.line(part.opening, 10.5)
        column.gap(1)
        column.pairs(part.rows, label_width=34)
        column.gap(1)
        for line in part.lines:
            column.line(line, 10.5)
        column.line(part.printed, 9)
        column.tear()
    column.code(page.token, _QR)
    return bytes(pdf.output())
