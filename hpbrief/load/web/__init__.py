"""Web pages, fetched or saved.

In: an address, or the bytes of a page. Out: its main text as paragraphs and grids.
"""
