#pragma once

#include "server/render/ask_parts.hpp"
#include "server/render/loop_frame.hpp"

#include <string>
#include <vector>

namespace tillnote::render {

/// One store's part of a district's ask.
struct StoreAskRow {
    std::string store;  ///< id
    std::string name;   ///< as people read it
    domain::AskState state = domain::AskState::planned;
    domain::AskLine line;
};

/// One ask that several stores put.
struct DistrictAskRow {
    domain::AskState state = domain::AskState::planned;
    domain::AskLine together;  ///< of all its stores added up
    std::vector<StoreAskRow> stores;
};

/// The asks of a district side by side, the shelf, and a form for the next. `frame.district` is set.
struct DistrictAsksPage {
    LoopFrame frame;
    std::vector<DistrictAskRow> asks;  ///< running, then planned, then the latest that are over
    std::vector<domain::ReadyAsk> shelf;
    TypedAsk typed;
};

/// Pure; any thread. Works without JavaScript.
[[nodiscard]] std::string render_district_asks_page(const DistrictAsksPage& page);

}  // namespace tillnote::render
