"""The command `replicas`: the program that came with the package."""
import os
import pathlib
import sys


def main() -> None:
    """Becomes the program. What it draws with Python, it draws with this one."""
    program = pathlib.Path(__file__).parent / "bin" / "replicas"
    here = os.path.dirname(sys.executable)
    os.environ["PATH"] = here + os.pathsep + os.environ.get("PATH", os.defpath)
    try:
        os.execv(program, ["replicas", *sys.argv[1:]])
    except OSError as error:
        sys.exit(f"replicas: {program} cannot be started: {error.strerror}; install the package again")
