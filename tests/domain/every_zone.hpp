#pragma once

#include "tests/domain/building.hpp"

#include <date/tz.h>
#include <gtest/gtest.h>

#include <vector>

/// Every IANA zone over three years, for the tests of what depends on a local clock.
namespace tillnote::domain::testing {

inline const std::chrono::sys_seconds three_years_from = std::chrono::sys_days{day(2025, 1, 1)};
inline const std::chrono::sys_seconds three_years_to = std::chrono::sys_days{day(2028, 1, 1)};

/// The instants within [`from`, `to`) at which the zone's clock changes, oldest first.
inline std::vector<std::chrono::sys_seconds> transitions(const date::time_zone& zone, std::chrono::sys_seconds from,
                                                         std::chrono::sys_seconds to) {
    std::vector<std::chrono::sys_seconds> found;
    for (std::chrono::sys_seconds at = zone.get_info(from).end; at < to; at = zone.get_info(at).end) {
        found.push_back(at);
    }
    return found;
}

/// `look` at every zone until one fails; a machine that knows hardly any zone fails, too.
template <typename Look>
void in_every_zone(const Look& look) {
    constexpr int zones_min = 400;
    int zones = 0;
    for (const date::time_zone& zone : date::get_tzdb().zones) {
        ASSERT_NO_FATAL_FAILURE(look(zone));
        ++zones;
    }
    EXPECT_GT(zones, zones_min);
}

}  // namespace tillnote::domain::testing
