// Long: one question, what becomes of a file as data, asked of every kind of file.
#include "data/dataset_file.h"
#include "data_folder.h"

#include <sys/stat.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "data/input_file.h"
#include "expect_error.h"
#include "program/temporary_directory.h"

namespace replicas {
namespace {

class DatasetFile : public TemporaryDirectory {
 protected:
  /// Saves values as NPY: inputs.npy of shape (rows, columns), or labels.npy of shape (rows,) when columns = 0.
  template <class Value>
  std::string save(const std::string& name, const char* type, const std::vector<Value>& values, std::size_t columns) {
    const std::size_t rows = values.size() / std::max<std::size_t>(columns, 1);
    const std::string shape = columns > 0 ? fmt::format("({}, {})", rows, columns) : fmt::format("({},)", rows);
    const std::string header = fmt::format("{{'descr': '{}', 'fortran_order': False, 'shape': {}, }}", type, shape);
    const std::string bytes(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(Value));
    put(in(name), std::string("\x93NUMPY\x01\0", 8) + static_cast<char>(header.size()) + '\0' + header + bytes);
    return in(name).string();
  }
  std::string inputs(std::size_t columns = 2) {
    return save<float>("inputs.npy", "<f4", {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}, columns);
  }
  std::string pair(const std::vector<int>& labels) {
    return inputs() + "," + save<std::int32_t>("labels.npy", "<i4", {labels.begin(), labels.end()}, 0);
  }
  template <class... Words>
  void expect_refused(const std::string& files, const Network& network, const Words&... words) {
    expect_error([&] { read_dataset(files, network); }, ErrorKind::bad_data, words...);
  }

  static bool remarked(const Dataset& data, std::string_view words) {
    return std::ranges::any_of(data.remarks,
                               [&](const Remark& r) { return r.sentence.find(words) != std::string::npos; });
  }

