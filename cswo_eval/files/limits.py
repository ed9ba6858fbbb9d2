"""How large, how many and how deep: every bound of what is read and written, with its reason."""

LARGEST_ATTACHMENT = 100_000_000
"""Bytes. A bound report of scanned pages is some 50 million; a portfolio of larger files can neither be sent nor opened
on a council laptop, and looking through one for names takes minutes."""
