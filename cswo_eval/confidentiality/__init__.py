"""What identifies a person in a text, why it does, and what could be written instead. Pure: text in, findings out."""
