"""ProPublica's published numbers follow from the shipped counts; the command counts and never reads names."""

import csv

import numpy as np
import pandas as pd
import pytest

from lib.data.compas import COLUMNS, MEDIUM_OR_HIGH, SUBSETS, load_counts, load_records, people
from lib.fairness.rates import rate
from lib.fairness.tables import group_table
from lib.training.compas import main

HEADER = ["id", "name", "first", "last", "dob", "c_case_number", *COLUMNS, "decile_score"]
USUAL = {
    "name": "jane roe",
    "dob": "1980-01-01",
    "c_case_number": "13000000CF10A",
    "decile_score": 3,
    "score_text": "Low",
    "race": "Other",
    "sex": "Female",
    "age_cat": "25 - 45",
    "two_year_recid": 0,
    "compas_screening_date": "2013-05-01",
    "days_b_screening_arrest": -1.0,
    "is_recid": 0,
    "c_charge_degree": "F",
}


def write(path, *rows, header=HEADER):
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(header)
        writer.writerows([(USUAL | row).get(name, "") for name in header] for row in rows)
    return path


def table_of(subset="all", by="race"):
    found = people(load_counts(subset), by=by)
    return group_table(found.outcomes, found.deciles >= MEDIUM_OR_HIGH, found.groups)


@pytest.mark.parametrize(
    ("race", "counts", "rates"),
    [
        ("African-American", [3696, 990, 805, 532, 1369], ["44.85", "27.99", "0.63"]),
        ("Caucasian", [2454, 1139, 349, 461, 505], ["23.45", "47.72", "0.59"]),
    ],
)
def test_the_published_table_of_a_race(race, counts, rates):
    row = table_of().loc[race]
    assert row[["n", "tn", "fp", "fn", "tp"]].tolist() == counts
    assert [f"{100 * row['fpr']:.2f}", f"{100 * row['fnr']:.2f}", f"{row['ppv']:.2f}"] == rates


@pytest.mark.parametrize("by", ["race", "sex", "age_group"])
def test_the_published_table_of_all_by_any_group(by):
    total = table_of(by=by)[["n", "tn", "fp", "fn", "tp"]].sum()
    assert total.tolist() == [7214, 2681, 1282, 1216, 2035]
    fpr, fnr, ppv = (float(rate(total, name)) for name in ("fpr", "fnr", "ppv"))
    assert [f"{100 * fpr:.2f}", f"{100 * fnr:.2f}", f"{ppv:.2f}"] == ["32.35", "37.40", "0.61"]


def test_groups_are_those_of_the_data_set():
    assert table_of()["n"].to_dict() == {
        "African-American": 3696,
        "Asian": 32,
        "Caucasian": 2454,
        "Hispanic": 637,
        "Native American": 18,
        "Other": 377,
    }
    assert table_of(by="sex")["n"].to_dict() == {"Female": 1395, "Male": 5819}
    assert table_of(by="age_group")["n"].to_dict() == {"25 - 45": 4109, "Greater than 45": 1576, "Less than 25": 1529}


def test_the_filtered_set_is_propublicas():
    counts = load_counts("filtered")
    assert counts.groupby("race")["count"].sum().to_dict() == {
        "African-American": 3175,
        "Asian": 31,
        "Caucasian": 2103,
        "Hispanic": 509,
        "Native American": 11,
        "Other": 343,
    }
    assert counts.groupby("sex")["count"].sum().to_dict() == {"Female": 1175, "Male": 4997}
    assert counts.groupby("age_group")["count"].sum().tolist() == [3532, 1293, 1347]
    assert counts.loc[counts["new_charge"] == 1, "count"].sum() == 2809


def test_without_the_late_ones_the_base_rate_falls():
    rates = [people(load_counts(subset)).outcomes.mean() for subset in ("all", "without_late")]
    assert [f"{100 * value:.1f}" for value in rates] == ["45.1", "36.2"]
    everyone, early = load_counts("all"), load_counts("without_late")
    assert everyone["count"].sum() - early["count"].sum() == 998
    without_charge = [table.loc[table["new_charge"] == 0, "count"].sum() for table in (everyone, early)]
    assert without_charge == [3963, 3963]


@pytest.mark.parametrize("subset", SUBSETS)
def test_counts_are_positive_and_complete(subset):
    counts = load_counts(subset)
    assert counts.columns.tolist() == ["decile", "race", "sex", "age_group", "new_charge", "count"]
    assert counts["count"].min() >= 1 and counts["count"].sum() == SUBSETS[subset]
    assert not counts.duplicated(["decile", "race", "sex", "age_group", "new_charge"]).any()
    found = people(counts)
    assert len(found.deciles) == len(found.groups) == len(found.outcomes) == SUBSETS[subset]


