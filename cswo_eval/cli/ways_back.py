"""What is said of `undo` after a change that somebody may not have meant."""

TAKES_BACK = "`cswo-eval undo` takes it back."
"""Said after a change that somebody may not have meant."""
UNDO_NOW = "`cswo-eval undo` brings it back now."
"""Said right after something was taken out."""
