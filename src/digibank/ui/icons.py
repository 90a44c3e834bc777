"""Icons: one path each on a grid of 24, strokes of 2, round ends. Always beside words, so hidden from readers."""

# ruff: noqa: E501 - a path is one word

from functools import cache

from django.utils.safestring import SafeString, mark_safe

PATHS = {
    "accessory": "M9 3v5M15 3v5M6.5 8h11v3.5a5.5 5.5 0 0 1-11 0zM12 17v4",
    "arrow": "M4.5 12h14M13 6.5l5.5 5.5-5.5 5.5",
    "back": "M19.5 12h-14M11 6.5L5.5 12l5.5 5.5",
    "bag": "M4 8.5h16V20H4zM8.5 8.5V6a2 2 0 0 1 2-2h3a2 2 0 0 1 2 2v2.5",
    "bench": "M8 10.5a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM16 10.5a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM2.5 14.5h19M6 14.5v6M18 14.5v6",
    "board": "M9 6h11M9 12h11M9 18h11M4.5 6h.01M4.5 12h.01M4.5 18h.01",
    "book": "M12 6.5c-2-1.5-5-2-8.5-2v14c3.5 0 6.5.5 8.5 2 2-1.5 5-2 8.5-2v-14c-3.5 0-6.5.5-8.5 2zM12 6.5v14",
    "bus": "M5 5h14v12H5zM5 11.5h14M8 17v2.5M16 17v2.5M8.3 14.3h.01M15.7 14.3h.01",
    "calendar": "M4 6h16v14H4zM4 10.5h16M8.5 3.5V7M15.5 3.5V7",
    "camera": "M4 7.5h3.5L9 5h6l1.5 2.5H20v11.5H4zM12 16.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7z",
    "card": "M3 6h18v12.5H3zM3 10.5h18M6.5 15h4",
    "chair": "M7 3v11h10M7 14v7M17 14v7M7 9h7",
    "chart": "M3 20h18M6.5 20v-7M12 20V5M17.5 20V10",
    "check": "M4.5 12.5l5 5 10-11",
    "child": "M12 10a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM7 20c0-4.5 2-7 5-7s5 2.5 5 7",
    "clock": "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5l3.5 2.5",
    "close": "M6 6l12 12M18 6L6 18",
    "contrast": "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 3v18M12 7.5h5.5M12 12h8.5M12 16.5h5.5",
    "desktop": "M3 4.5h18v11.5H3zM12 16v4M8 20h8",
    "disk-check": "M4 6c0-1.7 3.6-3 8-3s8 1.3 8 3-3.6 3-8 3-8-1.3-8-3zM4 6v12c0 1.7 3.6 3 8 3s8-1.3 8-3V6M9 14.5l2.2 2.2 4-4.2",
    "document": "M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6",
    "download": "M12 3.5v11.5M7 10.5l5 5 5-5M4 20h16",
    "euro": "M18 6.5a7 7 0 1 0 0 11M3.5 10.2h10M3.5 13.8h10",
    "eye": "M2.5 12c3-5 6-7 9.5-7s6.5 2 9.5 7c-3 5-6 7-9.5 7s-6.5-2-9.5-7zM12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6z",
    "face-help": "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM9 9.8h.01M15 9.8h.01M8.5 15.3h7",
    "face-not-yet": "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM9 9.8h.01M15 9.8h.01M12 17.3a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6z",
    "face-self": "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM9 9.8h.01M15 9.8h.01M7.5 13.5c.8 2.3 2.4 3.5 4.5 3.5s3.7-1.2 4.5-3.5",
    "filter": "M3.5 5.5h17M7 12h10M10.5 18.5h3",
    "flag": "M5.5 21V4M5.5 4.5H18l-3 4.5 3 4.5H5.5",
    "gift": "M5 11h14v9H5zM3.5 7h17v4h-17zM12 7v13M12 7C9.5 2.5 6 3.5 7 6.5M12 7c2.5-4.5 6-3.5 5-.5",
    "hand": "M8 12V5.5a1.5 1.5 0 0 1 3 0V11 4a1.5 1.5 0 0 1 3 0v7-5.5a1.5 1.5 0 0 1 3 0V15c0 4-2.5 6-5.5 6-3.5 0-5-2-7.5-6.5-1-2 1-3 2-2z",
    "help": "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM9.3 9.5a2.8 2.8 0 1 1 4.2 2.4c-1 .6-1.5 1.1-1.5 2.1M12 17.2h.01",
    "history": "M4 5v4.5h4.5M4.6 9.5A8 8 0 1 1 4 13M12 8v4.5l3 2",
    "hours": "M4 20V4h16v16zM12 8v4.5l3 2M4 4h16",
    "house": "M4 11l8-7 8 7v9.5H4zM10 20.5V14h4v6.5",
    "key": "M8 19a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9zM11.3 11.3L20 3M15.5 7.2l3 3M8 14.5h.01",
    "language": "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM3 12h18M12 3c3 3 3.5 6 3.5 9s-.5 6-3.5 9c-3-3-3.5-6-3.5-9s.5-6 3.5-9z",
    "laptop": "M6 5h12a1 1 0 0 1 1 1v9H5V6a1 1 0 0 1 1-1zM2.5 19h19",
    "letter": "M3 6h18v13H3zM3 6.8l9 7 9-7",
    "loan": "M4 8h14M14 4l4 4-4 4M20 16H6M10 12l-4 4 4 4",
    "lock": "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3",
    "log-out": "M13.5 4H5v16h8.5M10 12h10.5M16.5 8l4 4-4 4",
    "mail": "M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM16 8v5.2a2.4 2.4 0 0 0 4.8 0V12A8.8 8.8 0 1 0 17 19.2",
    "map": "M3 6.5l6-2.5 6 2.5 6-2.5v13.5L15 20l-6-2.5L3 20zM9 4v13.5M15 6.5V20",
    "minus": "M5 12h14",
    "more": "M5 13a1 1 0 1 0 0-2 1 1 0 0 0 0 2zM12 13a1 1 0 1 0 0-2 1 1 0 0 0 0 2zM19 13a1 1 0 1 0 0-2 1 1 0 0 0 0 2z",
    "mouse": "M12 3a5.5 5.5 0 0 1 5.5 5.5v7a5.5 5.5 0 0 1-11 0v-7A5.5 5.5 0 0 1 12 3zM12 7v3.5",
    "octagon": "M8.2 3h7.6L21 8.2v7.6L15.8 21H8.2L3 15.8V8.2zM12 7.5v5M12 16.3h.01",
    "pencil": "M4 20l1-4L16 5l3 3L8 19zM13.5 7.5l3 3",
    "people": "M8.5 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 20c0-4 2.7-6 6-6s6 2 6 6M15.5 4.3a3.5 3.5 0 0 1 0 6.4M17.5 14.6c2.4.7 4 2.5 4 5.4",
    "person": "M12 11.5a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20.5c0-4 3.5-6 7.5-6s7.5 2 7.5 6",
    "phone": "M5.5 3.5H9l1.5 4.5-2 1.7a13 13 0 0 0 5.8 5.8l1.7-2 4.5 1.5v3.5a2 2 0 0 1-2 2A15.5 15.5 0 0 1 3.5 5.5a2 2 0 0 1 2-2z",
    "phone-device": "M8.5 2.5h7a1.5 1.5 0 0 1 1.5 1.5v16a1.5 1.5 0 0 1-1.5 1.5h-7A1.5 1.5 0 0 1 7 20V4a1.5 1.5 0 0 1 1.5-1.5zM11 18.5h2",
    "place": "M12 21c4.5-5.2 6.8-8.5 6.8-11.5a6.8 6.8 0 1 0-13.6 0C5.2 12.5 7.5 15.8 12 21zM12 12a2.4 2.4 0 1 0 0-4.8 2.4 2.4 0 0 0 0 4.8z",
    "plug": "M9 3v5M15 3v5M6.5 8h11v3.5a5.5 5.5 0 0 1-11 0zM12 17v4",
    "plus": "M12 5v14M5 12h14",
    "printer": "M7 8.5v-5h10v5M7 17H4V8.5h16V17h-3M7 14h10v6.5H7z",
    "ramp": "M3 19h18V9zM3 19v-4",
    "ring": "M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16z",
    "scan": "M3 8V4h4M17 4h4v4M21 16v4h-4M7 20H3v-4M8 8v8M12 8v8M16 8v8",
    "search": "M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM15.5 15.5L21 21",
    "settings": "M4 7h9M17 7h3M15 9.3a2.3 2.3 0 1 0 0-4.6 2.3 2.3 0 0 0 0 4.6zM4 17h3M11 17h9M9 19.3a2.3 2.3 0 1 0 0-4.6 2.3 2.3 0 0 0 0 4.6z",
    "shield-check": "M12 3l8 3v6c0 4.5-3.5 7.5-8 9-4.5-1.5-8-4.5-8-9V6zM8.3 12l2.7 2.7 4.7-5",
    "sms": "M4 5h16v11h-8l-5 4v-4H4zM8.5 10.5h7",
    "star": "M12 3.5l2.6 5.4 5.9.8-4.3 4.1 1.1 5.9-5.3-2.9-5.3 2.9 1.1-5.9-4.3-4.1 5.9-.8z",
    "sun": "M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M5.3 18.7l1.4-1.4M17.3 6.7l1.4-1.4",
    "moon": "M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10z",
    "swap": "M4 8h14M14 4l4 4-4 4M20 16H6M10 12l-4 4 4 4",
    "tablet": "M6.5 2.5h11A1.5 1.5 0 0 1 19 4v16a1.5 1.5 0 0 1-1.5 1.5h-11A1.5 1.5 0 0 1 5 20V4a1.5 1.5 0 0 1 1.5-1.5zM12 18h.01",
    "talk": "M3 5h12v8H8l-3 3v-3H3zM18 9h3v8h-2v3l-3-3h-5",
    "tool": "M14 10l6-6M12.3 8.3l3.4 3.4-7 8a2.5 2.5 0 0 1-3.7 0l-.7-.7a2.5 2.5 0 0 1 0-3.7z",
    "town": "M3 20.5h18M5 20.5V9l5-4 5 4v11.5M15 12.5h4v8M8.5 11h3M8.5 15h3",
    "trash": "M4 6.5h16M9 6.5V4h6v2.5M6 6.5l1 14h10l1-14M10 11v5.5M14 11v5.5",
    "triangle": "M12 4l9 16H3zM12 10v4.5M12 17.2h.01",
    "truck": "M2.5 6h11v11h-11zM13.5 10h4l4 3.5V17h-8M7 20a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM17 20a2 2 0 1 0 0-4 2 2 0 0 0 0 4z",
    "undo": "M8.5 5L4 9.5 8.5 14M4 9.5h10a5.5 5.5 0 0 1 0 11h-4",
    "upload": "M12 15.5V4M7 8.5l5-5 5 5M4 20h16",
    "warning": "M12 4l9 16H3zM12 10v4.5M12 17.2h.01",
    "wifi": "M3 9.5a13 13 0 0 1 18 0M6.7 13.5a8 8 0 0 1 10.6 0M12 18.2h.01",
}

MIRRORED = {"arrow", "back", "board", "log-out", "undo"}

# What each tone shows when the page does not choose: the glyph says the state, the colour only helps.
GLYPHS = {"ok": "check", "wait": "clock", "warn": "triangle", "stop": "octagon", "rest": "ring"}


@cache
def drawn(name: str) -> SafeString:
    """The icon as inline SVG. An unknown name is a mistake in the page: KeyError."""
    turn = " turn" if name in MIRRORED else ""
    return mark_safe(  # noqa: S308 - own constants only
        f'<svg class="icon{turn}" viewBox="0 0 24 24" aria-hidden="true"><path d="{PATHS[name]}"/></svg>'
    )
