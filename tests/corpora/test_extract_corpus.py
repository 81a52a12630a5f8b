"""Many texts to one data set: the same whatever happens on the way."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import hpbrief as hb
from hpbrief.corpus.engines import DaskEngine, ProcessEngine
from hpbrief.corpus.store import COLUMNS, TABLES, arrow_schema
from hpbrief.corpus.texts import TextItem, list_batches

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))
sys.path.insert(0, str(Path(__file__).parent))

import killers
from articles import articles, write_parquet

N = 60


@pytest.fixture(scope="module")
def texts(tmp_path_factory):
    path = tmp_path_factory.mktemp("texts") / "texts.parquet"
    write_parquet(str(path), N)
    return path


@pytest.fixture(scope="module")
def undisturbed(texts, tmp_path_factory):
    out = tmp_path_factory.mktemp("corpus") / "out"
    hb.extract_corpus(texts, out, engine="serial", batch=7)
    return out


def content(out):
    """The bytes of every file of a corpus that a reader sees."""
    return {
        str(f.relative_to(out)): f.read_bytes()
        for f in sorted(out.rglob("*"))
        if f.is_file() and "_work" not in f.parts
    }


def parquet_of(path, texts, **more):
    pq.write_table(pa.table({"text": texts, **more}), path)
    return path


# -- what comes out ----------------------------------------------------------------------------------


def test_the_facts_are_those_of_each_text_alone(texts, undisturbed):
    rows = pq.read_table(texts).to_pylist()
    by_document = {}
    for row in rows:
        read = hb.parse_briefing(row["text"], document_date=row["published"])
        by_document.setdefault(read.document.id, read.to_records())
    found: dict[str, list] = {}
    for fact in pq.read_table(undisturbed / "statements").to_pylist():
        found.setdefault(fact["document"], []).append(fact)
    assert {d for d, facts in by_document.items() if facts} == set(found)
    for document, facts in found.items():
        assert [{k: f[k] for k in by_document[document][0]} for f in facts] == by_document[document]


def test_schema_and_manifest_say_what_the_files_hold(undisturbed):
    manifest = json.loads((undisturbed / "manifest.json").read_text("utf-8"))
    for name in TABLES:
        parts = sorted((undisturbed / name).iterdir())
        assert [p.name for p in parts] == [f["path"] for f in manifest["tables"][name]["files"]]
        assert all(pq.read_schema(p).equals(arrow_schema(name)) for p in parts)
        assert list(COLUMNS[name]) == arrow_schema(name).names
        assert sum(pq.read_metadata(p).num_rows for p in parts) == manifest["tables"][name]["rows"]


def test_copies_are_counted_once_and_their_addresses_kept(texts, undisturbed):
    given = pq.read_table(texts).to_pylist()
    different = {row["text"] for row in given}
    briefings = pq.read_table(undisturbed / "briefings").to_pylist()
    addresses = pq.read_table(undisturbed / "addresses").to_pylist()
    assert len(different) < len(given), "the sample must hold copies"
    assert len(briefings) == len({b["document"] for b in briefings}) == len(different)
    assert sorted(a["address"] for a in addresses) == sorted(row["url"] for row in given)
    firsts = {a["document"]: a["address"] for a in addresses if a["first"]}
    assert firsts == {b["document"]: b["address"] for b in briefings}
    assert sum(a["first"] for a in addresses) == len(different)


def test_printed_digits_survive(tmp_path):
    text = (
        "Quảng Ninh, ngày 4/11/2025. Chỉ số sản xuất công nghiệp 10 tháng năm 2025 tăng 9,50% so với cùng kỳ."
    )
    run = hb.extract_corpus(parquet_of(tmp_path / "a.parquet", [text]), tmp_path / "out", workers=1)
    (fact,) = [row for row in run.table().to_pylist() if row["kind"] == "figure"]
    assert (fact["value"], fact["value_printed"]) == (9.5, "9.50")


def test_files_folders_patterns_and_parquet_say_the_same(tmp_path):
    rows = list(articles(9))
    (tmp_path / "in" / "b").mkdir(parents=True)
    for n, row in enumerate(rows):
        (tmp_path / "in" / ("b" if n % 2 else "") / f"{n}.txt").write_text(row["text"], "utf-8")
    (tmp_path / "in" / ".hidden.txt").write_text("x", "utf-8")
    of_folder = hb.extract_corpus(tmp_path / "in", tmp_path / "out1", engine="serial", batch=4)
    of_pattern = hb.extract_corpus(f"{tmp_path}/in/**/*.txt", tmp_path / "out2", engine="serial")
    parquet = parquet_of(tmp_path / "t.parquet", [row["text"] for row in rows])
    of_parquet = hb.extract_corpus(iter([parquet]), tmp_path / "out3", engine="serial")

    def facts(run):
        return sorted(repr({**row, "file": None}) for row in run.table().to_pylist())

    assert facts(of_folder) == facts(of_pattern) == facts(of_parquet)
    assert of_folder.documents == len({row["text"] for row in rows})


def test_files_of_other_kinds_and_zips_are_read_too(tmp_path):
    import zipfile

    import docx

    text = "Quảng Ninh, ngày 4/11/2025. Thu ngân sách 10 tháng năm 2025 đạt 5.000 tỷ đồng."
    (tmp_path / "in").mkdir()
    file = docx.Document()
    file.add_paragraph(text)
    file.save(str(tmp_path / "in" / "a.docx"))
    with zipfile.ZipFile(tmp_path / "in" / "b.zip", "w") as archive:
        archive.writestr("1.txt", text.replace("5.000", "6.000"))
        archive.writestr("2.txt", text.replace("5.000", "7.000"))
        archive.writestr("3.bin", b"\x00\x01\x02" * 100)
    run = hb.extract_corpus(tmp_path / "in", tmp_path / "out", engine="serial")
    addresses = [Path(b["address"]).name for b in run.table("briefings").to_pylist()]
    assert sorted(addresses) == ["1.txt", "2.txt", "a.docx"]
    figures = [s["value"] for s in run.table().to_pylist() if s["kind"] == "figure"]
    assert sorted(figures) == [5000, 6000, 7000]
    assert [Path(i["address"]).name for i in run.table("issues").to_pylist()] == ["3.bin"]


def test_a_bad_document_becomes_an_issue(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_bytes(b"\x00\x01\x02" * 100)
    (tmp_path / "in" / "b.txt").write_text("Thu ngân sách 10 tháng năm 2025 đạt 5.000 tỷ đồng.", "utf-8")
    parquet_of(
        tmp_path / "in" / "c.parquet",
        ["Thu ngân sách 9 tháng năm 2025 đạt 4.000 tỷ đồng.", None],
        published=["hôm qua", None],
        area=["Atlantis", None],
    )
    (tmp_path / "in" / "d.txt").symlink_to(tmp_path / "in" / "b.txt")
    run = hb.extract_corpus([tmp_path / "in", tmp_path / "gone.txt"], tmp_path / "out", engine="serial")
    issues = {(Path(i["address"]).name, i["code"]) for i in run.table("issues").to_pylist()}
    assert run.documents == 2
    assert {
        ("a.txt", "not_opened"),
        ("c.parquet#1", "bad_published"),
        ("c.parquet#1", "bad_area"),
        ("c.parquet#2", "not_opened"),
        ("gone.txt", "not_opened"),
    } <= issues


# -- once more ---------------------------------------------------------------------------------------


def test_a_second_run_reads_nothing_and_a_grown_corpus_only_what_is_new(tmp_path):
    rows = [row["text"] for row in articles(20)]
    out = tmp_path / "out"
    parquet_of(tmp_path / "1.parquet", rows[:12])
    first = hb.extract_corpus(tmp_path / "1.parquet", out, engine="serial", batch=4)
    before = content(out)
    again = hb.extract_corpus(tmp_path / "1.parquet", out, engine="serial", batch=4)
    assert (first.parts_read, again.parts_read) == (3, 0)
    assert content(out) == before
    parquet_of(tmp_path / "2.parquet", rows[12:])
    grown = hb.extract_corpus([tmp_path / "1.parquet", tmp_path / "2.parquet"], out, engine="serial", batch=4)
    assert (grown.parts, grown.parts_read) == (5, 2)
    shrunk = hb.extract_corpus(tmp_path / "1.parquet", out, engine="serial", batch=4)
    assert shrunk.parts_read == 0
    assert content(out) == before


def test_a_changed_text_changes_the_parts_from_its_own_on(tmp_path):
    rows = [row["text"] for row in articles(12)]
    out = tmp_path / "out"
    hb.extract_corpus(parquet_of(tmp_path / "t.parquet", rows), out, engine="serial", batch=3)
    rows[4] = rows[0]  # now a copy
    changed = hb.extract_corpus(parquet_of(tmp_path / "t.parquet", rows), out, engine="serial", batch=3)
    fresh = hb.extract_corpus(tmp_path / "t.parquet", tmp_path / "new", engine="serial", batch=3)
    assert changed.parts_read == 3
    assert content(out) == content(fresh.folder)


def test_other_settings_or_a_folder_of_something_else_are_refused(tmp_path, texts, undisturbed):
    with pytest.raises(hb.LoadError, match=r"batch \(7 → 8\)"):
        hb.extract_corpus(texts, undisturbed, engine="serial", batch=8)
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.docx").touch()
    with pytest.raises(hb.LoadError, match="is not a corpus"):
        hb.extract_corpus(texts, tmp_path / "mine", engine="serial")
    pq.write_table(pa.table({"body": ["x"]}), tmp_path / "x.parquet")
    with pytest.raises(hb.LoadError, match="no column 'text' but body"):
        hb.extract_corpus(tmp_path / "x.parquet", tmp_path / "out", engine="serial")
    with pytest.raises(hb.LoadError, match="no file fits"):
        hb.extract_corpus(str(tmp_path / "*.none"), tmp_path / "out2", engine="serial")
    with pytest.raises(hb.LoadError, match="no engine 'spark'"):
        hb.extract_corpus(texts, tmp_path / "out3", engine="spark")


def test_fresh_begins_anew(tmp_path):
    path = parquet_of(tmp_path / "t.parquet", [row["text"] for row in articles(6)])
    hb.extract_corpus(path, tmp_path / "out", engine="serial", batch=2)
    again = hb.extract_corpus(path, tmp_path / "out", engine="serial", batch=3, fresh=True)
    assert (again.parts, again.parts_read) == (2, 2)


def test_two_runs_never_write_into_one_folder(tmp_path, texts):
    from hpbrief.corpus.store import Store

    with Store.opened(tmp_path / "out", {}), pytest.raises(hb.LoadError, match="another run is writing"):
        hb.extract_corpus(texts, tmp_path / "out", engine="serial")


# -- deaths ------------------------------------------------------------------------------------------


def test_a_killed_worker_loses_nothing(tmp_path):
    rows = [row["text"] for row in articles(20)]
    rows[9] += f"\nKILL {tmp_path / 'flag'}"
    path = parquet_of(tmp_path / "t.parquet", rows)
    calm = hb.extract_corpus(path, tmp_path / "calm", engine="serial", batch=3)
    killed = hb.extract_corpus(path, tmp_path / "killed", engine=ProcessEngine(2, killers.dies_once), batch=3)
    assert (tmp_path / "flag").exists()
    assert content(killed.folder) == content(calm.folder)


def test_the_document_that_kills_its_reader_is_found_and_recorded(tmp_path):
    rows = [row["text"] for row in articles(8)]
    without = parquet_of(tmp_path / "without.parquet", [*rows[:5], *rows[6:]])
    rows[5] = "KILL"
    path = parquet_of(tmp_path / "t.parquet", rows)
    run = hb.extract_corpus(
        path, tmp_path / "out", engine=ProcessEngine(2, killers.dies_over_bad_text), batch=4
    )
    (issue,) = [i for i in run.table("issues").to_pylist() if i["code"] == "worker_died"]
    assert issue["address"] == f"{path}#6"
    rest = hb.extract_corpus(without, tmp_path / "rest", engine="serial", batch=4)
    assert run.table().equals(rest.table())


def test_an_error_of_the_program_is_not_swallowed(tmp_path, texts):
    with pytest.raises(RuntimeError, match="a broken reader"):
        hb.extract_corpus(texts, tmp_path / "out", engine=ProcessEngine(1, killers.fails))
    assert not (tmp_path / "out" / "manifest.json").exists()


SCRIPT = """
import sys, hpbrief as hb
if __name__ == "__main__":
    hb.extract_corpus(sys.argv[1], sys.argv[2], workers=1, batch=7)
