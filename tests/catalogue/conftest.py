"""The shipped catalogue, read once; and a copy of its files that a test may spoil."""

import json
import shutil
from pathlib import Path

import pytest

from desk_app.catalogue import manifest
from desk_app.catalogue.catalogue import Catalogue
from desk_app.catalogue.errors import CatalogueFaulty
from desk_app.catalogue.reader import read_catalogue


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return read_catalogue()


class Copy:
    """A copy of the data files; `spoil` and `seal`, then `faults` says what the reader finds.

    Of the communes it keeps those of Đà Nẵng, for half of the reading is theirs.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        shutil.copytree(manifest.DATA, folder)
        lines = (folder / "units.tsv").read_text(encoding="utf-8").splitlines()
        self.units = [line for line in lines if line.split("\t")[1] in {"parent", "", "48"}]
        self.write("units.tsv", "\n".join(self.units) + "\n")

    def spoil(self, name, change) -> None:
        """Change the JSON of a file in place by a function."""
        path = self.folder / name
        content = json.loads(path.read_text(encoding="utf-8"))
        change(content)
        self.write(name, json.dumps(content, ensure_ascii=False))

    def write(self, name, text) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
        self.seal()

    def seal(self) -> None:
        manifest.seal(self.folder, version=2026112399)

    def faults(self) -> list[str]:
        with pytest.raises(CatalogueFaulty) as broken:
            read_catalogue(self.folder)
        return [str(fault) for fault in broken.value.faults]


@pytest.fixture
def copy(tmp_path) -> Copy:
    return Copy(tmp_path / "data")
