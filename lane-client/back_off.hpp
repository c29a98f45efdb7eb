#pragma once

#include <chrono>
#include <functional>
#include <optional>

namespace tillnote::lane {

/// How long to leave a server alone that does not take what it is offered: at random up to a ceiling that doubles from
/// half a second ("full jitter"), so that two thousand lanes do not come back together. It grows to five minutes, but only
/// to five seconds for a server that is there and says that it cannot store now: its database is back within seconds, and
/// its answer is cheap.
class BackOff {
public:
    static constexpr std::chrono::milliseconds ceiling_first{500};
    static constexpr std::chrono::milliseconds ceiling_last{300'000};
    static constexpr std::chrono::milliseconds ceiling_last_there{5'000};
    static constexpr std::chrono::milliseconds wait_min{100};

    /// `fraction` gives numbers in [0, 1).
    explicit BackOff(std::function<double()> fraction) : fraction_(std::move(fraction)) {}

    /// The next wait, longer on average each time up to `ceiling_max`. Never shorter than what the server asked for.
    [[nodiscard]] std::chrono::milliseconds next(std::optional<std::chrono::seconds> retry_after,
                                                 std::chrono::milliseconds ceiling_max = ceiling_last);
    void reset() noexcept { ceiling_ = ceiling_first; }

private:
    std::function<double()> fraction_;
    std::chrono::milliseconds ceiling_ = ceiling_first;
};

/// Uniform in [0, 1), from the kernel's generator.
[[nodiscard]] double random_fraction();

}  // namespace tillnote::lane
