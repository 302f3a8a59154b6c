#include "store/directory_lock.h"

#include "expect_error.h"
#include "program/system_faults.h"
#include "program/temporary_directory.h"

namespace replicas {
namespace {

using Lock = TemporaryDirectory;

TEST_F(Lock, IsSaidToBeMissingWhereTheFileSystemHasNone) {
  arm(Fault::none, 0);
  EXPECT_EQ(DirectoryLock(directory_).warning(), "");
  EXPECT_EQ(disarm()[1], "flock");
  arm(Fault::no_locks, 2);
  const DirectoryLock lock(directory_);
  disarm();
  EXPECT_NE(lock.warning().find("has no locks (No locks available)"), std::string::npos) << lock.warning();
}

TEST_F(Lock, AnyOtherFailureIsAnErrorAndASignalIsNone) {
  arm(Fault::io_error, 2);
  expect_error([this] { DirectoryLock{directory_}; }, ErrorKind::cannot_create, "cannot lock", "Input/output error");
  arm(Fault::interrupted, 2);
  const DirectoryLock lock(directory_);
  EXPECT_EQ(disarm(), (std::vector<std::string>{"open .", "flock", "flock"}));
  EXPECT_TRUE(is_locked(directory_));
}

}  // namespace
}  // namespace replicas
