from pathlib import Path

import matplotlib as mpl
import pytest
from hypothesis import settings

SOURCES = Path(__file__).parents[1] / "hpbrief"
mpl.use("agg")
settings.register_profile("hpbrief", deadline=None)  # slow machines are no failures
settings.load_profile("hpbrief")


def pytest_configure() -> None:
    """Compiled modules left in the source tree would be tested in place of it."""
    left = [*SOURCES.rglob("*.so"), *SOURCES.rglob("*.pyd")]
    if left:
        pytest.exit(
            f"{left[0]} is compiled and shadows its source; delete the compiled files of {SOURCES}", 2
        )


@pytest.fixture(autouse=True)
def _close_figures():
    yield
    import matplotlib.pyplot as plt

    plt.close("all")
