"""Lesson 7, regularization as prior: what does each regularizer believe?"""
