"""One package a format: each only writes what `pages` made."""
