#pragma once

#include <gtest/gtest.h>

#include <string>

#include "model/error.h"

namespace replicas {

/// The call must throw an Error of this kind, in one line that contains every one of these words.
template <class Call, class... Words>
void expect_error(Call call, ErrorKind kind, const Words&... words) {
  try {
    call();
    ADD_FAILURE() << "no error";
  } catch (const Error& error) {
    const std::string message = error.what();
    EXPECT_EQ(static_cast<int>(error.kind()), static_cast<int>(kind)) << message;
    EXPECT_EQ(message.find('\n'), std::string::npos) << message;
    for (const std::string& word : {std::string(words)...})
      EXPECT_NE(message.find(word), std::string::npos) << "'" << word << "' is not in: " << message;
  }
}

}  // namespace replicas
