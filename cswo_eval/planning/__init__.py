"""From needs, the catalogue and a calendar to a dated 100-day plan, and the owner's changes to it. Pure."""
