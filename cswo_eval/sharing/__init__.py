"""What comes back from outside: files that were filled in or sent by others, read with every problem named."""
