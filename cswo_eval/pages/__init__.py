"""What is shown: format-neutral blocks, and the sections that say things. No format is known here."""
