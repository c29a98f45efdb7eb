#pragma once

#include "schema/error.hpp"

#include <filesystem>
#include <optional>
#include <utility>

namespace tillnote::lane {

/// Who holds this may open the outbox: the agent for as long as it runs, or one `tap` for a moment.
/// The kernel lets go when the process ends, however it ends. Source: flock(2), docs/decisions/0003.
class OutboxLock {
public:
    /// Nothing when another process holds it. Never waits. Errors: outbox_unusable.
    [[nodiscard]] static Result<std::optional<OutboxLock>> try_take(const std::filesystem::path& lock_file);

    OutboxLock(OutboxLock&& other) noexcept : file_(std::exchange(other.file_, -1)) {}
    OutboxLock& operator=(OutboxLock&& other) noexcept {
        std::swap(file_, other.file_);
        return *this;
    }
    ~OutboxLock();

private:
    explicit OutboxLock(int file) : file_(file) {}

    int file_;
};

}  // namespace tillnote::lane
