"""Tests of the shared server: each part alone, and two replicas behind nginx."""
