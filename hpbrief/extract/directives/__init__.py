"""Tasks, each with its owner and its deadline.

In: a sentence and the day of the document. Out: tasks.
"""
