#pragma once

#include "server/domain/ask_shelf.hpp"
#include "server/domain/digest.hpp"
#include "server/domain/proportion.hpp"
#include "server/render/loop_frame.hpp"

#include <array>
#include <string>
#include <vector>

namespace tillnote::render {

/// One ask with its answers so far.
struct AskRow {
    domain::Ask ask;
    domain::AskState state = domain::AskState::planned;
    domain::AskLine line;
};

/// What stands in the form: picked from the shelf, or typed and not accepted.
struct TypedAsk {
    std::string question_en;
    std::string question_es;
    std::array<std::string, limits::ask_answers_max> labels_en;
    std::array<std::string, limits::ask_answers_max> labels_es;
    std::string from;
    std::string to;
    std::string one_in;
};

/// The asks of one store, a shelf of ready-made ones, and a form for the next.
struct AsksPage {
    LoopFrame frame;
    std::vector<AskRow> asks;  ///< running, then planned, then the latest that are over
    std::vector<domain::ReadyAsk> shelf;
    TypedAsk typed;
};

/// Pure; any thread. Works without JavaScript.
[[nodiscard]] std::string render_asks_page(const AsksPage& page);

}  // namespace tillnote::render
