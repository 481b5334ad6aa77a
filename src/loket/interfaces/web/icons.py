"""The few signs that Loket draws itself: 24 by 24, one stroke, the colour of the text around them."""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

#: Name to the inside of the SVG. Written here by hand, never from what anyone sends.
SHAPES = {
    "check": '<path d="m4.5 12.5 5 5 10-11"/>',
    "cross": '<path d="m6 6 12 12M18 6 6 18"/>',
    "back": '<path d="m14.5 5-7 7 7 7"/>',
    "forward": '<path d="m9.5 5 7 7-7 7"/>',
    "arrow": '<path d="M3 12h17m-7-7 7 7-7 7"/>',
    "info": '<circle cx="12" cy="12" r="9"/><path d="M12 11v5.5M12 7.4v.1"/>',
    "warn": '<path d="M12 3.5 22 20H2L12 3.5ZM12 10v4.5M12 17v.1"/>',
    "stop": '<path d="M8 3h8l5 5v8l-5 5H8l-5-5V8l5-5ZM8.5 12h7"/>',
    "clock": '<circle cx="12" cy="12" r="9"/><path d="M12 7v5.5l3.5 2"/>',
    "day": ('<rect x="3.5" y="5" width="17" height="15.5" rx="2.5"/><path d="M3.5 10h17M8 2.8v4M16 2.8v4"/>'),
    "person": '<circle cx="12" cy="8" r="4"/><path d="M4 21c.6-4.6 3.6-7 8-7s7.4 2.4 8 7"/>',
    "star": '<path d="m12 3 2.7 5.9 6.3.7-4.7 4.3 1.3 6.3-5.6-3.2-5.6 3.2 1.3-6.3L3 9.6l6.3-.7L12 3Z"/>',
    "print": '<path d="M7 8V3h10v5M7 17H3.5V8.5h17V17H17M7 13.5h10V21H7v-7.5Z"/>',
    "speaker": ('<path d="M4 9.5v5h3.5L13 19V5L7.5 9.5H4ZM16.5 8.5c1.8 2 1.8 5 0 7M19 6c3.3 3.5 3.3 8.5 0 12"/>'),
    "offline": (
        '<path d="M3 3l18 18M5 12.5c1-.9 2.2-1.6 3.5-2M19 12.5a10 10 0 0 0-6-2.6M8.5 16.2a5 5 0 0 1 7 0M12 19.8v.1"/>'
    ),
    "online": ('<path d="M2.5 9.5a13.5 13.5 0 0 1 19 0M5.5 13a9 9 0 0 1 13 0M8.5 16.4a5 5 0 0 1 7 0M12 19.8v.1"/>'),
    "empty": '<path d="M3 13.5 6 5h12l3 8.5V19H3v-5.5ZM3 13.5h5.5l1.5 2.5h4l1.5-2.5H21"/>',
    "wheelchair": '<circle cx="9" cy="4.5" r="1.5"/><path d="M9 8v6h6l2.5 5H20M9 10.5h5M7 12a5 5 0 1 0 6.5 6.5"/>',
    "ear": ('<path d="M7 9.5a5 5 0 0 1 10 0c0 3-3 3.8-3 6.5a3 3 0 0 1-5.5 1.5M10 10a2 2 0 0 1 4 0M3 3l18 18"/>'),
    "eye": '<path d="M2.5 12S6 6 12 6s9.5 6 9.5 6-3.5 6-9.5 6-9.5-6-9.5-6ZM3 3l18 18"/>',
    "talk": '<path d="M4 4.5h16v11H11l-4 4v-4H4v-11ZM8 8.5h8M8 11.5h5"/>',
    "office": '<path d="M3 20.5h18M5 20.5V9l7-5 7 5v11.5M9.5 20.5v-6h5v6"/>',
}


def draw_icon(name: str, label: str = "") -> SafeString:
    """The sign as inline SVG: hidden from screen readers, or named when `label` is given."""
    shape = mark_safe(SHAPES[name])  # noqa: S308 (our own constants)
    named = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg viewBox="0 0 24 24" width="24" height="24" fill="none" stroke="currentColor" stroke-width="2"'
        ' stroke-linecap="round" stroke-linejoin="round" focusable="false" {}>{}</svg>',
        named,
        shape,
    )
