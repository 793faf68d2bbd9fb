"""Apache PDFBox Preflight, a judge of PDF/A-1b that shares no code with what makes our pages."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

_FOLDER = Path("/usr/share/java")
_JARS = [
    _FOLDER / f"{name}.jar"
    for name in (
        "preflight",
        "pdfbox2",
        "fontbox2",
        "xmpbox",
        "commons-logging",
        "javax.activation",
        "jaxb-api",
    )
]
_VERDICT = re.compile(r"^The file (\S+) (is|is not) a valid PDF/A-1b file", re.MULTILINE)

needs_preflight = pytest.mark.skipif(
    shutil.which("java") is None or not all(jar.is_file() for jar in _JARS),
    reason="PDFBox Preflight (Debian: libpdfbox2-java, libactivation-java, libjaxb-api-java, "
    "default-jre-headless) is not installed",
)


def judged(folder: Path) -> dict[str, bool]:
    """Whether each file of the folder is PDF/A-1b, by its name; one run for all."""
    path = ":".join(map(str, _JARS))
    command = ["java", "-Xshare:auto", "-XX:TieredStopAtLevel=1", "-cp", path]
    done = subprocess.run(
        [*command, "org.apache.pdfbox.preflight.Validator_A1b", "batch", str(folder)],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    return {name: said == "is" for name, said in _VERDICT.findall(done.stdout)}
