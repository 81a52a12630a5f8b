"""Many documents: texts to one data set of Parquet files, on one machine or on a Dask cluster."""

from hpbrief.corpus.run import CorpusRun, extract_corpus

__all__ = ["CorpusRun", "extract_corpus"]
