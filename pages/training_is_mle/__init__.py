"""Lesson 4, training is maximum likelihood: what does a gradient step do to the likelihood?"""
