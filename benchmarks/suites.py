"""The files of other projects' test suites: how each is read, how long it takes, and which words are lost.

    python benchmarks/suites.py FOLDER [-v] [--part 1/4]

FOLDER has the files, at any depth; nothing is fetched and nothing is kept. Words are held against those of pdftotext
(PDF, where it is installed), of calamine (XLSX, XLS, XLSB, ODS) and of the bare XML (DOCX, PPTX): their share that is
not among ours, files aside that we refuse. What a file hides is rightly lost. ``-v`` lists refusals and the files that
lose most.
"""

from __future__ import annotations

import argparse
import html
import json
import os
import re
import select
import signal
import subprocess
import sys
import time
import zipfile
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path

from hpbrief.errors import UnsafeFileError
from hpbrief.load import Limits, read_documents
from hpbrief.models import Document

LIMITS = Limits(seconds=20)
_WORD = re.compile(r"\w+")
# What was deleted or moved away, what stands in for a picture, and the words that ask for others to be typed.
_GONE = re.compile(
    r"<w:(del|moveFrom)[ >].*?</w:\1>|<mc:Fallback.*?</mc:Fallback>"
    r"|<w:sdt>(?:(?!</?w:sdt>).)*<w:showingPlcHdr/>.*?</w:sdt>",
    re.DOTALL,
)
_BREAK = re.compile(r"</?[wa]:(?:p|tab|br|cr|tc)\b[^>]*>")
_TEXT = re.compile(r"<[wa]:t(?: [^>]*)?>([^<]*)</[wa]:t>|\0")


def of_pdftotext(path: Path) -> str:
    """The text of a PDF by pdftotext."""
    done = subprocess.run(["pdftotext", "-q", str(path), "-"], capture_output=True, timeout=60, check=True)
    return done.stdout.decode("utf-8", "replace")


def of_calamine(path: Path) -> str:
    """The texts of the visible sheets; numbers are shown by their formats and not held against anything."""
    import python_calamine as calamine

    book = calamine.CalamineWorkbook.from_path(str(path))
    shown = [s.name for s in book.sheets_metadata if s.visible == calamine.SheetVisibleEnum.Visible]
    cells = (c for name in shown for row in book.get_sheet_by_name(name).to_python() for c in row)
    return " ".join(c for c in cells if isinstance(c, str))


def of_xml(path: Path) -> str:
    """The texts of the body of a Word file, or of slides."""
    pieces = []
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if re.search(r"(^|/)(document\d*|slide\d+)\.xml$", name):
                part = archive.read(name).decode("utf-8", "replace")
                part = _GONE.sub("", part)
                part = _BREAK.sub("\0", part)
                pieces += [html.unescape(found[1] or " ") for found in _TEXT.finditer(part)]
    return "".join(pieces)


OTHER: dict[str, Callable[[Path], str]] = {
    **dict.fromkeys((".pdf",), of_pdftotext),
    **dict.fromkeys((".xlsx", ".xlsm", ".xls", ".xlsb", ".ods"), of_calamine),
    **dict.fromkeys((".docx", ".docm", ".dotx", ".pptx"), of_xml),
}


def words_of(text: str) -> Counter[str]:
    """How often each word stands in a text, compatibility forms as one."""
    import unicodedata

    return Counter(_WORD.findall(unicodedata.normalize("NFKC", text)))


def apart(read: Callable[[Path], str], path: Path) -> Counter[str] | None:
    """The words that another library finds, in a process that may break; None where it finds none."""
    start, end = os.pipe()
    child = os.fork()
    if child == 0:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        signal.alarm(60)
        with os.fdopen(end, "wb") as stream:
            stream.write(json.dumps(words_of(read(path))).encode())
        os._exit(0)
    os.close(end)
    with os.fdopen(start, "rb") as stream:
        ready = select.select([stream], [], [], 70)[0]
        answer = stream.read() if ready else b""
    os.waitpid(child, 0)
    return Counter(json.loads(answer)) if answer else None


def outcome(path: Path) -> tuple[str, str]:
    """How the reading of a file ends, in one word, and its text or the error."""
    pieces, errors = [], []
    try:
        for _, found in read_documents(path, limits=LIMITS):
            if isinstance(found, Document):
                pieces.append(found.text or "")
            else:
                errors.append(found)
    except Exception as error:  # the one thing that must not be
        return "CRASH", f"{type(error).__name__}: {error}"
    if pieces:
        return "read", "\n".join(pieces)
    if not errors:
        return "empty", ""
    broke = isinstance(errors[0], UnsafeFileError) and errors[0].message.code == "breaks_reader"
    past = isinstance(errors[0], UnsafeFileError)
    return "broke" if broke else "past a limit" if past else "refused", str(errors[0])


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("-v", action="store_true")
    parser.add_argument("--part", default="1/1")
    asked = parser.parse_args()
    number, parts = map(int, asked.part.split("/"))
    paths = sorted(p for p in asked.folder.rglob("*") if p.is_file())[number - 1 :: parts]
    ends: dict[str, Counter[str]] = defaultdict(Counter)
    theirs: Counter[str] = Counter()
    lost: Counter[str] = Counter()
    slowest: dict[str, tuple[float, str]] = {}
    for path in paths:
        kind = path.suffix.lower()
        began = time.monotonic()
        end, said = outcome(path)
        taken = time.monotonic() - began
        ends[kind][end] += 1
        slowest[kind] = max(slowest.get(kind, (0.0, "")), (taken, path.name))
        if asked.v and (end != "read" or taken > 5):
            print(f"{end}\t{taken:.1f}\t{path.name}\t{said[:200] if end != 'read' else ''}", flush=True)
        words = apart(OTHER[kind], path) if end == "read" and kind in OTHER else None
        if words:
            missing = (words - words_of(said)).total()
            theirs[kind] += words.total()
            lost[kind] += missing
            if asked.v and missing > 0.05 * words.total() + 3:
                few = list(words - words_of(said))[:12]
                print(f"lost\t{missing}/{words.total()}\t{path.name}\t{few}", flush=True)
    print(f"{'kind':6}{'files':>6}  {'words':>9}{'lost':>8}  slowest     ends")
    for kind, count in sorted(ends.items()):
        share = f"{100 * lost[kind] / theirs[kind]:.2f} %" if theirs[kind] else "-"
        told = ", ".join(f"{word} {n}" for word, n in count.most_common())
        seconds, name = slowest[kind]
        print(
            f"{kind:6}{count.total():>6}  {theirs[kind]:>9}{share:>8}  {seconds:5.1f} s {name[-24:]:24} {told}"
        )
    sys.exit(any(count["CRASH"] for count in ends.values()))


if __name__ == "__main__":
    main()
