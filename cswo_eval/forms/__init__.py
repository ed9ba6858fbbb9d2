"""An interview as data, and the pure engine that asks it."""
