"""Word documents, new and old.

In: the bytes of a document. Out: paragraphs and grids in their order.
"""
