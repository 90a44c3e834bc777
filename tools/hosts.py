"""Check that no committed file names the host of a package registry: the lock holds hashes, not addresses."""

import re
import subprocess
import sys
from pathlib import Path

REGISTRY = re.compile(
    r"\b(?:files\.)?(?:pypi\.org|pythonhosted\.org|npmjs\.(?:org|com)|deb\.debian\.org)\b"
)  # hosts-check
ADDRESS = re.compile(r"https?://")

files = subprocess.run(
    ["git", "ls-files", "--cached", "--others", "--exclude-standard"], capture_output=True, check=True
)
wrong = []
for name in files.stdout.decode().splitlines():
    path = Path(name)
    if not path.is_file() or path.suffix in {".woff2", ".wasm", ".png", ".pdf"}:
        continue
    for line in path.read_text(errors="replace").splitlines():
        if "hosts-check" in line:
            continue
        if REGISTRY.search(line) or (path.suffix == ".lock" and ADDRESS.search(line)):
            wrong.append(f"{name}: {line.strip()[:100]}")
print("\n".join(wrong) or "No file names a registry.")
sys.exit(1 if wrong else 0)
