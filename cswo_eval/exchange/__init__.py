"""What goes out to be filled in or kept and comes back: a worksheet, a portfolio. Read with every problem named."""
