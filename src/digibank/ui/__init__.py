"""The design system, "punt en plank": a plank on which things rest, and a dot that says who, here, now.

Tokens, components, base pages, the form renderer and printed documents. Knows nothing of the work itself.
The living style page shows every part: /stijl/ for colleagues, /stijl/inwoner/ for residents.
"""
