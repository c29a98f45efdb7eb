#include "lane-client/folder_owner.hpp"

#include <cerrno>
#include <cstring>

#include <grp.h>
#include <sys/stat.h>
#include <unistd.h>

namespace tillnote::lane {

Result<void> become_owner(const std::filesystem::path& folder) {
    struct ::stat about{};
    if (::geteuid() != 0 || ::stat(folder.c_str(), &about) != 0 || about.st_uid == 0) {
        return {};
    }
    // The groups first: afterwards this process may not change them any more.
    if (::setgroups(0, nullptr) != 0 || ::setgid(about.st_gid) != 0 || ::setuid(about.st_uid) != 0) {
        return Error{
            ErrorCode::outbox_unusable,
            "Cannot work as the owner of " + folder.string() + ": " + std::strerror(errno) + ". Run this as that user.",
            {}};
    }
    return {};
}

bool may_only_ask(const std::filesystem::path& folder) {
    struct ::stat about{};
    return ::stat(folder.c_str(), &about) == 0 && about.st_uid != ::geteuid() && ::access(folder.c_str(), X_OK) == 0 &&
           ::access(folder.c_str(), W_OK) != 0 && errno == EACCES;
}

bool is_open_to_group(const std::filesystem::path& folder) {
    struct ::stat about{};
    return ::stat(folder.c_str(), &about) == 0 && (about.st_mode & 0077U) == 0050U;
}

}  // namespace tillnote::lane
