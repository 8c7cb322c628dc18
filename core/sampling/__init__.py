"""Hamiltonian Monte Carlo and its diagnostics."""
