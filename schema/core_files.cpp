#include "schema/core_files.hpp"

#include <sys/prctl.h>

namespace tillnote {

void forbid_core_files() noexcept {
    // Not RLIMIT_CORE: it does not hold where the kernel hands core files to a program, as it does with systemd-coredump,
    // and this holds for both. It cannot fail with these values.
    ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}

}  // namespace tillnote
