"""Private, offline self-evaluation for Chief Social Work Officers in Scotland."""

# A literal: asking the installed package's metadata costs 40 ms at every start.
__version__ = "0.1.0"
