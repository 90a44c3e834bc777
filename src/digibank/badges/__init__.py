"""Badges: colleagues who share the computer of a counter come in there with a card and a short code.

Start in models.py for the facts, in coming_in.py for how a code is tried, and in middleware.py for what a badge opens.
"""
