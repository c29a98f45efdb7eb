#include "server/http/header_scan.hpp"

#include "server/http/text_rules.hpp"

#include <array>

namespace tillnote::http {
namespace {

consteval std::array<bool, 256> find_plain_bytes() {
    std::array<bool, 256> table{};
    for (std::size_t byte = 0; byte < table.size(); ++byte) {
        table[byte] = byte == '\t' || !is_control_character(static_cast<unsigned char>(byte));
    }
    return table;
}

constexpr std::array<bool, 256> plain = find_plain_bytes();

}  // namespace

HeaderScan::Verdict HeaderScan::refuse(std::string_view problem) noexcept {
    problem_ = problem;
    return Verdict::refused;
}

HeaderScan::Verdict HeaderScan::look_at(std::string_view buffer) noexcept {
    auto at = looked_at_;
    const auto size = buffer.size();
    while (at < size) {
        if (after_line_end_ || at == 0) {
            if (buffer[at] == ' ' || buffer[at] == '\t') {
                return refuse("A header line begins with a space; send each header on one line.");
            }
            if (buffer[at] != '\r') {
                after_line_end_ = false;
            }
        }
        while (at < size && plain[static_cast<unsigned char>(buffer[at])]) {
            ++at;
        }
        looked_at_ = at;
        if (at == size) {
            break;
        }
        if (buffer[at] != '\r') {
            return refuse("The header holds a control character or a bare LF; end each line with CR LF.");
        }
        if (at + 1 == size) {
            break;
        }
        if (buffer[at + 1] != '\n') {
            return refuse("The header holds a bare CR; end each line with CR LF.");
        }
        if (at == 0) {
            return refuse("The request begins with an empty line; begin with the request line.");
        }
        at += 2;
        looked_at_ = at;
        if (after_line_end_) {
            return Verdict::complete;
        }
        after_line_end_ = true;
    }
    return Verdict::incomplete;
}

}  // namespace tillnote::http
