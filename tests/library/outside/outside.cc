// Own data, an own loop over `advance` and an own observable with the installed library: the rows of XOR with a noisy
// input, and the largest |w| of each replica every 200 steps. Prints it and what run.nc says of the loss.
#include <replicas/run/simulation.h>

#include <cmath>
#include <cstdio>

int main(int, char** arguments) {
  replicas::Dataset data{.examples = 8, .inputs = 2};
  for (int p = 0; p < 8; ++p) {
    const int a = p & 1, b = p >> 1 & 1;
    data.values.insert(data.values.end(), {a + 0.125f * static_cast<float>(p >> 2), static_cast<float>(b)});
    data.labels.push_back(a ^ b);
  }
  data.origin = "noisy xor";
  replicas::Request request;
  request.physics.temperatures = {1e-3, 1e-2};
  request.physics.widths = {2, 6, 2};
  request.physics.replicas = 4;
  request.physics.steps = 2000;
  request.control.out = arguments[1];
  replicas::Simulation run(request, {}, {.training = {data}});
  run.prepare();
  while (run.step() < run.steps()) {
    if (!run.advance(run.step() + 200)) return 75;
    float largest = 0;
    for (const float w : run.weights()) largest = std::fmax(largest, std::fabs(w));
    std::printf("step %d largest %.9g\n", static_cast<int>(run.step()), static_cast<double>(largest));
  }
  const replicas::Results results = run.complete();
  for (const double loss : results.column("loss_mean")->values) std::printf("loss %.17g\n", loss);
}
