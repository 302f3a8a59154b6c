"""What figures and reports need of the process around them: a folder for matplotlib, quiet ends, an output that is there.
Imported before matplotlib is."""
import atexit
import os
import pathlib
import shutil
import signal
import sys
import tempfile

IO_ERROR = 74


def has_home():
    try:
        return os.access(pathlib.Path.home(), os.W_OK | os.X_OK)
    except RuntimeError:  # neither HOME nor an entry in passwd: a container that runs as a number alone
        return False


def give_matplotlib_a_folder():
    """It keeps its list of fonts somewhere below the home, and ends in a traceback where there is none."""
    if "MPLCONFIGDIR" in os.environ or has_home():
        return
    os.environ["MPLCONFIGDIR"] = folder = tempfile.mkdtemp(prefix="replicas-matplotlib-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)


lost = None  # what went wrong when something was printed


def say(text):
    """Prints a line; `end` tells when it could not be."""
    global lost
    try:
        print(text)
    except (OSError, ValueError) as error:
        lost = error


def end(status, message):
    """Ends the process. What was printed has to have arrived: 74 when standard output is lost."""
    try:
        sys.stdout.flush()
        if lost:
            raise lost
    except (OSError, ValueError) as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # or Python would try again, and complain, when it ends
        status, message = IO_ERROR, f"standard output cannot be written: {error}"
    if message:
        try:
            print(f"replicas: {message}", file=sys.stderr)
        except OSError:
            pass  # a lost standard error changes nothing
    sys.exit(status)


if signal.getsignal(signal.SIGINT) == signal.default_int_handler:
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C is no reason for a traceback
give_matplotlib_a_folder()
