"""Write the locked lists of libraries: hashes, no addresses, so that any index and plain pip serve."""

import subprocess
import sys


def compile_lock(uv: str, output: str, *options: str) -> None:
    """One list, for every platform and Python from 3.12 on."""
    subprocess.run(
        [uv, "pip", "compile", "--quiet", "--universal", "--generate-hashes", "--python-version", "3.12",
         "--no-emit-index-url", "--no-emit-find-links", "--custom-compile-command", "./digibank lock",
         *options, "pyproject.toml", "--output-file", output],
        check=True,
    )  # fmt: skip


compile_lock(sys.argv[1], "requirements.lock")
compile_lock(sys.argv[1], "requirements-dev.lock", "--group", "dev", "--constraint", "requirements.lock")
