#pragma once

#include "server/domain/digest.hpp"
#include "server/domain/digest_store.hpp"
#include "server/domain/directory.hpp"
#include "server/routes/environment.hpp"

#include <string_view>

namespace tillnote::routes {

/// "YYYY-MM-DD", "today" (still open) or "latest" (last ended) as a day of this store.
/// Errors: invalid_field (not a day), not_found (in the future or before the store opened).
[[nodiscard]] Result<domain::Day> resolve_day(const domain::StoreEntry& entry, std::string_view text, Instant now);

/// The digest of one store and day, computed live from its rollups. Blocking: database threads only.
/// Errors: unavailable, internal.
[[nodiscard]] Result<domain::Digest> read_digest(domain::DigestStore& digests, const domain::Directory& directory,
                                                 const domain::StoreEntry& entry, domain::Day day, Instant now);

/// What a reader is shown of a store's day: the edition `number`, or without one the latest, or where there is none the
/// day computed live. The day still open has none. Errors: not_found (no such edition), unavailable, internal.
[[nodiscard]] Result<domain::Digest> read_shown_digest(const Ports& ports, const domain::Directory& directory,
                                                       const domain::StoreEntry& entry, domain::Day day,
                                                       std::optional<int> number, Instant now);
/// The same for a page that lines are answered on: an edition's numbers are frozen, its alerts and actions are told as they
/// stand now.
[[nodiscard]] Result<domain::Digest> read_page_digest(const Ports& ports, const domain::Directory& directory,
                                                      const domain::StoreEntry& entry, domain::Day day,
                                                      std::optional<int> number, Instant now);

/// As JSON; of an edition, the bytes that were kept.
[[nodiscard]] Result<std::string> read_shown_json(const Ports& ports, const domain::Directory& directory,
                                                  const domain::StoreEntry& entry, domain::Day day,
                                                  std::optional<int> number, Instant now);

/// "1", "2" ... Errors: invalid_field, naming `edition`.
[[nodiscard]] Result<int> parse_edition_number(std::string_view text);

}  // namespace tillnote::routes
