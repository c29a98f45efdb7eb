#pragma once

#include <array>
#include <string_view>

/// What is fuzzed: each function takes any bytes, and throws Broken (or crashes) when a property does not hold for them.
/// Each stands in a file of its own name, with seeds in seeds/<name>/ and perhaps words in dictionaries/<name>.dict.
namespace tillnote::fuzz {

void agent_line(std::string_view bytes);
void bounce(std::string_view bytes);
void comment(std::string_view bytes);
void cookie(std::string_view bytes);
void form(std::string_view bytes);
void framing(std::string_view bytes);
void lane_bodies(std::string_view bytes);
void outbox_row(std::string_view bytes);
void pos_request(std::string_view bytes);
void scan(std::string_view bytes);
void server_answers(std::string_view bytes);
void target(std::string_view bytes);

struct FuzzTarget {
    std::string_view name;
    void (*run)(std::string_view bytes);
};

inline constexpr std::array fuzz_targets{
    FuzzTarget{"agent_line", agent_line},
    FuzzTarget{"bounce", bounce},
    FuzzTarget{"comment", comment},
    FuzzTarget{"cookie", cookie},
    FuzzTarget{"form", form},
    FuzzTarget{"framing", framing},
    FuzzTarget{"lane_bodies", lane_bodies},
    FuzzTarget{"outbox_row", outbox_row},
    FuzzTarget{"pos_request", pos_request},
    FuzzTarget{"scan", scan},
    FuzzTarget{"server_answers", server_answers},
    FuzzTarget{"target", target},
};

}  // namespace tillnote::fuzz
