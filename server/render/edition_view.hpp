#pragma once

#include "server/domain/digest.hpp"
#include "server/domain/edition_store.hpp"

namespace tillnote::render {

/// The digest of an edition, derived again from its kept input; its `as_sent` says whether that is what was sent. Pure.
/// Errors: internal (the input cannot be read); invalid_field (its zone is unknown to this machine).
[[nodiscard]] Result<domain::Digest> rebuild_digest(const domain::EditionRecord& record);

}  // namespace tillnote::render
