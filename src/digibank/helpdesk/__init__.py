"""Help points: who walks in and who has an appointment in one queue, how it went, and questions that wait.

The chapter above lending: what is asked about a lent device leads to its loan. Nothing below knows of visits.
"""
