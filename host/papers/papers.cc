#include <algorithm>
#include <cmath>
#include <sstream>

#include "papers/paper.h"

namespace replicas {

/// Each is defined in the studies.cc of its folder. The folder and its name here are all that a paper needs.
Paper jules2023(), baldassi2020(), baldassi2021(), baldassi2020gmm(), rotskoff2018(), yang2021();

const std::vector<Paper>& papers() {
  static const std::vector<Paper> all = {jules2023(),       baldassi2020(), baldassi2021(),
                                         baldassi2020gmm(), rotskoff2018(), yang2021()};
  return all;
}

std::vector<std::string> words_of(const std::string& line) {
  std::istringstream stream(line);
  std::vector<std::string> words;
  for (std::string word; stream >> word;) words.push_back(word);
  return words;
}

int scaled(int count, double length, int least) {
  return std::max(least, static_cast<int>(std::lround(count * length)));
}

}  // namespace replicas
