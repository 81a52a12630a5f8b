"""PDF.

In: the bytes of a PDF. Out: paragraphs and grids in the order of its pages.
"""
