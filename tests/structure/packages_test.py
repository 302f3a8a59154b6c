"""What is packaged: one version everywhere, a conda recipe with the dependencies of the build, and a release from a tag alone."""
import json
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import tempfile
import unittest

try:
    import yaml
except ImportError:
    yaml = None
try:
    import tomllib
except ImportError:
    tomllib = None
try:
    import rattler_build  # of the package index, installed by .ci/run
except ImportError:
    rattler_build = None

root = pathlib.Path(__file__).parents[2]
cmake = (root / "CMakeLists.txt").read_text()
version = re.search(r"project\(\w+ VERSION ([\d.]+)", cmake)[1]
#: What find_package and the like of CMakeLists.txt are called by conda-forge.
CONDA = {"spdlog": "spdlog", "CLI11": "cli11", "nlohmann_json": "nlohmann_json", "Eigen3": "eigen", "Boost": "libboost-headers",
         "xxhash": "xxhash", "ZLIB": "zlib", "netcdf": "libnetcdf"}
NOT_PACKAGES = {"Threads", "PkgConfig", "GTest"}
#: What the Debian packages of `docker/install_dependencies.sh run` are called by conda-forge, and the part of the recipe that has them.
CONDA_OF_DEBIAN = {
    "g++": ("build", "${{"), "cmake": ("build", "cmake"), "ninja-build": ("build", "ninja"), "pkg-config": ("build", "pkg-config"),
    "libspdlog-dev": ("host", "spdlog"), "libcli11-dev": ("host", "cli11"), "nlohmann-json3-dev": ("host", "nlohmann_json"),
    "libnetcdf-dev": ("host", "libnetcdf"), "libeigen3-dev": ("host", "eigen"), "libboost-dev": ("host", "libboost-headers"),
    "libxxhash-dev": ("host", "xxhash"), "zlib1g-dev": ("host", "zlib"), "python3": ("run", "python"), "python3-numpy": ("run", "numpy"),
    "python3-matplotlib": ("run", "matplotlib-base"), "python3-netcdf4": ("run", "netcdf4")}


def words_of(requirement):
    """Name and bounds, without the spaces that conda has between them."""
    name, bounds = re.fullmatch(r"([A-Za-z0-9_-]+)\s*(.*)", requirement).groups()
    return name.lower(), bounds.replace(" ", "")


@unittest.skipIf(yaml is None, "no yaml")
class Conda(unittest.TestCase):
    def setUp(self):
        self.recipe = yaml.safe_load((root / "docker" / "conda" / "recipe.yaml").read_text())

    def test_it_has_the_version_and_the_licence(self):
        self.assertEqual(self.recipe["context"]["version"], version)
        self.assertEqual(self.recipe["about"]["license"], "BSD-3-Clause")
        self.assertTrue((root / self.recipe["about"]["license_file"]).is_file())
        self.assertEqual((root / "docker" / "conda" / self.recipe["source"]["path"]).resolve(), root.resolve())

    def test_it_has_what_cmake_looks_for(self):
        wanted = set(re.findall(r"^find_package\((\w+)[^)]*REQUIRED", cmake, re.M)) - NOT_PACKAGES | {"xxhash", "netcdf"}
        host = {words_of(each)[0] for each in self.recipe["requirements"]["host"]}
        for package in wanted:
            self.assertIn(CONDA[package], host, package)

    def test_it_has_what_the_script_for_debian_installs(self):
        script = (root / "docker" / "install_dependencies.sh").read_text()
        debian = [name for what in ("build", "figures") for name in re.search(rf'^{what}="(.*)"$', script, re.M)[1].split()]
        self.assertEqual(set(debian), set(CONDA_OF_DEBIAN), "name what is new in CONDA_OF_DEBIAN")
        for name in debian:
            part, conda = CONDA_OF_DEBIAN[name]
            self.assertIn(conda, [each.split()[0] for each in self.recipe["requirements"][part]], name)

    def test_its_commands_are_those_of_the_program(self):
        verbs = set(re.findall(r'^    \{\{"(\w+)", ', (root / "host" / "command" / "verbs.cc").read_text(), re.M))
        options = set(re.findall(r"^\| `(--[\w-]+)`", (root / "docs" / "options.md").read_text(), re.M))
        self.assertTrue({"run", "info"} <= verbs and "--temps" in options)
        for command in (shlex.split(each) for test in self.recipe["tests"] for each in test.get("script", [])):
            self.assertEqual(command[0], "replicas")
            self.assertIn(command[1], verbs | options | {"--version"}, command)
            self.assertLessEqual({word for word in command if word.startswith("--")}, options | {"--version"}, command)

    @unittest.skipIf(tomllib is None, "no tomllib")
    def test_it_has_what_pyproject_requires(self):
        project = tomllib.loads((root / "pyproject.toml").read_text())
        run = dict(map(words_of, self.recipe["requirements"]["run"]))
        for requirement in project["project"]["dependencies"]:
            name, bounds = words_of(requirement)
            self.assertEqual(run[name], bounds, name)
        self.assertEqual(run["python"], project["project"]["requires-python"])
        host = dict(words_of(each) for each in self.recipe["requirements"]["host"])
        for requirement in project["build-system"]["requires"]:
            name, bounds = words_of(requirement)
            self.assertEqual(host[name], bounds, name)


