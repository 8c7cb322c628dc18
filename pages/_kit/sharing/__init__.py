"""How heavy computations of several learners share one machine: turns, slices of time, and the frame loop."""
