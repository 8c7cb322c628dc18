"""Lesson 3, log-likelihood: why do we add logs instead of multiplying probabilities?"""
