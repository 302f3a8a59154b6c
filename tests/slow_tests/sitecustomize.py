"""Makes what a test does itself ten times as slow, which is what it sees of a program whose steps take a tenth: sleeps
last ten times as long, and each process that it starts or signals has to wait half a second. tests/any_speed.sh puts this
folder on PYTHONPATH."""
import subprocess
import time

sleep, start, signal = time.sleep, subprocess.Popen.__init__, subprocess.Popen.send_signal


def slow_start(self, *words, **options):
    sleep(0.5)
    start(self, *words, **options)


def slow_signal(self, number):
    sleep(0.5)
    signal(self, number)


time.sleep = lambda seconds: sleep(10 * seconds)
subprocess.Popen.__init__ = slow_start
subprocess.Popen.send_signal = slow_signal
