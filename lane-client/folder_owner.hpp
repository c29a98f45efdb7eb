#pragma once

#include "schema/error.hpp"

#include <filesystem>

namespace tillnote::lane {

/// Lets root work on a lane whose agent runs as a user of its own: gives up root for the owner and group of `folder`, for
/// good, so that no file is made there which the agent cannot open. Does nothing for other users, for a folder that is not
/// there, and for one that root owns. Call it before there are threads. Errors: outbox_unusable.
[[nodiscard]] Result<void> become_owner(const std::filesystem::path& folder);

/// Whether this user may pass through `folder` to the agent's socket and make nothing in it: a member of its group.
[[nodiscard]] bool may_only_ask(const std::filesystem::path& folder);

/// Whether `folder` is open to its group and to nobody else (mode 0750): so is the agent's socket then.
[[nodiscard]] bool is_open_to_group(const std::filesystem::path& folder);

}  // namespace tillnote::lane
