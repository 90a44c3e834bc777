"""Who works together and where.

The association, its local authorities and partners, their places and hours,
the regulation each council voted, and the amounts the law fixes for a time.
"""
