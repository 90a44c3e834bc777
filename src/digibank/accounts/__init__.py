"""Who works with the system, where, in which role, and what that role may do.

All rights stand on one page, in rights.py; access.py is the one door through which pages find records.
"""
