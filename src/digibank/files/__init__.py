"""Stored documents: reports as they came, contracts and letters as they went. Never changed, known by their hash."""
