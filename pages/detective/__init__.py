"""Lesson 1, detective: which suspect best explains the evidence?"""
