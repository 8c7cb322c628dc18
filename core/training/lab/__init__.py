"""The training lab's engine: a run, its exact record of every step, and its export."""
