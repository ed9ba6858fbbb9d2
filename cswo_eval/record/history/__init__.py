"""What was changed, sitting by sitting, so that it can be taken back, brought again and shown."""