@unittest.skipIf(rattler_build is None, "no rattler-build")
class RattlerBuild(unittest.TestCase):
    """The recipe as rattler-build itself reads it, with every expression in it put in; nothing is downloaded or built."""

    def rendered(self, text):
        variants = rattler_build.Stage0Recipe.from_yaml(text).render(rattler_build.VariantConfig())
        self.assertEqual(len(variants), 1)
        return variants[0].recipe.to_dict()

    def test_it_is_a_recipe(self):
        recipe = self.rendered((root / "docker" / "conda" / "recipe.yaml").read_text())
        self.assertEqual(recipe["package"], {"name": "replicas", "version": version})
        self.assertIn("gxx_linux-64", [each.split()[0] for each in recipe["requirements"]["build"]])
        self.assertNotIn("{{", str(recipe))

    def test_another_key_is_refused(self):
        text = (root / "docker" / "conda" / "recipe.yaml").read_text()
        with self.assertRaisesRegex(rattler_build.RecipeParseError, "requirement"):
            self.rendered(text.replace("\nrequirements:", "\nrequirement:"))


@unittest.skipIf(tomllib is None, "no tomllib")
class GpuWheel(unittest.TestCase):
    """replicas-cuda13 and the package that asks for it are of one version, flags and Python."""

    def setUp(self):
        self.package, self.gpu = (tomllib.loads((root / name / "pyproject.toml").read_text()) for name in (".", "cuda/wheel"))

    def test_the_extra_asks_for_this_version(self):
        self.assertEqual(self.package["project"]["optional-dependencies"]["cuda13"], [f"{self.gpu['project']['name']}=={version}"])
        self.assertEqual(self.package["project"]["requires-python"], self.gpu["project"]["requires-python"])

    def test_both_have_the_flags_of_the_preset(self):
        presets = json.loads((root / "CMakePresets.json").read_text())["configurePresets"]
        wanted = next(each["cacheVariables"] for each in presets if each["name"] == "release")
        for project in (self.package, self.gpu):
            built = project["tool"]["scikit-build"]
            self.assertEqual({"CMAKE_BUILD_TYPE": built["cmake"]["build-type"]} | {key: value for key, value in built["cmake"]["define"].items()
                             if key in wanted}, wanted)

    def test_it_holds_the_plugin_alone(self):
        built = self.gpu["tool"]["scikit-build"]
        self.assertEqual((built["build"]["targets"], built["wheel"]["py-api"]), (["replicas_cuda"], "py3"))


@unittest.skipIf(tomllib is None or not (root / ".git").exists() or not shutil.which("git"), "no tomllib, or no clone")
class SourceDistribution(unittest.TestCase):
    def test_it_leaves_out_results_alone(self):
        excluded = tomllib.loads((root / "pyproject.toml").read_text())["tool"]["scikit-build"]["sdist"]["exclude"]
        listed = subprocess.run(["git", "ls-files", "--cached", "--ignored", *(f"--exclude={each}" for each in excluded)], cwd=root, check=True,
                                capture_output=True, text=True).stdout.split()
        self.assertTrue(listed)
        self.assertEqual([path for path in listed if not path.startswith(("bench/results/", "bench/reproduction/"))], [])


