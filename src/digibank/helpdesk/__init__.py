"""Help points: one queue for who walks in and who has an appointment, questions that wait, and what follows a loan.

A visit ends in an outcome. Each loan to a resident leads to a handover: sessions, a call two weeks after the last one,
and a look back after three months. A talk about ten everyday tasks says, in faces, what somebody does alone. Outreach
is what we do to meet who does not come by themselves. Nothing below knows of all this.
"""