def test_people_by_hand():
    counts = pd.DataFrame({"decile": [1, 9], "sex": ["Female", "Male"], "new_charge": [0, 1], "count": [2, 1]})
    found = people(counts, by="sex")
    assert found.deciles.tolist() == [1, 1, 9] and found.outcomes.tolist() == [0, 0, 1]
    assert found.groups.tolist() == ["Female", "Female", "Male"]


def test_a_group_can_be_a_combination():
    counts = load_counts()
    crossed = people(counts, by=["race", "sex"])
    assert set(crossed.groups) == set(counts["race"] + ", " + counts["sex"])
    women = counts.query("race == 'Caucasian' and sex == 'Female'")
    assert (crossed.groups == "Caucasian, Female").sum() == women["count"].sum()
    assert people(counts, by=["race"]).groups.tolist() == people(counts).groups.tolist()


def test_unknown_names_are_an_error():
    with pytest.raises(ValueError, match="subset: got 'late', expected one of all, filtered, without_late"):
        load_counts("late")
    with pytest.raises(ValueError, match="by: got 'decile', expected race, sex or age_group"):
        people(load_counts(), by="decile")
    with pytest.raises(ValueError, match=r"by: got \['race', 'age'\], expected race, sex or age_group"):
        people(load_counts(), by=["race", "age"])
    with pytest.raises(ValueError, match=r"by: got \[\], expected race, sex or age_group"):
        people(load_counts(), by=[])


def test_the_command_counts_kinds_of_people(tmp_path, capsys):
    rows = [
        {},
        {"compas_screening_date": "2014-04-01"},  # the last day that counts
        {"compas_screening_date": "2014-04-02"},
        {"days_b_screening_arrest": 31},
        {"days_b_screening_arrest": ""},
        {"days_b_screening_arrest": 30},
        {"is_recid": -1},
        {"c_charge_degree": "O"},
        {"score_text": "N/A"},
        {"decile_score": 10, "score_text": "High", "two_year_recid": 1, "race": "Asian"},
    ]
    source, target = write(tmp_path / "records.csv", *rows), tmp_path / "counts.csv"
    main(["--data", str(source), "--to", str(target)])
    assert target.read_text(encoding="utf-8").splitlines() == [
        "decile,race,sex,age_group,new_charge,all,filtered,without_late",
        "3,Other,Female,25 - 45,0,9,4,8",
        "10,Asian,Female,25 - 45,1,1,1,1",
    ]
    assert "2 kinds of people" in capsys.readouterr().out


def test_names_birth_dates_and_case_numbers_are_never_read(tmp_path, monkeypatch):
    read, original = [], pd.read_csv

    def watched(*arguments, **options):
        read.append(original(*arguments, **options))
        return read[-1]

    monkeypatch.setattr(pd, "read_csv", watched)
    records = load_records(write(tmp_path / "records.csv", {}))
    (table,) = read
    assert set(table.columns) == set(COLUMNS)
    for values in (table, records):
        assert not np.isin(values.astype(str).to_numpy(), ["jane roe", "1980-01-01", "13000000CF10A"]).any()
    assert "race" in records and not {"name", "first", "last", "dob", "c_case_number", "id"} & set(records)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"decile_score": 11}, "has decile_score 11 for person 2"),
        ({"decile_score": ""}, "has decile_score nan for person 2"),
        ({"two_year_recid": 2}, "has two_year_recid 2 for person 2"),
        ({"race": ""}, "has race nan for person 2"),
        ({"compas_screening_date": "4/2/14"}, "has compas_screening_date 4/2/14 for person 2"),
        ({"compas_screening_date": ""}, "has compas_screening_date nan for person 2"),
    ],
)
def test_a_wrong_value_is_an_error(tmp_path, row, words):
    with pytest.raises(ValueError, match=words):
        load_records(write(tmp_path / "records.csv", {}, row))


def test_a_wrong_file_ends_the_command_with_one_sentence(tmp_path):
    source = write(tmp_path / "records.csv", header=[name for name in HEADER if name not in ("race", "is_recid")])
    target = tmp_path / "counts.csv"
    for wrong, words in ((source, "lacks race, is_recid, expected"), (tmp_path / "none.csv", "No such file")):
        with pytest.raises(SystemExit, match=words) as failure:
            main(["--data", str(wrong), "--to", str(target)])
        assert "\n" not in str(failure.value)
    assert not target.exists()
