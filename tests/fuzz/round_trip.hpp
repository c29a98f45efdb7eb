#pragma once

#include "tests/fuzz/property.hpp"

#include <string>
#include <string_view>

namespace tillnote::fuzz {

/// What a parser accepts, written and read again, is equal; what it refuses is refused with a reason.
template <typename Message>
void require_round_trip(Result<Message> (*parse)(std::string_view), std::string_view text) {
    const auto read = parse(text);
    if (!read) {
        require_json_refusal(read.error());
        return;
    }
    const auto again = parse(to_json(*read));
    require(again.has_value(), "a message that was read can be written and read again");
    require(*again == *read, "and is equal");
}

}  // namespace tillnote::fuzz
