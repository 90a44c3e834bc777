"""Moments that people are expected: slots with places in them, appointments, and the list of people to call."""
