"""A picture that Chromium shows as its camera: a ticket's QR held before the lens, as one frame of YUV4MPEG2."""

from __future__ import annotations

from pathlib import Path

import segno

#: What a tablet's camera gives at the least.
WIDTH, HEIGHT = 640, 480
_PAPER, _INK, _DESK = 235, 30, 110
_GREY = bytes([128]) * (WIDTH * HEIGHT // 2)


def film_of(text: str, path: Path, *, module: int = 6, frames: int = 10) -> Path:
    """Writes a short y4m film of a sheet with the QR of `text`; Chromium repeats it for ever."""
    rows = [bytearray([_DESK]) * WIDTH for _line in range(HEIGHT)]
    matrix = [list(row) for row in segno.make(text, error="m", micro=False).matrix_iter(border=4)]
    side = len(matrix) * module
    top, left = (HEIGHT - side) // 2, (WIDTH - side) // 2
    assert top >= 0, "the code is larger than the picture"
    for y, row in enumerate(matrix):
        line = b"".join(bytes([_INK if dark else _PAPER]) * module for dark in row)
        for repeat in range(module):
            rows[top + y * module + repeat][left : left + side] = line
    picture = b"FRAME\n" + b"".join(rows) + _GREY
    path.write_bytes(f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F10:1 Ip A1:1 C420jpeg\n".encode() + picture * frames)
    return path
