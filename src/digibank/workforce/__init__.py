"""Workforce: task cards, one at a time, for who works by hand in the depots."""
