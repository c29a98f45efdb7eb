#include "server/app/demo/demo_random.hpp"

#include <cmath>
#include <numeric>
#include <string_view>

namespace tillnote::app {

double DemoRandom::uniform() {
    return static_cast<double>(engine_() >> 11) * 0x1.0p-53;
}

int DemoRandom::integer(int low, int high) {
    return low + static_cast<int>(uniform() * (high - low + 1));
}

double DemoRandom::normal() {
    double sum = -6.0;
    for (int index = 0; index < 12; ++index) {
        sum += uniform();
    }
    return sum;
}

int DemoRandom::poisson(double mean) {
    const double limit = std::exp(-mean);
    int count = 0;
    double product = uniform();
    while (product > limit) {
        product *= uniform();
        ++count;
    }
    return count;
}

std::size_t DemoRandom::pick(const std::vector<double>& weights) {
    double left = uniform() * std::accumulate(weights.begin(), weights.end(), 0.0);
    for (std::size_t index = 0; index + 1 < weights.size(); ++index) {
        left -= weights[index];
        if (left < 0) {
            return index;
        }
    }
    return weights.size() - 1;
}

std::array<std::uint8_t, 10> DemoRandom::ten_bytes() {
    std::array<std::uint8_t, 10> bytes{};
    for (std::uint8_t& byte : bytes) {
        byte = static_cast<std::uint8_t>(engine_() >> 56);
    }
    return bytes;
}

std::string DemoRandom::key(std::size_t size) {
    constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    std::string text;
    for (std::size_t index = 0; index < size; ++index) {
        text += letters[engine_() >> 58];
    }
    return text;
}

}  // namespace tillnote::app
