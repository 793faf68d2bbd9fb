"""A scanner that answers as `scanimage` does and misbehaves when told to."""

import os
import stat
import sys

_PROGRAM = """#!{python}
import sys, time
arguments = dict(one.lstrip("-").partition("=")[::2] for one in sys.argv[1:])
if "A" in arguments:
    print("    --source Flatbed|ADF Front|ADF Duplex [Flatbed]")
    print("    --mode Lineart|Gray|Color [Color]")
    print("    --resolution 75|150|300|600dpi [75]")
    sys.exit(0)
page = open({page!r}, "rb").read()
for number in range(1, {pages} + 1):
    path = arguments["batch"].replace("%d", str(number))
    open(path, "wb").write(page)
    print(path, flush=True)
sys.stderr.write({words!r})
{end}
"""


def scanner(folder, page, *, pages=3, words="", status=7):
    """The path of a program; a status below 0 is a death by that signal."""
    picture = folder / "page.tif"
    page.save(picture, dpi=(200, 200))
    end = f"sys.exit({status})"
    if status < 0:
        end = f"import os; os.kill(os.getpid(), {-status})"
    program = folder / "scanimage"
    told = {"python": sys.executable, "page": str(picture), "pages": pages}
    program.write_text(_PROGRAM.format(**told, words=words, end=end))
    os.chmod(program, program.stat().st_mode | stat.S_IXUSR)  # noqa: PTH101
    return str(program)
