"""The best plan that the rules allow, for twenty realistic records: what the planner is measured against.

`python -m tests.optimum` finds the optima with a solver and stores them; the suite reads what is stored.
"""
