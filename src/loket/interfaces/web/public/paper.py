"""The ticket on paper: A4, or an 80 mm strip for receipt printers. No name stands on it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import segno
from django.utils.translation import get_language, gettext, ngettext

from loket.foundation.notify.rules import Pair
from loket.interfaces.web.public.words import within
from loket.interfaces.web.words import spoken
from loket.kit.formats import clock_time, in_zone, long_date, zone_label
from loket.planning.booking.queries import TicketPage

if TYPE_CHECKING:
    from fpdf import FPDF

#: Width and height in mm; a strip is as long as what stands on it.
PAPERS = {"a4": (210.0, 297.0), "80": (80.0, 190.0)}
_QR_SIDE = {"a4": 62.0, "80": 50.0}
_WIDTH = {"a4": 110.0, "80": 70.0}


def draw_ticket(page: TicketPage, *, paper: str, door: Sequence[Pair], now: datetime) -> bytes:
    """The PDF of a ticket; `paper` is a key of PAPERS, `door` what visits.admission.told says.

    Built-in fonts only: it stays under 60 kB.
    """
    from fpdf import FPDF  # noqa: PLC0415 (a second of imports, which config.asgi takes after the start)

    card = page.booking
    width, height = PAPERS[paper]
    pdf = FPDF(unit="mm", format=(width, height))
    pdf.set_margin(0)
    pdf.set_auto_page_break(auto=False)
    pdf.set_title(gettext("Tiket %(number)s") % {"number": card.number})
    pdf.set_lang(get_language() or "id")
    pdf.set_creation_date(now)
    pdf.add_page()
    strip = Column(pdf, left=(width - _WIDTH[paper]) / 2, width=_WIDTH[paper], top=22.0 if paper == "a4" else 5.0)
    language = get_language() or "id"
    wall = in_zone(card.starts_at, card.timezone)
    strip.head(f"{gettext('Kantor Imigrasi')} {card.office}", _place(page))
    strip.line(long_date(wall, language), 11)
    strip.line(f"{clock_time(wall)} {zone_label(card.timezone, card.starts_at)}", 30, bold=True)
    strip.tear()
    strip.code(page.token, _QR_SIDE[paper])
    strip.line(f"{card.code[:4]} {card.code[4:]}", 17, bold=True, centred=True)
    strip.gap(2)
    opens, closes = (clock_time(in_zone(moment, card.timezone)) for moment in card.arrival)
    service = spoken(card.service_name_id, card.service_name_en)
    strip.pairs(
        [
            (gettext("Nomor"), card.number),
            (
                gettext("Untuk"),
                ngettext("%(n)s orang, %(what)s", "%(n)s orang, %(what)s", card.size)
                % {"n": card.size, "what": within(service)},
            ),
            (gettext("Datang"), f"{opens}-{closes}"),
        ]
    )
    strip.tear()
    for text in (*(spoken(*pair) for pair in door[1:]), *_also()):  # when to come stands above
        strip.line(text, 9)
    strip.frame()
    return bytes(pdf.output())


def _place(page: TicketPage) -> str:
    return gettext("Lantai %(floor)s") % {"floor": page.floor} if page.floor is not None else page.booking.point


def _also() -> list[str]:
    return [
        gettext("Datang lebih awal tidak mempercepat giliran; lewat waktu datang, nomor tidak berlaku."),
        gettext("Layanan ini tidak memungut biaya apa pun di luar tarif resmi."),
    ]


class Column:
    """Writes from top to bottom inside a column."""

    def __init__(self, pdf: FPDF, *, left: float, width: float, top: float) -> None:
        self.pdf, self.left, self.width, self.top, self.y = pdf, left, width, top, top

    def head(self, office: str, place: str) -> None:
        """The band of office and floor, white on black."""
        self.pdf.set_fill_color(11, 79, 108)
        self.pdf.set_text_color(255)
        self.pdf.set_font("helvetica", "B", 11)
        self.pdf.set_xy(self.left, self.y)
        self.pdf.cell(self.width, 11, "", fill=True)
        self.pdf.set_xy(self.left + 4, self.y)
        place_width = min(self.pdf.get_string_width(_plain(place)) + 3, self.width / 3)
        self._fitting(office, self.width - 8 - place_width, "L")
        self._fitting(place, place_width, "R")
        self.pdf.set_text_color(0)
        self.y += 14

    def _fitting(self, text: str, width: float, align: str) -> None:
        """A cell of the band, its letters as small as the width asks."""
        size = 11.0
        self.pdf.set_font("helvetica", "B", size)
        while size > 6 and self.pdf.get_string_width(_plain(text)) > width - 2:
            size -= 0.5
            self.pdf.set_font("helvetica", "B", size)
        self.pdf.cell(width, 11, _plain(text), align=align)

    def line(self, text: str, size: float, *, bold: bool = False, centred: bool = False) -> None:
        """A paragraph."""
        self.pdf.set_font("helvetica", "B" if bold else "", size)
        self.pdf.set_xy(self.left + 4, self.y)
        height = size * 0.46
        self.pdf.multi_cell(self.width - 8, height, _plain(text), align="C" if centred else "L")
        self.y = float(self.pdf.get_y()) + 0.8

    def gap(self, height: float) -> None:
        """Space."""
        self.y += height

    def tear(self) -> None:
        """The dashed line."""
        self.y += 2
        self.pdf.set_draw_color(120)
        self.pdf.set_dash_pattern(dash=1.5, gap=1.2)
        self.pdf.line(self.left, self.y, self.left + self.width, self.y)
        self.pdf.set_dash_pattern()
        self.y += 3

    def code(self, token: str, side: float) -> None:
        """The QR code as filled runs of modules, with its quiet zone."""
        rows = list(segno.make(token, error="m", micro=False).matrix_iter(border=4))
        module = side / len(rows)
        x0 = self.left + (self.width - side) / 2
        self.pdf.set_fill_color(0)
        for number, row in enumerate(rows):
            for start, length in _runs(row):
                self.pdf.rect(x0 + start * module, self.y + number * module, length * module, module, style="F")
        self.y += side

    def pairs(self, rows: Sequence[tuple[str, str]], *, label_width: float = 20) -> None:
        """Labels and values in two columns."""
        for label, value in rows:
            self.pdf.set_font("helvetica", "", 10)
            self.pdf.set_xy(self.left + 4, self.y)
            self.pdf.cell(label_width, 5.2, _plain(label))
            self.pdf.set_font("helvetica", "B", 10)
            self.pdf.multi_cell(self.width - 8 - label_width, 5.2, _plain(value), align="L")
            self.y = float(self.pdf.get_y()) + 0.6

    def frame(self) -> None:
        """The ticket's edge."""
        self.pdf.set_draw_color(11, 79, 108)
        self.pdf.rect(self.left, self.top, self.width, self.y + 2 - self.top, round_corners=False)


def _runs(row: Iterable[int]) -> list[tuple[int, int]]:
    """Dark modules that stand together, as (start, length): fewer rectangles, a smaller file."""
    runs: list[tuple[int, int]] = []
    for place, dark in enumerate(row):
        if dark and runs and sum(runs[-1]) == place:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        elif dark:
            runs.append((place, 1))
    return runs


def _plain(text: str) -> str:
    """What the built-in fonts can write; anything else becomes a question mark rather than a failure."""
    return text.replace("–", "-").encode("latin-1", "replace").decode("latin-1")
