"""A worksheet that comes back filled in: opened within bounds, read, understood by row, and merged into the round."""
