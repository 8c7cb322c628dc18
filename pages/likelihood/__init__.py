"""Lesson 2, likelihood: the data stay fixed; which theta makes them most probable?"""
