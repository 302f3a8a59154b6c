"""docker/install_dependencies.sh where it cannot install anything: on other systems than Debian and Ubuntu, and without root.
What CMake looks for afterwards is left to CMake; an image without its packages is not."""
import pathlib
import shutil
import subprocess
import tempfile
import unittest

script = pathlib.Path(__file__).parents[2] / "docker" / "install_dependencies.sh"
TOOLS = ("bash", "cat", "id", "sort")


class Dependencies(unittest.TestCase):
    def setUp(self):
        self.tools = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.tools)
        for tool in TOOLS:
            (self.tools / tool).symlink_to(shutil.which(tool))

    def tool(self, name, line):
        (self.tools / name).unlink(missing_ok=True)
        (self.tools / name).write_text(f"#!{shutil.which('bash')}\n{line}\n")
        (self.tools / name).chmod(0o755)

    def call(self, *sets):
        return subprocess.run([shutil.which("bash"), script, *sets], env={"PATH": str(self.tools)}, capture_output=True, text=True)

    def test_another_system_is_warned_and_goes_on(self):
        for sets in (["run"], ["test", "lint"], []):
            done = self.call(*sets)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertIn("this is not Debian or Ubuntu", done.stderr)
            self.assertIn("libnetcdf-dev", done.stderr)
            self.assertIn("CMake says what it does not find", done.stderr)

    def test_an_image_without_its_packages_is_refused(self):
        for sets in (["runtime"], ["image"], ["run", "runtime"]):
            self.assertEqual(self.call(*sets).returncode, 1)

    def test_without_root_the_command_is_named_and_cmake_decides(self):
        self.tool("dpkg-query", "exit 1")  # knows of no package, as where they come from elsewhere
        self.tool("id", "echo 1000")
        done = self.call("run")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("apt-get update && apt-get install -y --no-install-recommends", done.stderr)
        self.assertIn("CMake says what it does not find", done.stderr)
        self.assertEqual(self.call("runtime").returncode, 1)

    def test_a_set_that_is_not_known_is_wrong_usage(self):
        done = self.call("everything")
        self.assertEqual(done.returncode, 64)
        self.assertIn("no set 'everything'", done.stderr)


if __name__ == "__main__":
    unittest.main(verbosity=2)
