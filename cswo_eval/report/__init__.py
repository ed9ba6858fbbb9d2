"""What is shown, as format-neutral blocks, and the renderers that write them. Building decides content; writing does not."""
