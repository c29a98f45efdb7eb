#pragma once

#include "schema/error.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace tillnote::lane {

/// The folder that holds all a lane knows. Mode 0700, files 0600 (the token is in one of them). Where an administrator has
/// made it 0750, members of its group may call the agent, and read nothing.
class StateFolder {
public:
    /// `chosen` (--state), else $TILLNOTE_LANE_STATE, else /var/lib/tillnote-lane for root, else the XDG state folder.
    [[nodiscard]] static std::filesystem::path find_default(const std::string& chosen);

    /// The XDG state folder of this user.
    [[nodiscard]] static std::filesystem::path find_own();

    /// Makes the folder when it is missing. Errors: outbox_unusable.
    [[nodiscard]] static Result<StateFolder> open(const std::filesystem::path& folder);

    [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }
    [[nodiscard]] std::filesystem::path outbox_file() const { return path_ / "outbox.db"; }
    [[nodiscard]] std::filesystem::path lock_file() const { return path_ / "outbox.lock"; }
    [[nodiscard]] std::filesystem::path socket_file() const { return path_ / "agent.sock"; }
    [[nodiscard]] std::filesystem::path enrolments_file() const { return path_ / "enrolments.json"; }
    [[nodiscard]] std::filesystem::path catalog_file() const { return path_ / "catalog.json"; }
    [[nodiscard]] std::filesystem::path catalog_tag_file() const { return path_ / "catalog.etag"; }
    [[nodiscard]] std::filesystem::path http_token_file() const { return path_ / "http-token"; }
    [[nodiscard]] std::filesystem::path certificates_file() const { return path_ / "ca.pem"; }

private:
    explicit StateFolder(std::filesystem::path path) : path_(std::move(path)) {}

    std::filesystem::path path_;
};

/// Nothing when there is no such file. Errors: outbox_unusable (unreadable, or over 4 MiB).
[[nodiscard]] Result<std::optional<std::string>> read_small_file(const std::filesystem::path& file);

/// Replaces `file` as a whole or not at all: write beside it, fsync, rename, fsync the folder. Mode 0600.
/// Errors: disk_full, outbox_unusable.
[[nodiscard]] Result<void> write_small_file(const std::filesystem::path& file, std::string_view text);

/// Makes renames and new files in `folder` durable. Errors: outbox_unusable.
[[nodiscard]] Result<void> sync_folder(const std::filesystem::path& folder);

}  // namespace tillnote::lane
