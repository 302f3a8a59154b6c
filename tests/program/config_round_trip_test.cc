// The configuration of a run, printed, parsed and printed again, is the same text: a stored run can be run again.
#include <random>

#include "command/run_arguments.h"
#include "expect_error.h"
#include "program/temporary_directory.h"
#include "run/fields.h"
#include "run/stored_request.h"

namespace replicas {
namespace {

using Words = std::vector<std::string>;

/// Values that each option may have; an empty list is a flag.
const std::vector<std::pair<std::string, Words>> choices = {
    {"--temps", {"1e-5:1e-2", "0.1:0.30000000000000004:5", "1e-30,3.3333333333333335e-7,1e30", "0.125"}},
    {"--replicas", {"16", "1", "1000000"}},
    {"--network", {"10-24-24-3", "1-2", "7-65536-3"}},
    {"--activation", {"tanh", "relu", "gelu", "linear", "sigmoid", "erf", "exp", "softplus", "leaky-relu", "sin"}},
    {"--no-bias", {}},
    {"--loss", {"softmax", "mse"}},
    {"--examples", {"1", "10000000"}},
    {"--data",
     {"a.npy,b.npy", "table.csv", "a \"quoted\" \\ name.csv", "na\xC3\xAFve,\xE2\x9C\x93", "a\nb\t\x01,c\x7F"}},
    {"--test-data", {"t.npy,l.npy", "#t = 1.csv"}},
    {"--update", {"em", "lm"}},
    {"--step-size", {"auto", "0.1", "1e-30/T", "0.30000000000000004/T"}},
    {"--start", {"random", "descent", "descent:0.1", "descent:1e-30"}},
    {"--initial-scale", {"1/fan-in", "0.3", "1e-5"}},
    {"--steps", {"100000", "123456", "1000000000000"}},
    {"--burn-in", {"30%", "0", "0%", "12.5%", "777"}},
    {"--sample-interval", {"10", "20", "130"}},
    {"--measure-interval", {"1", "5", "10"}},
    {"--seed", {"1", "0", "0xffffffffffffffff", "18446744073709551615"}},
    {"--on-divergence", {"stop", "mark"}},
};
const std::vector<Words> confinements = {{},
                                         {"--prior", "0.7/fan-in"},
                                         {"--prior", "1e30"},
                                         {"--weight-decay", "0.1"},
                                         {"--anchor", "2.5"},
                                         {"--no-confinement"}};

/// How files are read, which has a meaning with files only.
const std::vector<Words> readings = {
    {},
    {"--data", "a.npy,b.npy", "--scale", "unit"},
    {"--data", "table.csv", "--label", "first", "--header", "no"},
    {"--data", "table.csv", "--label", "3", "--scale", "standard"},
    {"--data", "t.csv", "--label", "\"kind\" = x", "--header", "yes", "--scale", "none"},
    {"--test-data", "t.csv", "--label", "na\xC3\xAFve"}};

Words random_words(std::mt19937& generator) {
  const auto any = [&generator](std::size_t count) {
    return std::uniform_int_distribution<std::size_t>(0, count - 1)(generator);
  };
  Words words = confinements[any(confinements.size())];
  const Words& reading = readings[any(readings.size())];
  words.insert(words.end(), reading.begin(), reading.end());
  for (const auto& [option, values] : choices) {
    if (any(2) == 0) continue;
    words.push_back(option);
    if (!values.empty()) words.push_back(values[any(values.size())]);
  }
  return words;
}

class ConfigRoundTrip : public TemporaryDirectory {
 protected:
  std::string stored(const Words& words) {
    RunArguments arguments;
    EXPECT_TRUE(parse_run_arguments(words, arguments));
    return configuration(arguments.settled);
  }
};

TEST_F(ConfigRoundTrip, PrintParsePrintIsTheSameText) {
  std::mt19937 generator(1);
  for (int i = 0; i < 300; ++i) {
    const Words words = random_words(generator);
    const std::string first = stored(words);
    put(in("config.toml"), first);
    EXPECT_EQ(stored({"--config", in("config.toml").string()}), first) << fmt::format("{}", fmt::join(words, " "));
    EXPECT_EQ(configuration(read_configuration(first, "config.toml")), first);
  }
}

TEST_F(ConfigRoundTrip, WhatIsReadAsAlwaysIsNotStored) {
  // So that a run begun by a program without these options has the same configuration.
  const std::string plain = stored({"--data", "table.csv"});
  EXPECT_EQ(stored({"--data", "table.csv", "--header", "auto", "--scale", "auto"}), plain);
  for (const char* key : {"header", "label", "scale"}) EXPECT_EQ(plain.find(fmt::format("\n{} =", key)), plain.npos);
}

TEST_F(ConfigRoundTrip, TeachersAndParticlesAreKept) {
  for (const Words& words :
       {Words{"--teacher", "network:10-5-3", "--label-noise", "0.25", "--test-examples", "100"},
        Words{"--teacher", "mixture:1.5", "--examples", "64", "--loss", "hinge"}, Words{"--particles", "128"},
        Words{"--particles", "8", "--temps", "0.1,0.2", "--start", "random"}}) {
    const std::string first = stored(words);
    put(in("config.toml"), first);
    EXPECT_NE(first.find(words[0].substr(2) + " ="), std::string::npos);
    EXPECT_EQ(stored({"--config", in("config.toml").string()}), first) << first;
  }
}

TEST_F(ConfigRoundTrip, GradientDescentIsKept) {
  const std::string first = stored({"--gradient-descent", "--step-size", "0.5"});
  put(in("config.toml"), first);
  EXPECT_NE(first.find("gradient-descent = true"), std::string::npos);
  EXPECT_EQ(stored({"--config", in("config.toml").string()}), first);
}

TEST_F(ConfigRoundTrip, AListMayBeWrittenAsTomlList) {
  put(in("a.toml"), "temps = [1e-5, 1e-4, 0.001]\nstep-size = [0.1, 0.2, 0.3]\n");
  EXPECT_EQ(stored({"--config", in("a.toml").string()}),
            stored({"--temps", "1e-5,1e-4,1e-3", "--step-size", "0.1,0.2,0.3"}));
}

TEST_F(ConfigRoundTrip, AWordOnTheCommandLineWins) {
  put(in("a.toml"), "seed = 2\nprior = 3\nreplicas = 0\n");
  EXPECT_EQ(stored({"--config", in("a.toml").string(), "--seed", "5", "--weight-decay", "1", "--replicas=4"}),
            stored({"--seed", "5", "--weight-decay", "1", "--replicas", "4"}));
  RunArguments arguments;
  expect_error(
      [&] {
        parse_run_arguments({"--config", in("a.toml").string()}, arguments);
      },
      ErrorKind::bad_config, "a.toml:3", "<replicas> 0");
}

TEST_F(ConfigRoundTrip, ANameThatTomlCannotHoldIsRefused) {
  RunArguments arguments;
  expect_error(
      [&] {
        parse_run_arguments({"--data", "\xFF.csv"}, arguments);
      },
      ErrorKind::bad_value, "<data>", "not UTF-8");
}

}  // namespace
}  // namespace replicas
