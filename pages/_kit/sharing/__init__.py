"""How heavy computations of several learners share one machine: turns, and slices of time."""
