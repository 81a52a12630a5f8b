"""Text to sentences of tokens, and the frame of the document.

In: the characters of a document. Out: tokens, sentences, days and periods, and what the document is about.
"""
