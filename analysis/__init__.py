"""Pages that are made of many runs: Python over what the program's commands write.

`python -m analysis NAME` in the root of the repository runs the commands that the page NAME is made of, goes on from what
they have finished before, and writes the page; `python -m analysis --help` lists the pages.
"""
