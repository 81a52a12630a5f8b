"""Words to names: which indicator, which subject, which measure.

In: words of a sentence or a cell. Out: an indicator of the catalogue or none, the subject's phrase, a measure.
"""
