#pragma once

#include <functional>
#include <string>
#include <vector>

namespace replicas {

/// One computation of a reproduction: its name (the folder), what it is for, and the verb (run, solve or theory) with
/// its options as words.
struct Study {
  std::string name;
  std::string purpose;
  std::string verb;
  std::vector<std::string> words;
};

/// What a reproduction was asked for: minutes on two cores, or hours; every study so many times as long; and, for a
/// paper with real data, the words that name them ("" when none were given).
struct Form {
  bool full = false;
  double length = 1;
  std::string data = {};
};

/// A paper whose claims are tested. Its folder host/papers/NAME holds the studies (studies.cc) and, for the report that
/// is made of them, claims.py, figures.py and report.py.
struct Paper {
  std::string name, reference, title;
  std::string data;  ///< which real data it can use, in words; "" none
  std::function<std::vector<Study>(const Form&)> studies;
};

/// All of them, in the order of the list.
const std::vector<Paper>& papers();

/// The words of a line, apart at spaces.
std::vector<std::string> words_of(const std::string& line);

/// A count of instances or data sets, times the length that was asked for, at least `least`.
int scaled(int count, double length, int least = 2);

}  // namespace replicas