@unittest.skipUnless(shutil.which("git"), "there is no git")
class Release(unittest.TestCase):
    """docker/release.sh in a clone with tags of its own."""

    def setUp(self):
        folder = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, folder)
        self.clone = pathlib.Path(folder, "replicas")
        self.out = pathlib.Path(folder, "out")
        for path in ("docker/release.sh", "docker/Dockerfile", "docker/conda/recipe.yaml", "CMakeLists.txt", "CITATION.cff", "tests/structure/check_structure.py"):
            (self.clone / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(root / path, self.clone / path)
        self.git("init", "-q")
        self.commit()

    def git(self, *words):
        subprocess.run(["git", "-c", "user.name=x", "-c", "user.email=x@localhost", *words], cwd=self.clone, check=True, capture_output=True)

    def commit(self):
        self.git("add", "-A")
        self.git("commit", "-q", "-m", "x")

    def call(self, *words):
        return subprocess.run([self.clone / "docker" / "release.sh", *words], capture_output=True, text=True)

    def test_another_version_and_no_tag_are_refused(self):
        self.assertEqual(self.call("v9.9.9", self.out).returncode, 66)
        self.git("tag", "v9.9.9")
        done = self.call("v9.9.9", self.out)
        self.assertEqual(done.returncode, 65)
        self.assertIn(f"is not v{version}", done.stderr)
        self.assertEqual(self.call("v9.9.9", self.out, "everything").returncode, 64)

    def test_versions_that_differ_are_refused(self):
        cff = self.clone / "CITATION.cff"
        cff.write_text(cff.read_text().replace(f"version: {version}", "version: 9.9.9"))
        self.commit()
        self.git("tag", f"v{version}")
        done = self.call(f"v{version}", self.out, "image")
        self.assertNotEqual(done.returncode, 0)
        self.assertIn(f"its version is not {version}", done.stdout)

    def call_with(self, tools, *words):
        """With these shell scripts before all other programs; the version is tagged."""
        self.git("tag", f"v{version}")
        folder = self.clone.parent / "tools"
        folder.mkdir()
        for name, lines in tools.items():
            (folder / name).write_text(f"#!/bin/sh\n{lines}\n")
            (folder / name).chmod(0o755)
        return subprocess.run([self.clone / "docker" / "release.sh", f"v{version}", *words], capture_output=True, text=True, cwd=self.clone.parent,
                              env=os.environ | {"PATH": f"{folder}:{os.environ['PATH']}"})

    NO_DAEMON = {name: "echo no daemon >&2; exit 1" for name in ("docker", "podman")}

    def test_docker_without_a_daemon_makes_no_image_and_leaves_nothing(self):
        done = self.call_with(self.NO_DAEMON, self.out, "image")
        self.assertEqual(done.returncode, 69, done.stdout + done.stderr)
        self.assertIn("no image: neither docker (with its daemon) nor podman works here", done.stderr)
        self.assertFalse(self.out.exists())

    def test_what_cannot_be_made_here_is_named_after_what_was(self):
        python = shutil.which("python3")
        done = self.call_with({"docker": 'if [ "$1" = save ]; then echo layers; fi',
                               "python3": f'case "$*" in *venv*) exit 1 ;; *) exec {python} "$@" ;; esac'}, "out", "sdist", "image", "wheel")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        image = f"replicas-{version}-image.tar.gz"
        self.assertEqual(sorted(path.name for path in self.out.iterdir()), ["SHA256SUMS", image])  # FOLDER is relative to the caller
        subprocess.run(["sha256sum", "--check", "--strict", "SHA256SUMS"], cwd=self.out, check=True, capture_output=True)
        self.assertTrue(done.stdout.endswith(f"=== made, in {self.out}\n{image}\n"), done.stdout)
        self.assertEqual(done.stderr, "".join(f"release.sh: no {part}: Python's package index cannot be reached\n" for part in ("sdist", "wheel")))

    def test_a_part_that_fails_leaves_the_folder_as_it_was(self):
        self.out.mkdir()
        (self.out / "SHA256SUMS").write_text("before\n")
        # The image is made, then the packages fail.
        done = self.call_with({"docker": "true", "cpack": "true", "dpkg-shlibdeps": "true", "cmake": "exit 1"}, self.out, "image", "deb")
        self.assertNotIn(done.returncode, (0, 69))
        self.assertEqual([path.name for path in self.out.iterdir()], ["SHA256SUMS"])
        self.assertEqual((self.out / "SHA256SUMS").read_text(), "before\n")


if __name__ == "__main__":
    unittest.main(verbosity=2)
