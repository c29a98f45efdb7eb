#pragma once

#include "lane-client/strip/language.hpp"

#include <string_view>

namespace tillnote::strip {

/// What the strip says itself, besides the labels of the catalog. UTF-8.
struct Words {
    std::string_view more;
    std::string_view back;
    std::string_view undo;
    std::string_view other_language;  ///< named in itself, so that who needs it finds it
    std::string_view hint;            ///< when there is nothing else to say
    std::string_view saved;           ///< before a label
    std::string_view undone;          ///< before a label
    std::string_view nothing_to_undo;
    std::string_view not_saved;
    std::string_view not_undone;
    std::string_view tap_again;
    std::string_view disk_full;
    std::string_view too_many_waiting;
    std::string_view reason_not_taken;
    std::string_view waiting;  ///< after a number
    std::string_view offline;
    std::string_view ask_manager;
    std::string_view switched_off;  ///< the server refuses the lane
    std::string_view show_code;
    std::string_view not_joined;
    std::string_view no_agent;
    std::string_view no_agent_advice;
    std::string_view no_reasons;
    std::string_view not_asked;
};

/// Constant; any thread.
[[nodiscard]] const Words& words(Language language) noexcept;

}  // namespace tillnote::strip
