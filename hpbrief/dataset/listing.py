"""The bundled data sets: a list of their names that says what each covers."""

from __future__ import annotations

from hpbrief.dataset.dataset import bundled_names, load_dataset


class DatasetNames(list[str]):
    """Names of data sets; shown, each tells its title, and how many areas, figures and goals of which years."""

    def __repr__(self) -> str:
        return "\n".join(f"{name}: {_coverage(name)}" for name in self)


def _coverage(name: str) -> str:
    ds = load_dataset(name)
    tables, years = ds.tables, ds.years
    span = str(years[0]) if len(years) == 1 else f"{years[0]} to {years[-1]}"
    return (
        f"{ds.title}; {len(ds.areas)} areas, {span}, {len(tables.observations)} figures, {len(tables.goals)} goals, "
        f"{len(tables.verdicts)} verdicts, {len(tables.headline_verdicts)} counts, {len(tables.sources)} sources"
    )


def list_datasets() -> DatasetNames:
    """Names of the bundled data sets; what is shown of them tells what each covers."""
    return DatasetNames(bundled_names())
