// Writes the sample results to the path given: a run.nc for the tests that read it with other people's tools.
#include "program/sample_results.h"
#include "store/run_nc.h"

int main(int, char** arguments) { replicas::write_run(arguments[1], replicas::sample_results()); }
