#include "lane-client/back_off.hpp"

#include "lane-client/randomness.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

namespace tillnote::lane {

std::chrono::milliseconds BackOff::next(std::optional<std::chrono::seconds> retry_after,
                                        std::chrono::milliseconds ceiling_max) {
    ceiling_ = std::min(ceiling_, ceiling_max);
    const auto jitter =
        std::chrono::milliseconds{static_cast<std::int64_t>(fraction_() * static_cast<double>(ceiling_.count()))};
    ceiling_ = std::min(ceiling_ * 2, ceiling_max);
    const std::chrono::milliseconds asked = retry_after.value_or(std::chrono::seconds{0});
    return std::max(asked + jitter, wait_min);
}

double random_fraction() {
    std::array<std::uint8_t, 4> bytes{};
    fill_random(bytes);
    std::uint32_t number = 0;
    std::memcpy(&number, bytes.data(), sizeof number);
    return static_cast<double>(number) / 4294967296.0;
}

}  // namespace tillnote::lane
