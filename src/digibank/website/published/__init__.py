"""What machines read of our help points: OpenStreetMap hours, schema.org, a calendar and one file with open data.

All of it is computed from `Place.hours_on`, for a year ahead, so that nothing published says otherwise than the door.
"""
