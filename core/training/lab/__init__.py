"""The training lab: training runs, exact records of their steps, and their export."""
