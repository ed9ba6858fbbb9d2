"""Print the lowest version of each library that pyproject.toml allows, as constraints for pip."""

import re
import tomllib
from pathlib import Path

project = tomllib.loads((Path(__file__).parent.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]
wanted = [*project["dependencies"], *project["optional-dependencies"]["pdf"]]
for one in wanted:
    name, lowest = re.fullmatch(r"([A-Za-z0-9._-]+)>=([0-9.]+)", one).groups()
    print(f"{name}=={lowest}")
