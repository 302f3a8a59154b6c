#!/usr/bin/env bash
# Everything that is released, from a tag and from nothing else: wheels, source distribution, Debian packages, container image, SHA256SUMS.
#
#   docker/release.sh vX.Y.Z FOLDER [PART...]      PART: wheel sdist deb image; all of them unless given
#
# The tag has to name the version of project() in CMakeLists.txt, and CITATION.cff, the images and the conda recipe the same
# (tests/structure/check_structure.py). It is checked out into a temporary folder, so that nothing of the working tree comes along. Wheels and
# Debian packages are as old as the system that this runs on.
#
# A part that cannot be made on this machine (wheel and sdist need Python's package index, deb cpack and dpkg-shlibdeps, the image docker with
# its daemon, or podman) is left out, with a sentence after the list of what was made. A part that fails ends the release. Files come into FOLDER
# when all parts are made: until then, and when one fails, it stays as it was. SHA256SUMS is of all that lies in FOLDER, so that parts may be
# made on several machines. Exit: 0 made, 64 no such part, 65 wrong version, 66 no such tag, 69 nothing could be made here.
set -euo pipefail
tag=${1:?release.sh: say which tag}
target=$(realpath -m "${2:?release.sh: say where the files go}")
shift 2
cd "$(dirname "$0")/.."
[ $# -gt 0 ] || set -- wheel sdist deb image
for part in "$@"; do
  case $part in wheel | sdist | deb | image) ;; *) echo "release.sh: no part '$part'; choose from wheel, sdist, deb, image" >&2; exit 64 ;; esac
done
git rev-parse -q --verify "$tag^{commit}" >/dev/null || { echo "release.sh: there is no tag $tag" >&2; exit 66; }
[ ! -e "$target" ] || [ -d "$target" ] || { echo "release.sh: $target is no folder" >&2; exit 73; }
revision=$(git rev-parse --short "$tag^{commit}")
# Archives made twice from one tag are the same bytes.
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct "$tag^{commit}")
export SOURCE_DATE_EPOCH
scratch=$(mktemp -d)
folder=$scratch/made
mkdir "$folder"
trap 'rm -rf "$scratch"; rm -f "$target"/.*.part' EXIT
git archive "$tag" | tar -x -C "$scratch" --one-top-level=replicas
cd "$scratch/replicas"
version=$(sed -n 's/^project(\w* VERSION \([0-9.]*\).*/\1/p' CMakeLists.txt)
[ "$tag" = "v$version" ] || { echo "release.sh: $tag is not v$version, the version of CMakeLists.txt in it" >&2; exit 65; }
tests/structure/check_structure.py
# The compiler's results are shared with the working tree's.
export CCACHE_BASEDIR=$PWD CCACHE_NOHASHDIR=1

left_out=()
leave_out() { left_out+=("no $part: $1"); }

# Whether Python's packages can be had; what builds the source distribution, in $scratch/tools.
index_reached() {
  [ ! -x "$scratch/tools/bin/pyproject-build" ] || return 0
  python3 -m venv "$scratch/tools" >/dev/null && timeout 300 "$scratch/tools/bin/pip" install -q build >/dev/null 2>&1
}

wheel() {
  if ! index_reached; then leave_out "Python's package index cannot be reached"; return; fi
  docker/wheels.sh "$folder"
  [ -n "$(compgen -G "$folder/replicas_cuda13-*.whl")" ] || left_out+=("no wheel of the GPU engine: nvcc is not here")
}

sdist() {
  if ! index_reached; then leave_out "Python's package index cannot be reached"; return; fi
  "$scratch/tools/bin/python" -m build -q --sdist --outdir "$folder" .
}

deb() {
  local tool
  for tool in cpack dpkg-shlibdeps; do
    command -v $tool >/dev/null || { leave_out "$tool is not here"; return; }
  done
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
  leave_out "neither docker (with its daemon) nor podman works here"
}

for part in "$@"; do
  echo "=== $part"
  $part
done
status=0
if [ -n "$(ls "$folder")" ]; then
  # Under names of their own first: what has its name in FOLDER is whole.
  mkdir -p "$target"
  cd "$folder"
  for file in *; do cp -- "$file" "$target/.$file.part"; done
  for file in *; do mv -f -- "$target/.$file.part" "$target/$file"; done
  cd "$target"
  find . -maxdepth 1 -type f ! -name '.*' ! -name SHA256SUMS -printf '%f\0' | LC_ALL=C sort -z | xargs -0 sha256sum -- >.SHA256SUMS.part
  mv -f .SHA256SUMS.part SHA256SUMS
  echo "=== made, in $target"
  (cd "$folder" && ls)
else
  echo "release.sh: nothing was made" >&2
  status=69
fi
for sentence in "${left_out[@]}"; do echo "release.sh: $sentence" >&2; done
exit $status
