#pragma once

#include <functional>

#include <grp.h>
#include <sys/wait.h>
#include <unistd.h>

namespace tillnote::lane::test {

/// Nobody's user and group.
inline constexpr unsigned int ordinary_id = 65534;

/// Runs `holds` in a process of its own, which is that of an ordinary user even where root runs the tests; its answer.
inline bool holds_for_ordinary_user(const std::function<bool()>& holds) {
    const pid_t child = ::fork();
    if (child == 0) {
        const bool is_ordinary =
            ::geteuid() != 0 || (::setgroups(0, nullptr) == 0 && ::setgid(ordinary_id) == 0 && ::setuid(ordinary_id) == 0);
        ::_exit(is_ordinary && holds() ? 0 : 1);
    }
    int status = 0;
    return child > 0 && ::waitpid(child, &status, 0) == child && status == 0;
}

}  // namespace tillnote::lane::test
