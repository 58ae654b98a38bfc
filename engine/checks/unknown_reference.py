"""A field that names another document names one that exists.
"""
