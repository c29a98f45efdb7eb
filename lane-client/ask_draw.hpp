#pragma once

#include "schema/wire.hpp"

#include <cstdint>
#include <string>
#include <string_view>

/// Which transactions are asked. Pure. Source: docs/decisions/0011.
namespace tillnote::lane {

/// The key of the draw, from the lane's token: random, given by the server, and so chosen by nobody at the lane.
[[nodiscard]] std::string make_draw_key(const std::string& token);

/// Whether the transaction with this remark key is one of the one in `one_in` that are asked. The same every time.
[[nodiscard]] bool is_drawn(const std::string& draw_key, const Uuid& ask_id, std::string_view remark_key,
                            std::int64_t one_in);

/// Whether the ask runs at `now`; `terminal_day`, YYYY-MM-DD, decides where the server sends days alone.
[[nodiscard]] bool runs_at(const LaneAsk& ask, Instant now, std::string_view terminal_day);

}  // namespace tillnote::lane
