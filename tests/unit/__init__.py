"""Closed forms, oracles and edges, one module at a time."""
