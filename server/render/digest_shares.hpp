#pragma once

#include "server/render/digest_sheet.hpp"

/// What 28 days say: why they shop here, comparisons, pairs, and the answers to asks. Pure; any thread.
namespace tillnote::render {

[[nodiscard]] Listing<ShareRow> why_here_of(const domain::Digest& digest, const Words& words);
/// Pairs of reasons from one customer, most first, at most a few.
[[nodiscard]] Listing<CountRow> together_of(const domain::Digest& digest, const Words& words);
[[nodiscard]] Listing<ShareRow> compared_of(const domain::Digest& digest, const Words& words);
/// `interval_explained`: the page says already what stands in brackets.
[[nodiscard]] Listing<ShareRow> ask_of(const domain::AskLine& ask, bool interval_explained, const Words& words);
/// Whether any row has enough remarks for a share.
[[nodiscard]] bool has_shares(const Listing<ShareRow>& listing);

}  // namespace tillnote::render
