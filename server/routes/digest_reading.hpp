#pragma once

#include "server/domain/digest.hpp"
#include "server/domain/digest_store.hpp"
#include "server/domain/directory.hpp"

#include <string_view>

namespace tillnote::routes {

/// "YYYY-MM-DD", "today" (still open) or "latest" (last ended) as a day of this store.
/// Errors: invalid_field (not a day), not_found (in the future or before the store opened).
[[nodiscard]] Result<domain::Day> resolve_day(const domain::StoreEntry& entry, std::string_view text, Instant now);

/// The digest of one store and day, computed live from its rollups. Blocking: database threads only.
/// Errors: unavailable, internal.
[[nodiscard]] Result<domain::Digest> read_digest(domain::DigestStore& digests, const domain::Directory& directory,
                                                 const domain::StoreEntry& entry, domain::Day day, Instant now);

}  // namespace tillnote::routes
