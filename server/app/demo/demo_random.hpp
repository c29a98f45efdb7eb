#pragma once

#include <array>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace tillnote::app {

/// Seeded random numbers that are the same on every machine: the standard fixes mt19937_64's output but not that of
/// its distributions, so those are written here. One thread.
class DemoRandom {
public:
    explicit DemoRandom(std::uint64_t seed) : engine_(seed) {}

    [[nodiscard]] double uniform();                ///< [0, 1)
    [[nodiscard]] int integer(int low, int high);  ///< both included
    [[nodiscard]] bool chance(double probability) { return uniform() < probability; }
    [[nodiscard]] double normal();                                       ///< mean 0, sd 1, within six sd
    [[nodiscard]] int poisson(double mean);                              ///< for means up to some hundred
    [[nodiscard]] std::size_t pick(const std::vector<double>& weights);  ///< index; the weights' sum is above 0

    [[nodiscard]] std::array<std::uint8_t, 10> ten_bytes();
    [[nodiscard]] std::string key(std::size_t size);  ///< base64url letters

private:
    std::mt19937_64 engine_;
};

}  // namespace tillnote::app
