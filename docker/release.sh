#!/usr/bin/env bash
# Everything that is released, from a tag and from nothing else: wheels, source distribution, Debian packages, container images, SHA256SUMS.
#
#   docker/release.sh vX.Y.Z FOLDER [PART...]      PART: wheel sdist deb image; all of them unless given
#
# The tag has to name the version of project() in CMakeLists.txt, and CITATION.cff, the images and the conda recipe the same
# (tests/structure/check_structure.py). It is checked out into a temporary folder, so that nothing of the working tree comes along. Wheels and
# Debian packages are as old as the system that this runs on. The image needs docker with its daemon, or podman; without either it says so
# and leaves it out. Files come into FOLDER when all parts are made: a release that fails leaves it as it was.
set -euo pipefail
cd "$(dirname "$0")/.."
tag=${1:?release.sh: say which tag}
folder=${2:?release.sh: say where the files go}
shift 2
[ $# -gt 0 ] || set -- wheel sdist deb image
for part in "$@"; do
  case $part in wheel | sdist | deb | image) ;; *) echo "release.sh: no part '$part'; choose from wheel, sdist, deb, image" >&2; exit 64 ;; esac
done
git rev-parse -q --verify "$tag^{commit}" >/dev/null || { echo "release.sh: there is no tag $tag" >&2; exit 66; }
revision=$(git rev-parse --short "$tag^{commit}")
mkdir -p "$folder"
target=$(cd "$folder" && pwd)
scratch=$(mktemp -d)
folder=$scratch/made
mkdir "$folder"
trap 'rm -rf "$scratch"' EXIT
git archive "$tag" | tar -x -C "$scratch" --one-top-level=replicas
cd "$scratch/replicas"
version=$(sed -n 's/^project(\w* VERSION \([0-9.]*\).*/\1/p' CMakeLists.txt)
[ "$tag" = "v$version" ] || { echo "release.sh: $tag is not v$version, the version of CMakeLists.txt in it" >&2; exit 65; }
tests/structure/check_structure.py
# The compiler's results are shared with the working tree's.
export CCACHE_BASEDIR=$PWD CCACHE_NOHASHDIR=1

wheel() { docker/wheels.sh "$folder"; }

sdist() {
  python3 -m venv "$scratch/tools"
  "$scratch/tools/bin/pip" install -q build
  "$scratch/tools/bin/python" -m build -q --sdist --outdir "$folder" .
}

deb() {
  docker/install_dependencies.sh run
  cmake --preset release -DREPLICAS_TESTS=OFF -DREPLICAS_CUDA=OFF -DREPLICAS_REVISION="$revision" >/dev/null
  cmake --build --preset release
  (cd build/release && cpack >/dev/null)
  cp build/release/packages/*.deb "$folder"
}

# A docker command without a daemon is no docker.
image() {
  local tool
  for tool in docker podman; do
    $tool info >/dev/null 2>&1 || continue
    $tool build -f docker/Dockerfile --target cpu -t "replicas:$version" --build-arg REVISION="$revision" .
    $tool save "replicas:$version" | gzip -n >"$folder/replicas-$version-image.tar.gz"
    return
  done
  echo "release.sh: neither docker (with its daemon) nor podman works here; no image was made" >&2
}

for part in "$@"; do
  echo "=== $part"
  $part
done
cd "$folder"
[ -n "$(ls)" ] || { echo "release.sh: nothing was made" >&2; exit 69; }
cp -- * "$target"
cd "$target"
rm -f SHA256SUMS
sha256sum -- * >SHA256SUMS
cat SHA256SUMS