"""


@pytest.mark.parametrize("parts", [0, 1, 4])
def test_a_run_that_was_killed_is_continued(tmp_path, texts, undisturbed, parts):
    script, out = tmp_path / "run.py", tmp_path / "out"
    script.write_text(SCRIPT, "utf-8")
    process = subprocess.Popen([sys.executable, str(script), str(texts), str(out)])
    try:
        while process.poll() is None and len(list(out.glob("_work/parts/*.json"))) < parts:
            time.sleep(0.005)
        os.kill(process.pid, signal.SIGKILL)
    finally:
        process.wait()
    finished = len(list(out.glob("_work/parts/part-*.json")))
    again = hb.extract_corpus(texts, out, engine="serial", batch=7)
    assert again.parts_read == again.parts - finished
    assert content(out) == content(undisturbed)


def test_a_run_killed_between_two_files_leaves_no_half_part(tmp_path, texts, undisturbed):
    out = tmp_path / "out"
    hb.extract_corpus(texts, out, engine="serial", batch=7)
    (out / "manifest.json").unlink()
    (out / "_work" / "parts" / "part-00004.json").unlink()
    (out / "issues" / "part-00004.parquet").write_bytes(b"half")
    (out / "issues" / ".part-00004.parquet").write_bytes(b"half")
    hb.extract_corpus(texts, out, engine="serial", batch=7)
    assert content(out) == content(undisturbed)


# -- Dask --------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def client():
    import dask
    from distributed import Client, LocalCluster

    with (
        dask.config.set({"distributed.scheduler.allowed-failures": 1}),
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster,
        Client(cluster) as client,
    ):
        yield client


@pytest.mark.filterwarnings("ignore")
def test_dask_gives_the_same_files(tmp_path, texts, undisturbed, client):
    by_client = hb.extract_corpus(texts, tmp_path / "a", engine="dask", client=client, batch=7)
    hb.extract_corpus(texts, tmp_path / "b", engine="dask", client=client.scheduler.address, batch=7)
    assert content(by_client.folder) == content(undisturbed) == content(tmp_path / "b")


@pytest.mark.filterwarnings("ignore")
def test_a_killed_dask_worker_loses_nothing(tmp_path, client):
    rows = [row["text"] for row in articles(20)]
    rows[9] += f"\nKILL {tmp_path / 'flag'}"
    path = parquet_of(tmp_path / "t.parquet", rows)
    calm = hb.extract_corpus(path, tmp_path / "calm", engine="serial", batch=3)
    run = hb.extract_corpus(
        path, tmp_path / "out", engine=DaskEngine(client, read=killers.dies_once), batch=3
    )
    assert (tmp_path / "flag").exists()
    assert content(run.folder) == content(calm.folder)


@pytest.mark.filterwarnings("ignore")
def test_the_document_that_kills_dask_workers_is_found(tmp_path, client):
    path = parquet_of(tmp_path / "t.parquet", [*(row["text"] for row in articles(2)), "KILL"])
    engine = DaskEngine(client, read=killers.dies_over_bad_text)
    run = hb.extract_corpus(path, tmp_path / "out", engine=engine, batch=2)
    assert [i["address"] for i in run.table("issues").to_pylist() if i["code"] == "worker_died"] == [
        f"{path}#3"
    ]


def test_a_cluster_that_does_not_answer_is_a_clear_error(tmp_path, texts, monkeypatch):
    import distributed

    def refuse(*_args, **_more):
        raise OSError("timed out")

    monkeypatch.setattr(distributed.Client, "__init__", refuse)
    monkeypatch.setattr(distributed.Client, "__del__", lambda self: None)
    with pytest.raises(hb.LoadError, match="no Dask cluster answers at tcp://nowhere:8786"):
        hb.extract_corpus(texts, tmp_path / "out", engine="dask", client="tcp://nowhere:8786")


@pytest.mark.parametrize(
    ("missing", "extra", "engine"), [("pyarrow", "corpus", "process"), ("distributed", "dask", "dask")]
)
def test_a_missing_extra_is_named(tmp_path, texts, monkeypatch, missing, extra, engine):
    monkeypatch.setitem(sys.modules, missing, None)
    with pytest.raises(hb.LoadError, match=rf"install hpbrief\[{extra}\]"):
        hb.extract_corpus(texts, tmp_path / "out", engine=engine)


# -- batches -----------------------------------------------------------------------------------------


def test_batches_are_cut_by_number_and_by_size():
    items = [TextItem(address=str(n), size=size, text="x") for n, size in enumerate((4, 4, 4, 20, 1, 1))]
    cut = [[i.size for i in b.items] for b in list_batches(items, documents=3, size=10)]
    assert cut == [[4, 4], [4], [20], [1, 1]]
    assert [len(b.items) for b in list_batches(items, documents=3)] == [3, 3]
