"""A digibank: donated devices, lent with help, and every step of it on record.

One package per chapter of the work. A chapter may use the chapters below it and never those above;
the order stands in pyproject.toml under import-linter, and docs/tour.md tells where to start reading.
"""
