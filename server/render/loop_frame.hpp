#pragma once

#include "server/domain/language.hpp"
#include "server/domain/organisation.hpp"

#include <kainjow/mustache.hpp>

#include <string>
#include <string_view>

namespace tillnote::render {

/// What the pages that close the loop have in common: actions, goals, asks.
struct LoopFrame {
    domain::Store store;
    domain::Language language = domain::Language::english;
    std::string signed_in_as;
    std::string csrf_token;
    bool manages = false;  ///< may change what the page shows; others only read
    domain::Day today;     ///< the store's open business day
    std::string done;      ///< empty, or what was done a moment ago
    std::string problem;   ///< empty, or what went wrong and what to do
};

enum class LoopPage { actions, goals, asks };

/// Sets what templates/loop_top.mustache and loop_foot.mustache need; `heading` is the page's title, too.
void set_loop_frame(kainjow::mustache::data& data, const LoopFrame& frame, LoopPage page, std::string_view heading);

}  // namespace tillnote::render
