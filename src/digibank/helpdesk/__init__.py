"""Helpdesk: what comes after the loan, until somebody can do it alone.

Each loan to a resident leads to a handover: sessions at a help point, a call two weeks after the last one, and a look
back after three months. A talk about ten everyday tasks says, in faces, what somebody does alone; told again later it
shows how far they came. Outreach is what we do to meet who does not come by themselves.
"""
