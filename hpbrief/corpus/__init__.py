"""Many documents: texts to one data set of Parquet files, on one machine or on a Dask cluster.

In: files, folders, frames or streams of texts, and a folder.
Out: a data set of Parquet files that can be resumed, and panels of it.
"""

from hpbrief.corpus.run import CorpusRun, extract_corpus

__all__ = ["CorpusRun", "extract_corpus"]
