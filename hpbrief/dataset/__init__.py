"""Data sets: read, joined, seen as of a day, shown, compared.

In: tables of cited figures, goals and verdicts. Out: a Dataset, and frames and texts made of it.
"""

from hpbrief.dataset.dataset import Dataset, Defaults, load_dataset
from hpbrief.dataset.opening import list_datasets, read_dataset

__all__ = ["Dataset", "Defaults", "list_datasets", "load_dataset", "read_dataset"]
