#pragma once

#include "server/domain/proportion.hpp"
#include "server/render/ask_parts.hpp"
#include "server/render/loop_frame.hpp"

#include <string>
#include <vector>

namespace tillnote::render {

/// One ask with its answers so far.
struct AskRow {
    domain::AskState state = domain::AskState::planned;
    domain::AskLine line;
};

/// The asks of one store, a shelf of ready-made ones, and a form for the next.
struct AsksPage {
    LoopFrame frame;
    std::vector<AskRow> asks;  ///< running, then planned, then the latest that are over
    std::vector<domain::ReadyAsk> shelf;
    TypedAsk typed;
    std::string district_asks_path;  ///< for the lead of the district; empty for others
};

/// Pure; any thread. Works without JavaScript.
[[nodiscard]] std::string render_asks_page(const AsksPage& page);

}  // namespace tillnote::render
