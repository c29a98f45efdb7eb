#pragma once

#include "server/domain/digest.hpp"
#include "server/render/history_view.hpp"
#include "server/render/lanes_page.hpp"
#include "server/render/pages.hpp"

/// Days made up for tests and pictures; every number in them is fixed.
namespace tillnote::render::samples {

using domain::Digest;

/// Monday 16 November 2026 of Oak Street: every department heard, usual numbers known, one lane silent,
/// and something in every section.
[[nodiscard]] Digest full_day();
/// The same day with all lanes heard and nothing missing.
[[nodiscard]] Digest complete_day();
/// This morning before the first tap.
[[nodiscard]] Digest empty_open_day();
[[nodiscard]] Digest closed_day();
/// No lane was heard all day.
[[nodiscard]] Digest unheard_day();
/// The second week of a new store: usual numbers are not known, and 12 why-here remarks give no shares.
[[nodiscard]] Digest young_store_day();
/// The full day with names as long and as awkward as they come.
[[nodiscard]] Digest long_names_day();
/// Every reason was heard: the longest page there is with this catalog.
[[nodiscard]] Digest busy_day();
/// The complete day without a flag.
[[nodiscard]] Digest quiet_day();
/// The same day while it is still open.
[[nodiscard]] Digest running_day();
/// The complete day's second edition.
[[nodiscard]] Digest amended_day();

/// Puts the flag on produce complaints first. In sample_parts.cpp, as the next.
void add_produce_flag(Digest& digest);
/// Everything else that a digest may say: more flags, alerts, pairs, goals, events, open actions, changes.
void add_parts(Digest& digest);

/// 13 months of "Produce bad" up to that Monday, with events and comments.
[[nodiscard]] HistoryPage history();
/// What a search for "produce" finds, in a store where nothing is typed.
[[nodiscard]] HistoryPage history_search();
[[nodiscard]] StoresPage stores();
/// Oak Street on the evening of that Monday: lanes of every kind, and one terminal that waits.
[[nodiscard]] LanesPage lanes();

}  // namespace tillnote::render::samples
