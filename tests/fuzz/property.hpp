#pragma once

#include "schema/error.hpp"

#include <optional>
#include <stdexcept>
#include <string_view>

namespace tillnote::fuzz {

/// A property that an input has shown not to hold. Nobody catches it in a fuzzer, which then keeps the input.
class Broken : public std::logic_error {
    using std::logic_error::logic_error;
};

inline void require(bool holds, const char* property) {
    if (!holds) {
        throw Broken(property);
    }
}

/// Each refusal crosses HTTP as a mistake of the caller's and says what is wrong.
inline void require_refusal(const Error& error) {
    const int status = error_row(error.code).status;
    require(status >= 400 && status < 500, "a refusal of bad input is the caller's mistake");
    require(!error.detail.empty() && error.detail.back() == '.', "a refusal says in a sentence what is wrong");
}

/// The same for JSON: what is wrong inside the document is named by its pointer.
inline void require_json_refusal(const Error& error) {
    require_refusal(error);
    const bool is_inside = error.code != ErrorCode::malformed_json && error.code != ErrorCode::malformed_request;
    require(!is_inside || error.field.empty() || error.field.front() == '/', "a field is named by a JSON pointer");
    require(error.code != ErrorCode::unknown_field || !error.field.empty(), "an unknown field is named");
}

}  // namespace tillnote::fuzz
