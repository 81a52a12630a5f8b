"""Run the notebooks afresh and store their outputs, without anything that changes from run to run."""

import base64
import io
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from PIL import Image

#: What stands for a living widget: it says nothing without its kernel, and its ids change with each run.
_LIVE = {"application/vnd.jupyter.widget-view+json", "application/javascript"}


def lean(png: str) -> str:
    """The same picture of a chart in 128 colours, none off by what an eye could see, and a third of the bytes."""
    picture, out = Image.open(io.BytesIO(base64.b64decode(png))).convert("RGB"), io.BytesIO()
    picture.quantize(128, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(
        out, "PNG", optimize=True
    )
    return base64.b64encode(out.getvalue()).decode("ascii")


folder = Path(__file__).parents[1] / "notebooks"
for path in [folder / name for name in sys.argv[1:]] or sorted(folder.glob("*.ipynb")):
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(notebook, timeout=120, record_timing=False).execute()
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.execution_count = None
            cell.outputs = [o for o in cell.outputs if not _LIVE & set(o.get("data", ()))]
            for output in cell.outputs:
                output.pop("execution_count", None)
                if "image/png" in output.get("data", ()):
                    output.data["image/png"] = lean(output.data["image/png"])
                if output.output_type == "execute_result":
                    output["execution_count"] = None
    notebook.metadata.pop("widgets", None)
    notebook.metadata["language_info"] = {"name": "python"}
    nbformat.write(notebook, path)
