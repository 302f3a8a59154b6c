#pragma once

#include <sstream>
#include <string>
#include <vector>

namespace replicas {

/// The folders below `root` (/sys/fs/cgroup) that may say how much of `controller` ("cpu", "memory") this process gets:
/// that of its control group and all above it, of version 1 and 2. `groups`: the text of /proc/self/cgroup, a line
/// number:controllers:/path for each hierarchy, of version 2 without controllers.
inline std::vector<std::string> control_group_folders(const std::string& groups, const std::string& root,
                                                      const std::string& controller) {
  std::vector<std::string> folders;
  std::istringstream lines(groups);
  for (std::string line; std::getline(lines, line);) {
    const std::size_t first = line.find(':'), second = line.find(':', first + 1);
    if (first == std::string::npos || second == std::string::npos) continue;
    const std::string controllers = line.substr(first + 1, second - first - 1);
    if (!controllers.empty() && ("," + controllers + ",").find("," + controller + ",") == std::string::npos) continue;
    const std::string top = controllers.empty() ? root : root + "/" + controller;
    for (std::string path = line.substr(second + 1); !path.empty() && path != "/"; path.resize(path.rfind('/')))
      folders.push_back(top + path);
    folders.push_back(top);
  }
  return folders;
}

}  // namespace replicas
