"""What is left out of all that you share: list it, mark things, take marks back."""
