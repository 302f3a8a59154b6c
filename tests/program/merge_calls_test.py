"""Slices of a network that is large enough for calls of the engine to be shorter than a sample interval. Of the release build alone:
under AddressSanitizer its first run had not ended after eight minutes."""
import unittest

from merge_test import Slices, contents


class Calls(Slices):
    def test_calls_of_the_engine_are_as_long_as_those_of_the_whole(self):
        """200 examples on 20-100-100-10 take 15.6 MFlop a step, so 15 replicas less than 10 GFlop in 25 steps, not in 50; a third of
        them would take 50. Sums of a cell are sums of calls, so their bits tell."""
        words = ["--temps", "1e-3:1e-2:3", "--network", "20-100-100-10", "--examples", "200", "--replicas", "5", "--steps", "400",
                 "--sample-interval", "50", "--burn-in", "0", "--step-size", "0.05", "--start", "random", "--map-share", "0"]
        self.call(*words, "--out", "whole")
        self.call("merge", "--out", "run", *self.slices(words, 3))
        self.assertEqual(contents(self.path("run", "run.nc")), contents(self.path("whole", "run.nc")))


if __name__ == "__main__":
    unittest.main()
