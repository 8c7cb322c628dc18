"""Lesson 5, Bayesian inference: what changes when you knew something before?"""
