"""The examples of docs/dataset.md run, and its tables name what there is."""

import re
import shutil
from pathlib import Path

import pytest
from whiteout.dataset.channels import PNG
from whiteout.dataset.layout import TABLES
from whiteout.dataset.schema import schema

TEXT = (Path(__file__).parent.parent / "docs/dataset.md").read_text(encoding="utf-8")
BLOCKS = [block for block in re.findall(r"```python\n(.*?)```", TEXT, re.S)
          if '"data' in block and "export(" not in block]  # fmt: skip


@pytest.mark.parametrize("block", BLOCKS, ids=["whiteout", "plain", "coco"])
@pytest.mark.filterwarnings("ignore::DeprecationWarning:pycocotools")
def test_an_example_runs(block, small_dataset, tmp_path, monkeypatch):
    shutil.copytree(small_dataset, tmp_path / "data")
    monkeypatch.chdir(tmp_path)
    exec(compile(block, "docs/dataset.md", "exec"), {})


def test_the_examples_of_the_readme_of_a_dataset_run(small_dataset, monkeypatch):
    monkeypatch.chdir(small_dataset)
    blocks = re.findall(r"```python\n(.*?)```", (small_dataset / "README.md").read_text(), re.S)
    assert len(blocks) == 2
    for block in blocks:
        exec(compile(block, "README.md", "exec"), {})


def test_every_column_and_channel_is_described():
    for table in TABLES:
        for name in schema(table).names:
            if name in ("depth", "semantic", "instance", "normal", "flow", "ay0", "ax1"):
                continue  # within "`rgb` … `cover`" and "`ax0` … `ay1`"
            assert f"`{name}`" in TEXT, f"{table}.{name}"
    for channel in PNG:
        assert f"| `{channel}` |" in TEXT


def test_links_lead_to_headings():
    headings = {re.sub(r"[^a-z0-9 -]", "", line[3:].lower()).replace(" ", "-")
                for line in TEXT.splitlines() if line.startswith("## ")}  # fmt: skip
    links = set(re.findall(r"\]\(#([a-z0-9-]+)\)", TEXT))
    assert links <= headings
