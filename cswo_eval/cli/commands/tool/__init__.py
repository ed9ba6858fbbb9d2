"""The other tools that a CSWO uses, and your own: which there are, answering one, and what you answered."""
