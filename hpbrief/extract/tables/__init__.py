"""The tables of a document.

In: grids of cells and the frame of the document. Out: statements, each with its cell, and issues.
"""
