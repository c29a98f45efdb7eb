#pragma once

#include "schema/wire.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace tillnote::domain {

inline constexpr std::size_t layout_max = 7;  ///< keys of the strip's first screen beside "More"

/// What the keys of lanes tap: the programmable ones, and the first screen of the strip.
struct LaneKeys {
    std::vector<HotKey> hot_keys;
    std::vector<std::string> layout;  ///< reason codes, in order

    friend bool operator==(const LaneKeys&, const LaneKeys&) = default;
};

/// Reads a hot_keys.tsv: the first line is "key" and "reason", then one key a line, "F13".."F24" with or without "Shift+",
/// each once. A reason is one of `catalog`, or undo_code. Pure. Errors: invalid_field; `detail` names the line.
[[nodiscard]] Result<std::vector<HotKey>> parse_hot_keys(std::string_view tsv, const Catalog& catalog);

/// The file that parse_hot_keys() reads. Pure.
[[nodiscard]] std::string format_hot_keys(const std::vector<HotKey>& hot_keys);

/// Whether `layout` may be a store's first screen: 1 to layout_max reasons of `catalog`, each once, none lane-only. Pure.
/// Errors: invalid_field.
[[nodiscard]] Result<void> check_layout(const std::vector<std::string>& layout, const Catalog& catalog);

/// The keys of a store's lanes on a day whose catalog is `catalog`: its `own` where it has some, else the chain's hot keys
/// and the catalog's first screen. What taps a reason that is not valid is left out. Pure.
[[nodiscard]] LaneKeys lane_keys(const LaneKeys& own, const std::vector<HotKey>& of_chain, const Catalog& catalog);

}  // namespace tillnote::domain
