"""Find what may identify somebody, in your record or in files, and decide what becomes of it."""
