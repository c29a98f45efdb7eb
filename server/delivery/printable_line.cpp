#include "server/delivery/printable_line.hpp"

namespace tillnote::delivery {

std::string printable_line(std::string_view text) {
    constexpr std::size_t bytes_max = 200;
    std::string line;
    for (const char letter : text.substr(0, bytes_max)) {
        line += letter >= ' ' && letter < 0x7f ? letter : ' ';
    }
    while (line.ends_with(' ')) {
        line.pop_back();
    }
    return line;
}

}  // namespace tillnote::delivery
