#!/usr/bin/env bash
# Builds the site into docs/_build/html (or the folder given), with warnings as errors, runs its notebooks, and checks every
# link inside it without a network. Needs a Python with the package `replicas` and docs/requirements.txt:
#
#   python3 -m venv build/site && build/site/bin/pip install . -r docs/requirements.txt
#   PATH=$PWD/build/site/bin:$PATH docs/build.sh [FOLDER]
set -euo pipefail
cd "$(dirname "$0")"
out=${1:-_build/html}
python3 -c 'import replicas, sphinx, myst_nb, furo, latex2mathml' ||
  { echo "docs/build.sh: this Python lacks the package or docs/requirements.txt; its first lines say how to get them" >&2; exit 69; }
rm -rf generated
OMP_NUM_THREADS=1 python3 -m sphinx -W --keep-going -q -b html -d "$out/../doctrees" . "$out"
python3 extensions/check_links.py "$out"
