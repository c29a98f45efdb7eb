#include "server/http/request_ids.hpp"

#include <random>
#include <string_view>

namespace tillnote::http {

RequestIds::RequestIds() : next_(std::uint64_t{std::random_device{}()} << 40) {}

std::string RequestIds::make_next() {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string id(16, '0');
    auto rest = next_++;
    for (char& digit : id) {
        digit = digits[rest >> 60U];
        rest <<= 4;
    }
    return id;
}

}  // namespace tillnote::http
