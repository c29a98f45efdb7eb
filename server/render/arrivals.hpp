#pragma once

#include "server/domain/digest.hpp"
#include "server/domain/rollup.hpp"

#include <map>
#include <string>
#include <vector>

namespace tillnote::render {

/// What the notes say now, counted again.
struct Recount {
    std::map<domain::Day, domain::DayRollup> days;  ///< those of the windows whose notes are still kept
    std::size_t notes = 0;
};

/// What has changed since the input `then` was loaded, a sentence each: remarks of each day of the windows by the recount,
/// everything else by `now`, which is the same day's input loaded again. Staff and lane-only reasons are left out, as
/// everywhere. Pure; any thread.
[[nodiscard]] std::vector<std::string> list_arrivals(const domain::DigestInput& then, const domain::DigestInput& now,
                                                     const Recount& recount);

}  // namespace tillnote::render
