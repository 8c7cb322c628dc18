"""Lesson 9, the training lab: what moves the weights, the data or the prior?"""
