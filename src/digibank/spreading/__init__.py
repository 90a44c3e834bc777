"""Spreading: each morning a proposal which devices go from where to which desk, and what became of it.

What a desk needs is read from the chapters below (who waits, what is promised, what rides, what stands there), and from
the minimum that the coordinator set. A solver matches devices with needs; the coordinator accepts, changes or drops
each line. What is accepted is an ordinary transfer.
"""
