"""The tables of a data set: their columns as data, rows to models and back, frames.

In: raw tables of any origin. Out: typed rows, models, frames; faults with file, line and column.
"""
