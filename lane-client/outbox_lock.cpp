#include "lane-client/outbox_lock.hpp"

#include <cerrno>
#include <cstring>
#include <string>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace tillnote::lane {

Result<std::optional<OutboxLock>> OutboxLock::try_take(const std::filesystem::path& lock_file) {
    const int file = ::open(lock_file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0) {
        const bool full = errno == ENOSPC || errno == EDQUOT;
        return Error{full ? ErrorCode::disk_full : ErrorCode::outbox_unusable,
                     "Nothing was saved: cannot open " + lock_file.string() + ": " + std::strerror(errno) +
                         ". Check the folder's owner, mode and disk.",
                     {}};
    }
    if (::flock(file, LOCK_EX | LOCK_NB) == 0) {
        return std::optional<OutboxLock>{OutboxLock(file)};
    }
    ::close(file);
    return std::optional<OutboxLock>{};
}

OutboxLock::~OutboxLock() {
    if (file_ >= 0) {
        ::close(file_);
    }
}

}  // namespace tillnote::lane
