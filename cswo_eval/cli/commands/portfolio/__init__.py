"""Check your evidence, build a portfolio that can be handed in, verify one."""
