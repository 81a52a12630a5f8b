"""Slides.

In: the bytes of a presentation. Out: the paragraphs and tables of each slide, a slide a page.
"""
