"""Scores of stated probabilities: what a forecast costs, and whether what gets 80 % comes true in 80 % of cases."""
