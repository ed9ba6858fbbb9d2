"""Which question comes next and what an answer changes. A pure state machine: prompts are one front end of it."""
