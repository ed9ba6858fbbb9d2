"""Make, follow, change and review the 100-day plan."""
