import matplotlib as mpl
import pytest
from hypothesis import settings

mpl.use("agg")
settings.register_profile("hpbrief", deadline=None)  # slow machines are no failures
settings.load_profile("hpbrief")


@pytest.fixture(autouse=True)
def _close_figures():
    yield
    import matplotlib.pyplot as plt

    plt.close("all")
