"""Sphinx configuration."""

import shutil
from pathlib import Path

import hpbrief

HERE = Path(__file__).parent
shutil.rmtree(HERE / "notebooks", ignore_errors=True)
shutil.copytree(HERE.parent / "notebooks", HERE / "notebooks", ignore=shutil.ignore_patterns(".*"))

project = "hpbrief"
author = copyright = "The hpbrief authors"
release = version = hpbrief.__version__
extensions = ["sphinx.ext.autodoc", "sphinx.ext.napoleon", "sphinx.ext.mathjax", "myst_nb"]
exclude_patterns = ["_build", "jupyter_execute", "_dictionary.md", "_catalogue.md"]
html_theme = "pydata_sphinx_theme"
html_title = "hpbrief"
html_static_path = ["_static"]
html_css_files = ["hpbrief.css"]
html_theme_options = {"show_toc_level": 2, "navigation_with_keys": False, "navbar_center": []}
html_sidebars = {"**": ["globaltoc.html"]}
nb_execution_mode = "off"  # stored outputs; the tests run the notebooks afresh
myst_enable_extensions = ["colon_fence", "deflist", "dollarmath"]
myst_heading_anchors = 3
autodoc_member_order = "bysource"
autodoc_typehints = "description"
suppress_warnings = ["mystnb.unknown_mime_type"]
