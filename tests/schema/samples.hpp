#pragma once

#include "schema/ids.hpp"
#include "schema/time_text.hpp"
#include "tests/support/file_text.hpp"

#include <initializer_list>
#include <stdexcept>
#include <string>
#include <string_view>

/// Short ways to write values in the tests of the schema.
namespace tillnote::samples {

inline constexpr std::string_view note_id = "0190163d-8694-739b-aea5-966c26f8ad91";
inline constexpr std::string_view other_note_id = "0190163d-8694-739b-aea5-966c26f8ad92";
inline constexpr std::string_view any_id = "8f14e45f-ceea-467a-9538-1d2f8a3c4b5d";
inline constexpr std::string_view other_id = "11111111-2222-4333-8444-555555555555";

inline Uuid uuid(std::string_view text) {
    return Uuid::parse(text).value();
}

inline Instant at(std::string_view text) {
    return parse_time(text).value().instant;
}

/// The text of a file of the repository.
inline std::string read_file(const std::string& path) {
    return test::text_of_file(std::string(TILLNOTE_SOURCE_DIR) + "/" + path);
}

/// The parts as one text.
inline std::string join(std::initializer_list<std::string_view> parts) {
    std::string text;
    for (const std::string_view part : parts) {
        text += part;
    }
    return text;
}

/// `text` with the first `from` replaced by `to`. The test is wrong when `from` is not there.
inline std::string with(std::string text, std::string_view from, std::string_view to) {
    const auto place = text.find(from);
    if (place == std::string::npos) {
        throw std::logic_error("the sample does not hold: " + std::string(from));
    }
    return text.replace(place, from.size(), to);
}

}  // namespace tillnote::samples
