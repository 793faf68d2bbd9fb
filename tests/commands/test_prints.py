"""`desk prints · print-answer`: the print ledger from the command line."""

import pytest

from tests.support.words import words_on


def test_the_ledger_tells_of_every_page(shell, code):
    shell("desk", "print", "receipt", code, "--why", "lost")

    copy, original = shell.json("desk", "prints").documents

    assert (original["code"], original["kind"], original["copy"]) == (code, "original", 0)
    assert (copy["kind"], copy["copy"], copy["state"]) == ("copy", 1, "printed")
    assert copy["why"] == "lost"
    assert (copy["by"], copy["printer"], copy["layout"]) == (original["by"], "tray", "as_drawn")
    told = shell("desk", "prints", "--kind", "copy", "--lang", "vi").out
    assert "bản in lại 1" in told
    assert "1 bản in lại" in told


def test_the_ledger_is_written_as_a_table_and_as_a_page(shell, code, tmp_path):
    answer = shell.json("desk", "prints", "--csv", "so-in.csv", "--pdf", "so-in.pdf")

    assert answer.exit_code == 0
    assert code in (tmp_path / "so-in.csv").read_text(encoding="utf-8-sig")
    assert code in words_on((tmp_path / "so-in.pdf").read_bytes())


def test_days_and_forms_narrow_it(shell, code):
    assert len(shell.json("desk", "prints", "--code", code, "--form", "receipt").documents) == 1
    assert shell.json("desk", "prints", "--to", "2020-01-01").documents == []
    assert shell.json("desk", "prints", "--form", "nothing").error == "no_such_form"


@pytest.mark.usefixtures("code")
def test_a_torn_page_is_called_spoiled_and_once_only(shell):
    (row,) = shell.json("desk", "prints").documents

    spoilt = shell.json("desk", "print-answer", row["print"], "--spoilt", "torn").document
    again = shell.json("desk", "print-answer", row["print"], "--came-out")

    assert (spoilt["state"], spoilt["reason"]) == ("spoiled", "torn")
    assert again.error == "wrong_print_step"


@pytest.mark.usefixtures("code")
def test_without_a_word_the_printer_is_asked(shell):
    (row,) = shell.json("desk", "prints").documents

    assert shell.json("desk", "print-answer", row["print"]).document["state"] == "printed"
