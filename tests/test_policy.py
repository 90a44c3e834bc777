"""Every rule of docs/policy has a test that carries its number, and every number in a test stands in docs/policy."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

pytestmark = pytest.mark.once


def rules_on_the_pages(folder: Path) -> set[str]:
    return {
        number
        for page in folder.glob("*.md")
        for number in re.findall(r"^\*\*([A-Z]{1,2}-\d\d)\*\*", page.read_text(), re.MULTILINE)
    }


def rules_in_the_tests(root: Path) -> set[str]:
    tests = [*root.glob("src/**/tests/**/test_*.py"), *root.glob("tests/**/test_*.py")]
    return {number for test in tests for number in re.findall(r'mark\.rule\("([A-Z]{1,2}-\d\d)"\)', test.read_text())}


def test_every_rule_has_a_test_and_every_mark_a_rule():
    assert rules_in_the_tests(ROOT) == rules_on_the_pages(ROOT / "docs" / "policy")


def test_the_code_names_no_rule_that_is_not_on_the_pages():
    named = {
        number
        for module in ROOT.glob("src/**/*.py")
        for number in re.findall(r"policy ([A-Z]{1,2}-\d\d)", module.read_text())
    }

    assert named - rules_on_the_pages(ROOT / "docs" / "policy") == set()


def test_a_rule_without_a_test_is_noticed(tmp_path):
    (tmp_path / "pages.md").write_text("**Z-01** Nobody tests this.\n")

    assert rules_on_the_pages(tmp_path) - rules_in_the_tests(tmp_path) == {"Z-01"}
