from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

SOFFICE = shutil.which("soffice")


@pytest.fixture(scope="session")
def office(tmp_path_factory):
    """Convert a file with LibreOffice, in a profile of our own; skips where there is none."""
    if SOFFICE is None and not os.environ.get("HPBRIEF_REQUIRE_OFFICE"):
        pytest.skip("no LibreOffice on this machine")
    home = tmp_path_factory.mktemp("libreoffice")

    def convert(path: Path, kind: str, folder: Path) -> Path:
        profile = f"-env:UserInstallation={home.as_uri()}"
        program = SOFFICE or "soffice"
        command = [program, "--headless", profile, "--convert-to", kind, "--outdir", str(folder), str(path)]
        subprocess.run(command, check=True, capture_output=True, timeout=240)
        return folder / f"{path.stem}.{kind.partition(':')[0]}"

    return convert
