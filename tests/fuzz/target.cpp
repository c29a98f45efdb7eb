#include "server/http/target.hpp"

#include "schema/text.hpp"
#include "tests/fuzz/percent.hpp"
#include "tests/fuzz/property.hpp"
#include "tests/fuzz/targets.hpp"

#include <algorithm>

namespace tillnote::fuzz {
namespace {

void require_sound_path(std::string_view raw, const std::string& path) {
    require(path.starts_with('/'), "a path begins with a slash");
    require(count_characters(path).has_value(), "a path is UTF-8");
    require(std::ranges::none_of(path,
                                 [](char letter) {
                                     const auto byte = static_cast<unsigned char>(letter);
                                     return byte < 0x20 || byte == 0x7f || letter == '\\';
                                 }),
            "a path holds no control character and no backslash");
    require((path + "/").find("/./") == std::string::npos && (path + "/").find("/../") == std::string::npos,
            "no segment walks out of a pattern");
    const auto raw_path = raw.substr(0, raw.find('?'));
    require(std::ranges::count(path, '/') == std::ranges::count(raw_path, '/'), "decoding makes no new segments");
}

}  // namespace

/// The target of a request line: path and query.
void target(std::string_view bytes) {
    const auto target = http::parse_target(bytes);
    if (!target) {
        require_refusal(target.error());
        return;
    }
    require(bytes.size() <= http::target_bytes_max, "a target is not longer than the limit");
    require_sound_path(bytes, target->path);
    for (const auto& [name, value] : target->query) {
        require(count_characters(name).has_value() && count_characters(value).has_value(), "a query is UTF-8");
    }
    std::string written = percent_encode(target->path, "/");
    if (!target->query.empty()) {
        written.append("?").append(encode_pairs(target->query));
    }
    if (written.size() <= http::target_bytes_max) {
        const auto again = http::parse_target(written);
        require(again.has_value(), "an accepted target written again is accepted");
        require(again->path == target->path && again->query == target->query, "and means the same");
    }
}

}  // namespace tillnote::fuzz
