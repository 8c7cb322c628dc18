"""Lesson 6, MAP estimation: where do the data and the prior agree to meet?"""
