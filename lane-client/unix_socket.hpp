#pragma once

#include "lane-client/descriptor.hpp"
#include "schema/error.hpp"

#include <filesystem>

namespace tillnote::lane {

/// A listening unix socket at `path`, non-blocking, in the place of a stale one. A path of more than 107 bytes, the
/// kernel's limit, is reached through /proc/self/fd of its folder. Errors: outbox_unusable.
[[nodiscard]] Result<Descriptor> listen_at(const std::filesystem::path& path);

/// A connection to whoever listens at `path`; not open when nobody does. Sends and receives give up after 5 seconds.
[[nodiscard]] Descriptor connect_to(const std::filesystem::path& path);

/// The same without ever waiting: a non-blocking connection; not open, too, when whoever listens has no room for one more.
[[nodiscard]] Descriptor connect_at_once(const std::filesystem::path& path);

}  // namespace tillnote::lane
