"""What a tool wrote about an erasure, and what that is worth as evidence.

`nwipe` reads a log into facts, `signs` weighs the facts one by one, `methods` says which level was reached.
Nothing here knows the database: a log goes in, facts and sentences come out.
"""
