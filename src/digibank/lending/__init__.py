"""Lending: what was asked, what is lent under which rules, and how it comes back.

Start in models for the facts, in flows.py for what may follow what, and in actions for everything that can happen.
"""
