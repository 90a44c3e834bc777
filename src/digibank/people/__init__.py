"""Residents and how to reach them: the only place for personal data."""
