"""A part of benchmarks/audit.py: each plain kind of fault once in the sparse set, and the clean sets stay silent."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

import hpbrief as hb

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))

import audit as planted

SEED = 5


@pytest.fixture(scope="module")
def outcomes() -> list[planted.Outcome]:
    kinds = planted.PLAIN
    return planted.measure(planted.sparse(SEED), kinds, len(kinds), SEED)


def test_nearly_all_plain_faults_are_found_in_sparse_data(outcomes):
    missed = [o.name for o in outcomes if not o.found]
    assert len(missed) <= len(outcomes) * 4 / 34


def test_one_fault_is_about_one_finding(outcomes):
    assert sum(len(o.findings) for o in outcomes) <= 2 * len(outcomes)


def test_currencies_copies_and_signs_have_findings_of_their_own(outcomes):
    told = {o.name: set(o.findings) for o in outcomes}
    assert (
        told["all dollars filed as đồng"]
        == told["a cell in dollars that is in đồng"]
        == {"currency_mismatch"}
    )
    assert "copied_series" in told["a series copied under another area"]
    assert told["industry's growth with the other sign"] == {"growth_path_sign"}


@pytest.mark.parametrize("name", ["beach", "payments"])
def test_a_season_is_no_fault(name):
    report = hb.audit(planted.CLEAN[name](SEED), lang="en", area="ha-noi", year=2025)
    assert [f.message for f in report] == []


def test_months_and_quarters_add_up_to_what_they_make():
    ds = planted.dense(SEED)
    wrong = planted.each(lambda o: o.area == "ha-noi" and o.period.code == "2025-Q3" and o.indicator == "port_cargo",
                         planted.times("1.2"))(ds, planted.random.Random(1))  # fmt: skip
    assert wrong is not None
    cases = hb.audit(wrong[0], area="ha-noi", year=2025).cases
    assert [case.code for case in cases] == ["ytd_sum"]
    assert "ytd_sum_pieces" in {case.template for case in (*cases, *cases[0].behind)}
