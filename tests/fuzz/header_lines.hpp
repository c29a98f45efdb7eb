#pragma once

#include "tests/fuzz/property.hpp"

#include <cctype>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// A second, simpler reading of an HTTP header, to hold the strict ones against.
namespace tillnote::fuzz {

struct HeaderLines {
    std::string request_line;
    std::vector<std::pair<std::string, std::string>> fields;  ///< names in lower case, values without spaces around them

    [[nodiscard]] std::size_t count(std::string_view name) const {
        std::size_t found = 0;
        for (const auto& field : fields) {
            found += field.first == name ? 1 : 0;
        }
        return found;
    }
    /// The first value.
    [[nodiscard]] std::string value(std::string_view name) const {
        for (const auto& field : fields) {
            if (field.first == name) {
                return field.second;
            }
        }
        return {};
    }
};

/// Splits a header that has been accepted, at every CR LF. A line without a colon, or a name with anything that another
/// reader could take for something else, should not have been accepted.
inline HeaderLines split_header(std::string_view header) {
    HeaderLines lines;
    bool is_first = true;
    for (auto end = header.find("\r\n"); end != std::string_view::npos && end != 0; end = header.find("\r\n")) {
        const auto line = header.substr(0, end);
        header.remove_prefix(end + 2);
        require(line.find_first_of(std::string_view("\r\n\0", 3)) == std::string_view::npos, "no line hides another one");
        if (std::exchange(is_first, false)) {
            lines.request_line = line;
            continue;
        }
        const auto colon = line.find(':');
        require(colon != std::string_view::npos && colon > 0, "every field has a name and a colon");
        std::string name;
        for (const char letter : line.substr(0, colon)) {
            const auto byte = static_cast<unsigned char>(letter);
            require(byte > 0x20 && byte < 0x7f, "no field's name holds spaces or foreign bytes");
            name.push_back(static_cast<char>(std::tolower(byte)));
        }
        std::string value(line.substr(colon + 1));
        value.erase(0, value.find_first_not_of(" \t"));
        value.erase(value.find_last_not_of(" \t") + 1);
        lines.fields.emplace_back(std::move(name), std::move(value));
    }
    return lines;
}

/// What must hold for an accepted request, whoever reads it: the length of its body is said in one way only.
inline void require_one_length(const HeaderLines& lines, std::size_t body_bytes) {
    require(lines.count("transfer-encoding") == 0, "an accepted request has no Transfer-Encoding");
    require(lines.count("content-length") <= 1, "an accepted request has at most one Content-Length");
    if (lines.count("content-length") == 1) {
        require(lines.value("content-length") == std::to_string(body_bytes), "the Content-Length is the one that was read");
    } else {
        require(body_bytes == 0, "without a Content-Length there is no body");
    }
}

}  // namespace tillnote::fuzz
