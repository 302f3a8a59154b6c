#include "data/csv.h"

#include "bytes_of.h"
#include "expect_error.h"

namespace replicas {
namespace {

using Header = Reading::Header;
using Words = std::vector<std::string>;

DataArray parsed(std::string_view text, Header header = Header::automatic) {
  return parse_csv(bytes_of(text), "x.csv", header);
}

template <class... Words>
void expect_refused(std::string_view text, const Words&... words) {
  expect_error([&] { parsed(text); }, ErrorKind::bad_data, "x.csv", words...);
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
  expect_refused("7,2\n3,x\n", "x.csv:2:3:", "'x' is not a number");
  expect_refused("1,2\n3,x\n5,6\n", "x.csv:2:3:", "'x' is not a number");
  expect_refused("1,2\n3,\n", "x.csv:2:3:", "'' is not a number", "leave out the comma");
  expect_refused("1,2,\n", "x.csv:1:5:");
  expect_refused("1,'2'\n", "x.csv:1:3:", "without quotes");
  expect_refused("a\n'2'\n", "x.csv:2:1:", "without quotes");
  expect_refused("1;2\n3;4\n5;6\n", "x.csv:1:1:", "'1;2'", "separated by ';'", "commas");
  expect_refused("a;b\n1;2\n", "x.csv:1:1:", "'a;b'", "sep=','");
  expect_refused("\"a\";\"b\"\n1;2\n", "x.csv:1:1:", "not by ';'");
  expect_refused("a;b\n1,5;2,5\n", "x.csv:1:1:", "separated by ';'");
  expect_refused("1 2\n3 4\n", "x.csv:1:1:", "numpy.savetxt");
  expect_refused("a\tb\n1\t2\n", "x.csv:1:1:", "numpy.savetxt");
  expect_refused("1,5;2,5\n", "x.csv:1:3:", "where decimals have a comma write <decimal> comma");
  expect_refused("7\n1.2.3\n", "x.csv:2:1:", "'1.2.3'");
  expect_refused("7\n+-2\n", "'+-2'");
  expect_refused("7\n0x10\n", "'0x10'");
  expect_refused("1\n\xFF\x1b[31m\n", "\\xff\\x1b[31m");
  expect_refused("1\n\"2\n", "x.csv:2:1:", "not closed");
  expect_refused("1,\"2\"3\n", "x.csv:1:3:", "closing quotation mark");
  expect_refused("1,x,3\n4,5,6\n", "x.csv:1:3:", "'x' is not a number as the one below it", "<header> yes");
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
  expect_refused("a,b,c\n1,2\n", "x.csv:1:1:", "3 names above a row of 2");
}

TEST(Csv, TakesQuotesOffNamesNumbersAndWords) {
  const DataArray table = parsed("\"a, b\",\"say \"\"c\"\"\"\n\"1\", \"two\" \n\"+.5\",\"3, 4\"\n");
  EXPECT_EQ(table.csv.names, (Words{"a, b", "say \"c\""}));
  EXPECT_EQ(table.floats, (std::vector<float>{1, 0, 0.5f, 1}));
  EXPECT_EQ(table.csv.words.at(1).names, (Words{"two", "3, 4"}));
  EXPECT_EQ(table.csv.words.at(1).places[1].line, 3u);
  EXPECT_EQ(table.csv.words.at(1).places[1].column, 7u);
}

TEST(Csv, AFirstRowThatCountsFourColumnsIsAHeader) {
  for (const char* first : {"0,1,2,3", "1,2,3,4", "\"0\",\"1\",\"2\",\"3\"", "0,1,2,species"}) {
    const DataArray table = parsed(std::string(first) + "\n5,6,7,8\n5,6,7,9\n");
    EXPECT_EQ(table.shape, (std::vector<std::size_t>{2, 4})) << first;
  }
  EXPECT_EQ(parsed("0,1,2,3\n5,6,7,8\n").csv.first_row, FirstRow::counts);
  EXPECT_EQ(parsed("0,1,2,3\n5,6,7,8\n", Header::no).shape[0], 2u);
  for (const char* first : {"0,1,2,4", "2,3,4,5", "0.0,1,2,3", "00,1,2,3", "+0,1,2,3", "0,2,1,3", "3,2,1,0"})
    EXPECT_EQ(parsed(std::string(first) + "\n5,6,7,8\n").shape[0], 2u) << first;
}

TEST(Csv, AFirstRowThatCountsFewerColumnsIsOpen) {
  for (const char* text : {"0,1,2\n5,6,7\n", "1,2\n3,4\n", "0\n1\n", "1\n0\n", "cat\ndog\n"}) {
    EXPECT_EQ(parsed(text).csv.first_row, FirstRow::open) << text;
    EXPECT_EQ(parsed(text).shape[0], 2u) << text;
    EXPECT_EQ(parsed(text, Header::yes).shape[0], 1u) << text;
    EXPECT_EQ(parsed(text, Header::no).csv.first_row, FirstRow::example) << text;
  }
  EXPECT_EQ(parsed("0,0\n5,6\n").csv.first_row, FirstRow::example);
  EXPECT_EQ(parsed("0,1,2\n5,6,cat\n").csv.first_row, FirstRow::counts);  // a number above a word
  EXPECT_EQ(parsed("label\ncat\n").csv.first_row, FirstRow::names);
}

TEST(Csv, NamesMayBeNumbersBesideWords) {
  const DataArray table = parsed("label,0,1\n7,8,9\n");  // a word above a number
  EXPECT_EQ(table.csv.names, (Words{"label", "0", "1"}));
  EXPECT_EQ(table.floats, (std::vector<float>{7, 8, 9}));
}

TEST(Csv, KnowsTheIndexThatPandasAndRWrite) {
  for (const char* text : {",a,b\n0,1,2\n7,3,4\n", "Unnamed: 0,a,b\n0,1,2\n7,3,4\n", ",0,1\n0,1,2\n7,3,4\n",
                           "\"\",\"a\",\"b\"\n\"u\",1,2\n\"v\",3,4\n", "a,b\nu,1,2\nv,3,4\n", "a,b\n1,1,2\n2,3,4\n"}) {
    const DataArray table = parsed(text);
    EXPECT_TRUE(table.csv.index) << text;
    EXPECT_EQ(table.shape, (std::vector<std::size_t>{2, 3})) << text;
    EXPECT_EQ(table.floats[4], 3) << text;
  }
  EXPECT_FALSE(parsed("a,b\n0,1\n").csv.index);
}

TEST(Csv, AColumnOfWordsIsNumberedAsItComes) {
  const DataArray table = parsed("1,cat\n2,dog\n3,cat\n");
  EXPECT_EQ(table.floats, (std::vector<float>{1, 0, 2, 1, 3, 0}));
  EXPECT_EQ(table.csv.words.at(1).names, (Words{"cat", "dog"}));
  for (const char* word : {"NA", "?", "", "None", "\x1b[1m", "\xFF", "a;b", "don't"})
    expect_refused("1,cat\n2," + std::string(word) + "\n", "x.csv:2:3:", "is not a number");
  EXPECT_EQ(parsed("1,\"NA\"\n").csv.words.at(1).names, Words{"NA"});  // in quotes a name
  std::string many;
  for (int i = 0; i <= 10000; ++i) many += fmt::format("1,w{}\n", i);
  expect_refused(many, "x.csv:10001:3:", "more than 10000 different words");
}

TEST(Csv, RefusesZeroBytesAndEndlessLines) {
  expect_refused(std::string_view("1,2\n3\0,4\n", 9), "x.csv:2:2:", "zero byte");
  expect_refused("1\n" + std::string(1 << 20, '1') + "1\n", "x.csv:2:1:", "longer than 1048576 bytes");
  EXPECT_EQ(parsed("1\n" + std::string((1 << 20) - 1, ' ') + "2\n").floats, (std::vector<float>{1, 2}));
}

}  // namespace
}  // namespace replicas