  using Scale = Reading::Scale;
  const Network softmax = Network({2, 4, 3});
  const Network logistic = Network({2, 1}, Activation::tanh, Loss::logistic);
  const Network regression = Network({2, 4, 1}, Activation::tanh, Loss::mse);
  const Network regression3 = Network({2, 4, 3}, Activation::tanh, Loss::mse);
};

TEST_F(DatasetFile, InputsAndLabelsAreRead) {
  const Dataset data = read_dataset(pair({0, 2, 1, 0, 1, 2}), softmax);
  EXPECT_EQ(data.examples, 6);
  EXPECT_EQ(data.inputs, 2);
  EXPECT_EQ(data.outputs, 3);
  EXPECT_EQ(data.values, (std::vector<float>{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}));
  EXPECT_EQ(data.labels, (std::vector<std::int32_t>{0, 2, 1, 0, 1, 2}));
  EXPECT_TRUE(data.targets.empty());
  EXPECT_EQ(data.origin, in("inputs.npy").string() + "," + in("labels.npy").string());
}

TEST_F(DatasetFile, LogisticLabelsAreZeroAndOneOrSigns) {
  const std::vector<std::int32_t> expected = {0, 1, 1, 0, 0, 1};
  EXPECT_EQ(read_dataset(pair({0, 1, 1, 0, 0, 1}), logistic).labels, expected);
  EXPECT_EQ(read_dataset(pair({-1, 1, 1, -1, -1, 1}), logistic).labels, expected);
  expect_refused(pair({-1, 1, 0, 1, 1, 1}), logistic, "labels.npy", "label -1 of example 0", "0..1");
  expect_refused(pair({0, 1, 2, 1, 1, 1}), logistic, "label 2 of example 2", "<loss> softmax");
}

TEST_F(DatasetFile, TheSquaredLossTakesTargetsOrLabels) {
  const std::vector<float> line = {1, -2, 3, -4, 5, 0.5f};
  const std::string targets = save<float>("targets.npy", "<f4", line, 0);
  EXPECT_EQ(read_dataset(inputs() + "," + targets, regression).targets, line);
  EXPECT_TRUE(read_dataset(inputs() + "," + targets, regression).labels.empty());
  EXPECT_EQ(read_dataset(inputs() + "," + save<float>("targets.npy", "<f4", line, 1), regression).targets, line);
  expect_refused(inputs() + "," + save<float>("targets.npy", "<f4", line, 0), regression3, "targets.npy", "(6,)",
                 "(6, 3)");
  const std::vector<float> table(18, 0.25f);
  EXPECT_EQ(read_dataset(inputs() + "," + save<float>("targets.npy", "<f4", table, 3), regression3).targets, table);
  const Dataset labelled = read_dataset(pair({0, 2, 1, 0, 1, 2}), regression3);
  EXPECT_EQ(labelled.labels.size(), 6u);
  EXPECT_EQ(std::vector<float>(labelled.targets.begin(), labelled.targets.begin() + 6),
            (std::vector<float>{1, 0, 0, 0, 0, 1}));
  EXPECT_EQ(read_dataset(pair({-1, 1, 1, -1, -1, 1}), regression).targets, (std::vector<float>{-1, 1, 1, -1, -1, 1}));
  EXPECT_EQ(read_dataset(pair({0, 1, 1, 0, 0, 1}), regression).targets, (std::vector<float>{-1, 1, 1, -1, -1, 1}));
}

TEST_F(DatasetFile, IntegersOfTheSquaredLossAreTargetsWhereThatIsClear) {
  for (const std::vector<int>& whole : {std::vector<int>{3, 8, 5, 3, 5, 5},
                                        {-1, 0, 1, 0, 1, 1},
                                        {0, 10, 20, 0, 10, 20},
                                        {0, 1, 2, 3, 4, 5}}) {  // the last: as many values as examples
    const Dataset data = read_dataset(pair(whole), regression);
    EXPECT_EQ(data.targets, std::vector<float>(whole.begin(), whole.end()));
    EXPECT_TRUE(data.labels.empty());
    EXPECT_TRUE(remarked(data, "taken as targets"));
  }
  expect_refused(pair({0, 1, 2, 0, 1, 2}), regression, "0 to 2 may be 3 classes or targets", "<network> ...-3");
  expect_refused(pair({1, 2, 3, 1, 2, 3}), regression, "1 to 3", "float32");
  const std::string column = save<std::int32_t>("labels.npy", "<i4", {3, 8, 5, 3, 5, 5}, 1);
  EXPECT_EQ(read_dataset(inputs() + "," + column, regression).targets, (std::vector<float>{3, 8, 5, 3, 5, 5}));
  const std::string table =
      save<std::int32_t>("labels.npy", "<i4", {1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 2, 3, 4, 5, 6, 7, 8, 9}, 3);
  EXPECT_EQ(read_dataset(inputs() + "," + table, regression3).targets[4], 5);
}

TEST_F(DatasetFile, OneHotRowsAreLabels) {
  const std::vector<float> rows = {1, 0, 0, 0, 1, 0, 0, 0, 1, 1, 0, 0, 0, 1, 0, 0, 0, 1};
  const std::string floats = save<float>("hot.npy", "<f4", rows, 3);
  const std::vector<std::int32_t> classes = {0, 1, 2, 0, 1, 2};
  const Dataset labelled = read_dataset(inputs() + "," + floats, softmax);
  EXPECT_EQ(labelled.labels, classes);
  EXPECT_TRUE(labelled.targets.empty());
  EXPECT_TRUE(remarked(labelled, "one-hot rows are taken as labels 0 to 2"));
  expect_refused(inputs() + "," + floats, logistic, "hot.npy", "one-hot rows of 3 classes", "2 apart");
  EXPECT_EQ(read_dataset(inputs() + "," + floats, regression3).targets,
            rows);  // the squared loss takes them as they are
  const std::string whole = save<std::int64_t>("hot.npy", "<i8", {rows.begin(), rows.end()}, 3);
  EXPECT_EQ(read_dataset(inputs() + "," + whole, softmax).labels, classes);
  EXPECT_EQ(read_dataset(inputs() + "," + whole, regression3).targets, rows);
}

TEST_F(DatasetFile, LabelsMayStandInOneColumn) {
  const std::string column = save<std::int32_t>("labels.npy", "<i4", {0, 2, 1, 0, 1, 2}, 1);
  EXPECT_EQ(read_dataset(inputs() + "," + column, softmax).labels, (std::vector<std::int32_t>{0, 2, 1, 0, 1, 2}));
}

TEST_F(DatasetFile, IntegersAreInputsWhenTheirScaleIsSaid) {
  const std::string files = save<std::int32_t>("inputs.npy", "<i4", {0, 255, 51, 102}, 2) + "," +
                            save<std::uint8_t>("labels.npy", "|u1", {2, 0}, 0);
  expect_refused(files, softmax, "int32", "<scale> unit");
  EXPECT_EQ(read_dataset(files, softmax, {.scale = Scale::unit}).values,
            (std::vector<float>{0, 1, 51.0f / 255, 102.0f / 255}));
  EXPECT_EQ(read_dataset(files, softmax, {.scale = Scale::none}).values, (std::vector<float>{0, 255, 51, 102}));
  EXPECT_EQ(read_dataset(files, softmax, {.scale = Scale::standard}).values, (std::vector<float>{-1, 1, 1, -1}));
}

TEST_F(DatasetFile, TheScaleIsThatOfTheExamplesThatAreKept) {
  const Dataset data = read_dataset(pair({0, 2, 1, 0, 1, 2}), softmax, {.scale = Scale::standard, .examples = 2});
  EXPECT_EQ(data.input_mean, (std::vector<double>{2, 3}));
  EXPECT_EQ(data.input_scale, (std::vector<double>{1, 1}));
  const Dataset test =
      read_dataset(pair({0, 2, 1, 0, 1, 2}), softmax, {.scale = Scale::standard}, "<test-data>", &data);
  EXPECT_EQ(test.values[4], 3);  // (5 - 2) / 1
  EXPECT_EQ(test.examples, 6);
}

TEST_F(DatasetFile, DoublesAreRoundedToFloats) {
  const std::string files = save<double>("inputs.npy", "<f8", {1.0 / 3, 2, 3, 4}, 2) + "," +
                            save<std::uint8_t>("labels.npy", "|u1", {2, 0}, 0);
  EXPECT_EQ(read_dataset(files, softmax).values[0], 1.0f / 3);
}

TEST_F(DatasetFile, ABadLabelIsNamedWithItsPlace) {
  expect_refused(pair({0, 2, 1, 3, 1, 9}), softmax, "labels.npy", "label 3 of example 3", "0..2");
  expect_refused(pair({0, 2, 1, 1, -1, 9}), softmax, "label -1 of example 4");
  const std::string beyond = save<std::int64_t>("labels.npy", "<i8", {0, 1, 2, 4294967296, 0, 0}, 0);
  expect_refused(inputs() + "," + beyond, softmax, "label 4294967296 of example 3");
}

TEST_F(DatasetFile, ShapesAndTypesThatDoNotFitAreRefused) {
  const std::string labels = save<std::int32_t>("labels.npy", "<i4", {0, 1, 2, 0, 1, 2}, 0);
  expect_refused(inputs(3) + "," + labels, softmax, "inputs.npy", "3 inputs", "takes 2", "<network> 3-");
  expect_refused(inputs(0) + "," + labels, softmax, "inputs.npy", "(12,)");
  expect_refused(save<std::int32_t>("inputs.npy", "<i4", {1, 2}, 2) + "," + labels, softmax, "int32",
                 "floating-point numbers");
  expect_refused(save<float>("inputs.npy", "<f4", {}, 2) + "," + labels, softmax, "inputs.npy", "0 examples");
  expect_refused(save<float>("inputs.npy", "<f4", {1, 2}, 2) + "," + labels, softmax, "labels.npy", "(6,)",
                 "1 examples");
  expect_refused(inputs() + "," + save<std::int32_t>("labels.npy", "<i4", {0, 1, 2, 0, 1, 2, 1, 1, 1, 0, 0, 0}, 2),
                 softmax, "(6, 2)", "one-hot (examples, classes)");
  expect_refused(inputs() + "," + save<float>("labels.npy", "<f4", {0, 1, 2, 0, 1, 2}, 0), softmax, "labels.npy",
                 "float32", "astype('int32')");
  expect_refused(inputs() + "," + inputs(), softmax, "inputs.npy", "float32");
}

TEST_F(DatasetFile, NumbersThatAreNotFiniteAreNamedWithTheirPlace) {
  const std::string labels = save<std::uint8_t>("labels.npy", "|u1", {0, 1}, 0);
  const float missing = std::numeric_limits<float>::quiet_NaN();
  expect_refused(save<float>("inputs.npy", "<f4", {1, 2, 3, missing}, 2) + "," + labels, softmax, "inputs.npy",
                 "input 1 of example 1", "finite");
  expect_refused(save<double>("inputs.npy", "<f8", {1, 2, 1e300, 4}, 2) + "," + labels, softmax,
                 "input 0 of example 1");
  expect_refused(
      save<float>("inputs.npy", "<f4", {1, 2, 3, 4}, 2) + "," + save<float>("targets.npy", "<f4", {1, INFINITY}, 0),
      regression, "targets.npy", "target 1", "finite");
}

TEST_F(DatasetFile, FilesThatCannotBeReadAreNamedWithTheReason) {
  const auto refused = [this](const std::string& files, const char* name, const char* reason) {
    expect_error([&] { read_dataset(files, softmax); }, ErrorKind::no_input, name, reason);
  };
  refused(in("none.npy").string() + ",b.npy", "none.npy", "No such file");
  refused(inputs() + "," + in("none\n.npy").string(), "none\\x0a.npy", "No such file");
  refused(directory_.string() + ",b.npy", directory_.c_str(), "a directory");
  ASSERT_EQ(mkfifo(in("pipe.npy").c_str(), 0600), 0);
  refused(in("pipe.npy").string() + ",b.npy", "pipe.npy", "pipe");
  refused("/dev/null,b.npy", "/dev/null", "device");
  std::filesystem::create_symlink("loop.npy", in("loop.npy"));
  refused(in("loop.npy").string() + ",b.npy", "loop.npy", "symbolic links");
  put(in("empty.npy"), "");
  expect_refused(in("empty.npy").string() + ",b.npy", softmax, "empty.npy", "is empty");
  put(in("table.npy"), "1,2,3\n4,5,6\n");
  expect_refused(in("table.npy").string() + ",b.npy", softmax, "table.npy", "not a NumPy array");
}

TEST_F(DatasetFile, TheNamesAreOneOrTwo) {
  for (const char* files : {"", "a.npy,", ",b.npy", "a.npy,b.npy,c.npy", ","})
    expect_error([&] { read_dataset(files, softmax); }, ErrorKind::bad_value, "<data>", "inputs.npy,labels.npy");
}

TEST_F(DatasetFile, ImagesOfTheMnistFamilyAreFlattenedAndDividedBy255) {
  const std::string folder = data_folder() + "/idx/";
  const Network network({16, 4, 3});
  expect_refused(folder + "images," + folder + "labels", network, "labels", "label 255 of example 2", "0..2");
  put(in("labels"), std::string("\0\0\x08\1\0\0\0\3\2\0\1", 11));
  const Dataset data = read_dataset(folder + "images.gz," + in("labels").string(), network);
  EXPECT_EQ(data.examples, 3);
  EXPECT_EQ(data.values[17], 85.0f / 255);
  EXPECT_TRUE(remarked(data, "inputs are bytes, divided by 255"));
  EXPECT_EQ(data.labels, (std::vector<std::int32_t>{2, 0, 1}));
  expect_refused(folder + "images," + in("labels").string(), softmax, "16 inputs", "<network> 16-...");
  expect_refused(folder + "images", network, "one array of uint8", "table.csv");
}

TEST_F(DatasetFile, ATableIsInputsThenTheLabelOrTheTargets) {
  put(in("table.csv"), "x,y,label\n1,2,0\n3,4,2\n");
  const Dataset data = read_dataset(in("table.csv").string(), softmax);
  EXPECT_EQ(data.values, (std::vector<float>{1, 2, 3, 4}));
  EXPECT_EQ(data.labels, (std::vector<std::int32_t>{0, 2}));
  const Dataset real = read_dataset(in("table.csv").string(), regression);  // one output: a target, never a label
  EXPECT_EQ(real.targets, (std::vector<float>{0, 2}));
  EXPECT_TRUE(real.labels.empty());
  EXPECT_EQ(read_dataset(in("table.csv").string(), regression3).targets, (std::vector<float>{1, 0, 0, 0, 0, 1}));
  put(in("targets.csv"), "1,2,0.5,1.5,2.5\n");
  EXPECT_EQ(read_dataset(in("targets.csv").string(), regression3).targets, (std::vector<float>{0.5f, 1.5f, 2.5f}));
  expect_refused(in("targets.csv").string(), softmax, "5 columns", "<network> 4-...");
  put(in("xyz.csv"), "x,y,z\n1,2,0\n3,4,2\n");  // coordinates: no one of them is the label by its name
  EXPECT_EQ(read_dataset(in("xyz.csv").string(), softmax).labels, (std::vector<std::int32_t>{0, 2}));
  put(in("y.csv"), "y,a,b\n0,1,2\n2,3,4\n");
  EXPECT_EQ(read_dataset(in("y.csv").string(), softmax).values, (std::vector<float>{1, 2, 3, 4}));
  put(in("halves.csv"), "1,2,0\n3,4,0.5\n");
  expect_refused(in("halves.csv").string(), softmax, "label 0.5 of example 1", "whole");
  put(in("signs.csv"), "1,2,-1\n3,4,1\n");
  EXPECT_EQ(read_dataset(in("signs.csv").string(), logistic).labels, (std::vector<std::int32_t>{0, 1}));
}

TEST_F(DatasetFile, ThePairMayMixFormats) {
  put(in("labels.csv"), "label\n0\n2\n1\n0\n1\n2\n");
  EXPECT_EQ(read_dataset(inputs() + "," + in("labels.csv").string(), softmax).labels,
            (std::vector<std::int32_t>{0, 2, 1, 0, 1, 2}));
  put(in("labels.csv"), "0\n2\n");
  expect_refused(inputs() + "," + in("labels.csv").string(), softmax, "labels.csv", "(2, 1)", "6 examples");
}

TEST_F(DatasetFile, OtherPeoplesFormatsAreRefusedByName) {
  for (const auto& [magic, what] : {std::pair{"PK\x03\x04", "ZIP"}, {"\x89HDF\r\n", "HDF5"}, {"\x80\x04", "pickle"}}) {
    put(in("file"), magic);
    expect_refused(in("file").string() + ",b", softmax, "file", what, "numpy.save");
  }
}

TEST_F(DatasetFile, TheFirstExamplesCanBeKept) {
  Dataset data = read_dataset(pair({0, 2, 1, 0, 1, 2}), softmax);
  keep_first(data, 2);
  EXPECT_EQ(data.values, (std::vector<float>{1, 2, 3, 4}));
  EXPECT_EQ(data.labels, (std::vector<std::int32_t>{0, 2}));
  expect_error([&] { keep_first(data, 3); }, ErrorKind::bad_value, "<examples> 3", "only 2");
}

}  // namespace
}  // namespace replicas
