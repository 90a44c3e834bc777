"""Lists by file: a spreadsheet becomes rows of plain texts, the rows a plan, and the plan is what is carried out.

Which columns a list may have, when a row is right and what comes of it is said by a chapter above, with a `Kind`.
Nothing here knows donors or devices. The reasons stand in docs/decisions/0017-preview-is-the-import.md.
"""
