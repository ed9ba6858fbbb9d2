"""Questions put to a person or a pipe: the keyboard, the conversation, and each interview."""
