"""The command line: one module a command, nothing heavy imported before it is needed.

It is built on argparse: ``--help`` takes a fifth of the time that typer needs, and a
restoration is short enough for that to count.
"""
