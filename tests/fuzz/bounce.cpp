#include "server/delivery/bounce_report.hpp"
#include "tests/fuzz/property.hpp"
#include "tests/fuzz/targets.hpp"

#include <algorithm>
#include <string>

namespace tillnote::fuzz {

/// What a mail server writes about a mail that did not arrive; anybody may send such a thing.
void bounce(std::string_view bytes) {
    const auto report = delivery::read_bounce(bytes);
    if (!report) {
        require(!report.error().detail.empty(), "a refusal says why");
        return;
    }
    require(!report->message_id.empty(), "a report is about a mail");
    require(report->what.size() <= 200, "what is kept is short");
    require(std::ranges::all_of(report->what, [](char c) { return c >= ' ' && c < 0x7f; }), "what is kept is printable");
    std::string returns_added;
    for (const char letter : bytes) {
        returns_added.append(letter == '\n' && !returns_added.ends_with('\r') ? "\r\n" : std::string(1, letter));
    }
    if (returns_added.size() <= delivery::bounce_bytes_read_max) {
        const auto with_returns = delivery::read_bounce(returns_added);
        require(with_returns && with_returns->message_id == report->message_id && with_returns->failed == report->failed,
                "line ends of a file and of a mail are alike");
    }
}

}  // namespace tillnote::fuzz
