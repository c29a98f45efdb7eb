#pragma once

#include "lane-client/asking.hpp"
#include "schema/wire.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tillnote::lane {

/// What a display of this lane shows: the whole answer to `watch` but its revision.
struct LaneView {
    std::string store{};  ///< empty before the first enrolment
    std::int64_t lane = 0;
    bool refused = false;  ///< the server refuses the lane: ask the manager; taps are kept
    std::int64_t pending = 0;
    std::int64_t rejected = 0;
    bool server_reachable = false;
    std::string catalog_version{};      ///< empty before the first catalog
    std::optional<std::string> code{};  ///< of an enrolment that waits for its approval, "ABCD-EFGH"
    bool transaction = false;           ///< one of the POS is in force
    std::optional<ShownAsk> ask{};
    std::vector<LaneMessage> messages{};

    friend bool operator==(const LaneView&, const LaneView&) = default;
};

/// The answer to `watch`, without the line end:
///
///     {"ok":true,"revision":7,"enrolled":true,"store":"oak-street","lane":4,"refused":false,"pending":3,"rejected":0,
///      "server_reachable":true,"catalog_version":"...","code":null,"transaction":false,
///      "ask":{"showing_id","ask_id","question_en","question_es","answers":[{"answer","label_en","label_es"}]},
///      "messages":[{"message_id","text_en","text_es"}]}
///
/// `enrolled` stays true when the server refuses the lane: that is `refused`. `store` and `lane` are null before the first
/// enrolment, `code` while none waits, `ask` while none is shown.
[[nodiscard]] std::string to_line(const LaneView& view, std::int64_t revision);

}  // namespace tillnote::lane
