#include "schema/core_files.hpp"

#include <gtest/gtest.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace tillnote {
namespace {

/// In a process of its own, so that this one can still be debugged.
TEST(CoreFiles, AreNeverWrittenAndNobodyAttaches) {
    const pid_t child = ::fork();
    if (child == 0) {
        const bool could_before = ::prctl(PR_GET_DUMPABLE) == 1;
        forbid_core_files();
        ::_exit(could_before && ::prctl(PR_GET_DUMPABLE) == 0 ? 0 : 1);
    }
    int status = -1;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_EQ(status, 0);
}

}  // namespace
}  // namespace tillnote
