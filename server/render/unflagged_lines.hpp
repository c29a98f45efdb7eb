#pragma once

#include "server/render/digest_sheet.hpp"

#include <optional>

/// What the tests found and must not be flagged: told beside the silences, with its numbers. Pure; any thread.
namespace tillnote::render {

/// "A larger share of a quieter day": the mix test passes, but for the traffic there is no more of it than usual.
[[nodiscard]] std::optional<Quiet> larger_shares_of(const domain::Digest& digest, const Words& words);

/// "More remarks of every kind": only the rate test passes.
[[nodiscard]] std::optional<Quiet> more_of_every_kind_of(const domain::Digest& digest, const Words& words);

/// Whether one of both names this department, or a reason of it.
[[nodiscard]] bool is_told_unflagged(const domain::Digest& digest, const Department& department);

}  // namespace tillnote::render
