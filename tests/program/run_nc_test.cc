// run.nc, written and read back. Long, because each refusal of the reader is a test on the same written file.
#include "store/run_nc.h"

#include <netcdf.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <csignal>
#include <cstring>

#include "command/exit_status.h"
#include "expect_error.h"
#include "program/sample_results.h"
#include "program/temporary_directory.h"

namespace replicas {
namespace {

/// Bit by bit, so that NaN equals NaN and 0 differs from -0.
template <class Value>
void expect_same_bits(const std::vector<Value>& a, const std::vector<Value>& b, const std::string& name) {
  ASSERT_EQ(a.size(), b.size()) << name;
  EXPECT_TRUE(a.empty() || std::memcmp(a.data(), b.data(), a.size() * sizeof(Value)) == 0) << name;
}

template <class Number>
void expect_same(const ResultArray<Number>& a, const ResultArray<Number>& b) {
  EXPECT_EQ(a.name, b.name);
  EXPECT_EQ(a.unit, b.unit) << a.name;
  EXPECT_EQ(a.long_name, b.long_name) << a.name;
  EXPECT_EQ(a.group, b.group) << a.name;
  expect_same_bits(a.values, b.values, a.name);
  expect_same_bits(a.error, b.error, a.name + " error");
  expect_same_bits(a.dataset_spread, b.dataset_spread, a.name + " spread");
  ASSERT_EQ(a.axes.size(), b.axes.size()) << a.name;
  for (std::size_t i = 0; i < a.axes.size(); ++i) {
    EXPECT_EQ(a.axes[i].name, b.axes[i].name) << a.name;
    EXPECT_EQ(a.axes[i].unit, b.axes[i].unit) << a.name;
    EXPECT_EQ(a.axes[i].long_name, b.axes[i].long_name) << a.name;
    EXPECT_EQ(a.axes[i].integers, b.axes[i].integers) << a.name;
    EXPECT_EQ(a.axes[i].coordinate, b.axes[i].coordinate) << a.name;
    expect_same_bits(a.axes[i].values, b.axes[i].values, a.name + " axis " + a.axes[i].name);
  }
}

void expect_same(const Verdict& a, const Verdict& b) {
  EXPECT_EQ(a.kind, b.kind);
  EXPECT_EQ(a.check, b.check);
  EXPECT_EQ(a.sentence, b.sentence);
}

template <class Item>
void expect_same(const std::vector<Item>& a, const std::vector<Item>& b) {
  ASSERT_EQ(a.size(), b.size());
  for (std::size_t i = 0; i < a.size(); ++i) expect_same(a[i], b[i]);
}

void expect_same(const Results& a, const Results& b) {
  expect_same_bits(a.temperature, b.temperature, "temperature");
  expect_same(a.columns, b.columns);
  expect_same(a.curves, b.curves);
  expect_same(a.traces, b.traces);
  expect_same(a.inputs, b.inputs);
  EXPECT_EQ(a.chains, b.chains);
  EXPECT_EQ(a.dataset_of_chain, b.dataset_of_chain);
  EXPECT_EQ(a.warmup_draw_steps, b.warmup_draw_steps);
  EXPECT_EQ(a.draw_steps, b.draw_steps);
  EXPECT_EQ(a.diverging, b.diverging);
  expect_same(a.verdicts, b.verdicts);
  EXPECT_EQ(a.attributes, b.attributes);
  EXPECT_EQ(a.integers, b.integers);
  ASSERT_EQ(a.numbers.size(), b.numbers.size());
  for (const auto& [name, value] : a.numbers)
    expect_same_bits(std::vector{value}, std::vector{b.numbers.at(name)}, name);
  EXPECT_EQ(a.seed, b.seed);
}

using RunNc = TemporaryDirectory;

TEST_F(RunNc, WhatIsWrittenIsRead) {
  write_run(in("run.nc"), sample_results());
  expect_same(sample_results(), read_run(in("run.nc")));
  EXPECT_EQ(entries(), 1u) << "a temporary file was left";
}

TEST_F(RunNc, ARunWithoutBurnInOrCurvesIsRead) {
  Results results = sample_results();
  results.curves.clear();
  results.verdicts.clear();
  results.warmup_draw_steps.clear();
  std::erase_if(results.traces, [](const Trace& trace) { return trace.group == warmup_group; });
  write_run(in("run.nc"), results);
  expect_same(results, read_run(in("run.nc")));
}

TEST_F(RunNc, TheSameResultsAreTheSameBytes) {
  ASSERT_EQ(setenv("SOURCE_DATE_EPOCH", "1700000000", 1), 0);
  write_run(in("a.nc"), sample_results());
  sleep(1);  // so that a time stamp inside the file would show
  write_run(in("b.nc"), sample_results());
  unsetenv("SOURCE_DATE_EPOCH");
  EXPECT_TRUE(content(in("a.nc")) == content(in("b.nc")));
  int file = -1;
  char text[NC_MAX_NAME] = "";
  ASSERT_EQ(nc_open(in("a.nc").c_str(), NC_NOWRITE, &file), NC_NOERR);
  EXPECT_EQ(nc_get_att_text(file, NC_GLOBAL, "created_at", text), NC_NOERR);
  EXPECT_STREQ(text, "2023-11-14T22:13:20Z");
  nc_close(file);
}

TEST_F(RunNc, AnOlderFileOfThisNameIsReplacedWhole) {
  put(in("run.nc"), "older");
  put(in("run.nc.tmp"), "left by a killed process");
  write_run(in("run.nc"), sample_results());
  expect_same(sample_results(), read_run(in("run.nc")));
  EXPECT_EQ(entries(), 1u);
}

TEST_F(RunNc, SizesThatDisagreeAreRefusedBeforeAFileIsThere) {
  const auto refused = [this](auto spoil, const char* name) {
    Results results = sample_results();
    spoil(results);
    expect_error([&] { write_run(in("run.nc"), results); }, ErrorKind::internal, name);
    EXPECT_EQ(entries(), 0u) << name;
  };
  refused([](Results& r) { r.columns[0].error.pop_back(); }, "loss_mean_error");
  refused([](Results& r) { r.curves[0].values.pop_back(); }, "autocorrelation");
  refused([](Results& r) { r.curves[1].axis().values = {1, 2, 3, 4}; }, "lag");
  refused([](Results& r) { r.curves[4].axes[1].values.pop_back(); }, "cloud");
  refused([](Results& r) { r.traces[1].values.pop_back(); }, "weight_norm2");
  refused([](Results& r) { r.traces[3].values.clear(); }, "weight_norm2");
  refused([](Results& r) { r.diverging.clear(); }, "diverging");
  refused([](Results& r) { r.dataset_of_chain.clear(); }, "dataset");
  refused([](Results& r) { r.attributes["created_at"] = "now"; }, "created_at");
  refused([](Results& r) { r.columns[0].name = "lag"; }, "lag");
  refused([](Results& r) { r.columns[3].name = "test_error"; }, "test_error");
  refused([](Results& r) { r = Results(); }, "0 temperatures");
}

TEST_F(RunNc, AFullDiskIsOneLineAndNoFile) {
  // The limit on the size of a file acts like a full disk. In a process of its own: after the error the library is in
  // no state to be left in the ordinary way.
  const auto write_with_little_room = [this] {
    std::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit = {16384, 16384};
    setrlimit(RLIMIT_FSIZE, &limit);
    Results results = sample_results();
    for (Trace& trace : results.traces)  // bits that do not compress
      for (std::size_t i = 0; i < trace.values.size(); ++i) trace.values[i] = 1.0f / static_cast<float>(i * i + 3);
    results.attributes["configuration"] = std::string(60'000, 'x');
    try {
      write_run(in("run.nc"), results);
    } catch (const Error& error) {
      fmt::print(stderr, "{} entries, {}\n", entries(), error.what());
      _exit(static_cast<int>(exit_of(error.kind())));
    }
    _exit(0);
  };
  EXPECT_EXIT(write_with_little_room(), testing::ExitedWithCode(74),
              "0 entries, .*run.nc.tmp: cannot .*File too large");
}

TEST_F(RunNc, ADirectoryThatIsNotThereIsAnIoError) {
  expect_error([&] { write_run(in("none") / "run.nc", sample_results()); }, ErrorKind::io_error, "none/run.nc");
}

TEST_F(RunNc, OtherFilesAreRefusedWithTheirNameAndTheReason) {
  const auto refused = [this](const std::string& name, ErrorKind kind, const char* reason) {
    expect_error([&] { read_run(in(name)); }, kind, name, reason);
  };
  refused("missing.nc", ErrorKind::no_input, "No such file");
  refused("", ErrorKind::no_input, "not a regular file");
  ASSERT_EQ(mkfifo(in("pipe.nc").c_str(), 0600), 0);
  refused("pipe.nc", ErrorKind::no_input, "not a regular file");
  put(in("empty.nc"), "");
  refused("empty.nc", ErrorKind::bad_data, "netCDF");
  put(in("text.nc"), "hello, world: this is not what you are looking for\n");
  refused("text.nc", ErrorKind::bad_data, "netCDF");
  int file = -1;
  ASSERT_EQ(nc_create(in("other.nc").c_str(), NC_NETCDF4, &file), NC_NOERR);
  ASSERT_EQ(nc_close(file), NC_NOERR);
  refused("other.nc", ErrorKind::bad_data, "not a run of this program");
}

TEST_F(RunNc, ACutFileIsRefused) {
  write_run(in("run.nc"), sample_results());
  const std::string whole = content(in("run.nc"));
  for (const std::size_t length : {whole.size() - 1, whole.size() / 2, std::size_t{512}, std::size_t{8}}) {
    put(in("cut.nc"), whole.substr(0, length));
    expect_error([&] { read_run(in("cut.nc")); }, ErrorKind::bad_data, "cut.nc");
  }
}

TEST_F(RunNc, AMissingOrRenamedPartIsNamed) {
  const auto refused_after = [this](auto spoil, const char* name) {
    write_run(in("run.nc"), sample_results());
    int file = -1;
    ASSERT_EQ(nc_open(in("run.nc").c_str(), NC_WRITE, &file), NC_NOERR);
    ASSERT_EQ(spoil(file), NC_NOERR) << name;
    ASSERT_EQ(nc_close(file), NC_NOERR);
    expect_error([&] { read_run(in("run.nc")); }, ErrorKind::bad_data, "run.nc", name);
  };
  const auto in_group = [](int file, const char* name) {
    int group = -1;
    EXPECT_EQ(nc_inq_grp_ncid(file, name, &group), NC_NOERR);
    return group;
  };
  const auto rename = [](int group, const char* name) {
    int variable = -1;
    EXPECT_EQ(nc_inq_varid(group, name, &variable), NC_NOERR);
    return nc_rename_var(group, variable, "renamed");
  };
  refused_after([](int file) { return nc_del_att(file, NC_GLOBAL, "seed"); }, "seed");
  refused_after([](int file) { return nc_del_att(file, NC_GLOBAL, "verdicts"); }, "verdicts");
  refused_after([](int file) { return nc_put_att_text(file, NC_GLOBAL, "verdicts", 4, "[{}]"); }, "verdicts");
  refused_after([&](int file) { return rename(file, "loss_mean_error"); }, "loss_mean_error");
  refused_after([&](int file) { return rename(in_group(file, "sample_stats"), "diverging"); }, "diverging");
  refused_after([&](int file) { return rename(in_group(file, "warmup_posterior"), "loss"); }, "warmup_posterior/loss");
  refused_after([&](int file) { return rename(in_group(file, "posterior"), "dataset"); }, "posterior/dataset");
  refused_after([&](int file) { return nc_rename_grp(in_group(file, "posterior"), "prior"); }, "posterior");
  const int later = output_schema_version + 1;
  refused_after([&](int file) { return nc_put_att_int(file, NC_GLOBAL, "output_schema_version", NC_INT, 1, &later); },
                "output_schema_version");
}

}  // namespace
}  // namespace replicas
