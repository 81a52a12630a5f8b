"""The reference tables as models, looked up by id and by alias.

In: TOML and CSV of ``hpbrief/reference`` and of a folder of one's own. Out: a Catalog.
"""

from hpbrief.catalog.catalog import Catalog, fold, load_catalog

__all__ = ["Catalog", "fold", "load_catalog"]
