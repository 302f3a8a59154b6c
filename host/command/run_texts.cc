#include "command/run_texts.h"

#include <CLI/CLI.hpp>

#include "command/whole_numbers.h"

namespace replicas {

void define_run_options(CLI::App& app, RunOptions& options, RunTexts& texts) {
  app.add_option("--temps", texts.temperatures, "Temperatures T: lo:hi (3 per decade), lo:hi:count or a,b,c")
      ->capture_default_str();
  app.add_option("--replicas", options.replicas, "Replicas per temperature")
      ->capture_default_str()
      ->transform(whole_numbers());
  app.add_option("--network", texts.network, "Widths inputs-hidden-...-outputs")->capture_default_str();
  app.add_option("--activation", texts.activation, "tanh, relu, gelu (tanh form) or linear")->capture_default_str();
  app.add_flag("--no-bias", texts.no_bias, "Layers without bias")->disable_flag_override();
  app.add_option("--loss", texts.loss, "softmax, logistic (one output) or mse (half the squared error)")
      ->capture_default_str();
  app.add_option(
      "--potential", texts.potential,
      "A solvable loss instead of a network: quadratic:H,H,..., channel:A, logistic-channel:A, wall, valley or "
      "wall-gas, each with xCOPIES (channel:12x64)");
  app.add_option("--examples", options.examples,
                 "Random examples P: Gaussian inputs, random labels; with --data, the first P of them")
      ->capture_default_str()
      ->transform(whole_numbers());
  app.add_option("--datasets", options.datasets, "Independent random data sets, chain c on data set c mod K")
      ->capture_default_str()
      ->transform(whole_numbers());
  app.add_option("--data", options.data,
                 "Your data instead: INPUTS,LABELS or TABLE.csv; files are NPY, IDX (MNIST, also .gz) or CSV");
  app.add_option("--test-data", options.test_data,
                 "The same for test loss and error, with the classes and the scale of --data");
  app.add_option("--header", texts.header,
                 "First row of CSV files: auto (names, or 0,1,2,... over 4 columns, are a header), yes or no")
      ->capture_default_str();
  app.add_option("--label", options.reading.label,
                 "Label column of a CSV table: its name, its number from 1, first or last (default: the one named "
                 "label, class, target, species or y, or that of words, or the last)");
  app.add_option(
         "--scale", texts.scale,
         "Inputs: auto (bytes of IDX and NPY divided by 255, others as they are), unit (0..255 divided by 255), "
         "standard (mean 0, deviation 1 over the training data) or none")
      ->capture_default_str();
  app.add_option("--prior", texts.prior,
                 "Gaussian prior of standard deviation S on every weight, or S/fan-in: S/sqrt(fan-in) per layer")
      ->capture_default_str();
  app.add_option("--weight-decay", texts.weight_decay, "Instead: (lambda/2)|w|^2 with lambda the same at every T");
  app.add_option("--anchor", texts.anchor, "Instead: (gamma T/2)|w - w0|^2 around the start w0");
  app.add_flag("--no-confinement", texts.no_confinement, "Instead: nothing (then there is no equilibrium)")
      ->disable_flag_override();
  app.add_option("--update", texts.update, "lm (Leimkuhler-Matthews) or em (Euler-Maruyama)")->capture_default_str();
  app.add_option("--step-size", texts.step_size, "Step size eta: auto, a number, c/T, or one number per temperature")
      ->capture_default_str();
  app.add_option(
         "--start", texts.start,
         "random, descent[:LOSS] (to min(30 T, 0.3) or LOSS), both[:LOSS] (every second replica drawn from the prior "
         "instead; their losses are compared), common[:LOSS] (descent of one network for all), equilibrium (of a "
         "--potential: drawn from its exact law), run:RUN@STEP (weights saved by RUN), or auto: equilibrium with a "
         "--potential, else both where there is a prior or weight decay and 4 replicas, else descent")
      ->capture_default_str();
  app.add_option("--initial-scale", texts.initial_scale,
                 "Random weights: variance 1/fan-in, drawn from the prior, or a standard deviation")
      ->capture_default_str();
  app.add_option("--steps", options.steps, "Steps per replica, burn-in included")
      ->capture_default_str()
      ->transform(whole_numbers());
  app.add_option("--burn-in", texts.burn_in, "Steps discarded first: a percentage or a number")->capture_default_str();
  app.add_option("--sample-interval", texts.sample_interval, "Steps between samples (default: about 3000 samples)")
      ->transform(whole_numbers());
  app.add_option("--measure-interval", options.measure_interval, "Steps between measurements inside a sample")
      ->capture_default_str()
      ->transform(whole_numbers());
  app.add_option("--map-share", texts.map_share,
                 "Percent of the steps' cost that the curvature map may add: spectra, stiff directions; 0: none")
      ->capture_default_str();
  app.add_option("--seed", texts.seed, "64-bit seed, decimal or 0x hexadecimal")->capture_default_str();
  app.add_option("--data-seed", texts.data_seed, "Seed of the random data alone (default: the seed)");
  app.add_flag("--gradient-descent", options.gradient_descent, "T = 0: plain gradient descent, no noise")
      ->disable_flag_override();
  app.add_option("--on-divergence", texts.on_divergence, "stop (exit 76) or mark")->capture_default_str();
  app.add_option("--device", texts.device, "auto (a GPU where there is one), cpu or gpu; replicas devices lists them")
      ->capture_default_str();
  app.add_option("--gpu", options.engine.gpu, "Number of the GPU, of those in CUDA_VISIBLE_DEVICES")
      ->capture_default_str()
      ->transform(whole_numbers());
  app.add_option("--kernel", options.engine.kernel,
                 "GPU only: auto; one warp or a block of several per replica, for compiled networks: warp, block; any "
                 "network: batched")
      ->capture_default_str();
  app.add_option("--threads", options.engine.threads, "Threads; 0: all cores (no effect on any result)")
      ->capture_default_str()
      ->transform(whole_numbers());
  app.add_option("--instructions", options.engine.instructions, "avx512, avx2 or generic (default: the best there is)");
  app.add_option("--out", options.out, "Run directory (default: runs/<hash of the configuration>)");
  app.add_flag("--save-weights", options.save_weights,
               "Keep the weights of about 256 samples in run.nc (group weights)")
      ->disable_flag_override();
  app.add_flag("--drop-samples", options.drop_samples,
               "Remove the weight samples, most of a run's size, once it is finished; with more --steps its spectra "
               "begin anew")
      ->disable_flag_override();
  app.add_flag(
         "--overwrite", options.overwrite,
         "Begin anew in the place of a run that is there; it and its figures go at the new run's first checkpoint")
      ->disable_flag_override();
  app.add_option("--checkpoint-interval", texts.checkpoint_interval,
                 "Time between saved states: seconds, or 90s, 5min, 2h, 1d; a kill loses no more than that")
      ->capture_default_str();
  app.add_option(
      "--max-hours", texts.max_hours,
      "Stop so many hours (or 90s, 5min, 2h, 1d) after the program began, saved; run again to go on (exit 75)");
  app.add_option("--max-memory", texts.max_memory, "Percent of the machine's memory that a run may need at its start")
      ->capture_default_str();
  app.add_flag("--json", options.json, "Print the table as JSON")->disable_flag_override();
  app.add_flag("--quiet", options.quiet, "No progress, no notes")->disable_flag_override();
  app.add_option("--config", texts.config,
                 "Options from a TOML file, a run directory or its run.nc (with the steps that it was continued to)");
}

}  // namespace replicas
