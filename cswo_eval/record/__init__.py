"""What one person has said: profile, rounds with their answers, evidence, plans; and how it is kept safe on disk."""
