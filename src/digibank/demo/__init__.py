"""A believable region, built through the actions: to show what the system does, and to try it.

`story` tells the life of one laptop step by step, on a real report and a real log. `region` lets eighteen months go by
in seven municipalities that do not exist. Nothing here writes to the database except through the actions.
"""
