"""Lesson 8, the big picture: one best answer, or all of them?"""
