"""Devices that somebody gives: who, when, what, and the receipt."""
