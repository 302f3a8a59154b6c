#include "model/csv.h"

#include "bytes_of.h"
#include "expect_error.h"

namespace replicas {
namespace {

DataArray parsed(std::string_view text) { return parse_csv(bytes_of(text), "x.csv"); }

template <class... Words>
void expect_refused(std::string_view text, const Words&... words) {
  expect_error([&] { parsed(text); }, Exit::bad_data, "x.csv", words...);
}

TEST(Csv, ReadsRowsOfNumbers) {
  const DataArray table = parsed("1,-2.5\n 3e2 ,\t+.5\n");
  EXPECT_EQ(table.shape, (std::vector<std::size_t>{2, 2}));
  EXPECT_EQ(table.floats, (std::vector<float>{1, -2.5f, 300, 0.5f}));
  EXPECT_TRUE(table.text);
}

TEST(Csv, SkipsNamesCommentsEmptyLinesAndTheByteOrderMark) {
  for (const char* text : {"a,b\n1,2\n3,4\n", "# made by numpy\n1,2\n3,4",
                           "\xEF\xBB\xBF"
                           "1,2\r\n3,4\r\n",
                           "\n\n1,2\n  \n#\n3,4\n\n", "\"width\",\"height\"\r\n1,2\r\n3,4"}) {
    const DataArray table = parsed(text);
    EXPECT_EQ(table.shape, (std::vector<std::size_t>{2, 2})) << text;
    EXPECT_EQ(table.floats, (std::vector<float>{1, 2, 3, 4})) << text;
  }
}

TEST(Csv, NamesFileLineAndColumnOfWhatIsNoNumber) {
  expect_refused("1,2\n3,x\n", "x.csv:2:3:", "'x' is not a number");
  expect_refused("1,2\n3,\n", "x.csv:2:3:", "'' is not a number", "leave out the comma");
  expect_refused("1,2,\n", "x.csv:1:5:");
  expect_refused("1,\"2\"\n", "x.csv:1:3:", "without quotes");
  expect_refused("1;2\n3;4\n5;6\n", "x.csv:2:1:", "'3;4'", "commas");
  expect_refused("1 2\n3 4\n", "x.csv:2:1:", "numpy.savetxt");
  expect_refused("1,5;2,5\n", "x.csv:1:3:", "decimal points");
  expect_refused("1\n1.2.3\n", "x.csv:2:1:", "'1.2.3'");
  expect_refused("1\n+-2\n", "'+-2'");
  expect_refused("1\n0x10\n", "'0x10'");
  expect_refused("1\n\xFF\x1b[31m\n", "\\xff\\x1b[31m");
  expect_refused("1\n" + std::string(1000, 'z') + "\n", "zzz...'");
}

TEST(Csv, RefusesNumbersThatFloat32DoesNotHold) {
  expect_refused("1,nan\n", "x.csv:1:3:", "'nan' is not a finite number");
  expect_refused("1\n-inf\n", "x.csv:2:1:", "finite");
  expect_refused("1,1e39\n", "x.csv:1:3:", "outside the range");
  expect_refused("1,1e999\n", "x.csv:1:3:", "outside the range");
  expect_refused("1,1e-999\n", "x.csv:1:3:", "outside the range");
}

TEST(Csv, RefusesRowsOfUnequalLengthAndTablesWithoutNumbers) {
  expect_refused("1,2\n3\n", "x.csv:2:1:", "1 numbers, the first row has 2");
  expect_refused("1\n2\n\n3,4\n", "x.csv:4:1:", "2 numbers");
  expect_refused("\n", "no numbers");
  expect_refused("a,b\n", "no numbers");
  expect_refused("a\nb\n", "x.csv:2:1:", "'b'");
}

TEST(Csv, RefusesZeroBytesAndEndlessLines) {
  expect_refused(std::string_view("1,2\n3\0,4\n", 9), "x.csv:2:2:", "zero byte");
  expect_refused("1\n" + std::string(1 << 20, '1') + "1\n", "x.csv:2:1:", "longer than 1048576 bytes");
  EXPECT_EQ(parsed("1\n" + std::string((1 << 20) - 1, ' ') + "2\n").floats, (std::vector<float>{1, 2}));
}

}  // namespace
}  // namespace replicas
