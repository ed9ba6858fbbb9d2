"""What the answers come to: gaps and needs, means with their coverage, checks, and how each number came about. Pure."""
