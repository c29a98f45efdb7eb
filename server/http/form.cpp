#include "server/http/form.hpp"

#include "server/http/target.hpp"

namespace tillnote::http {
namespace {

constexpr std::size_t pairs_max = 100;

}  // namespace

Result<std::vector<std::pair<std::string, std::string>>> parse_form(std::string_view text) {
    std::vector<std::pair<std::string, std::string>> pairs;
    while (!text.empty()) {
        const auto end = text.find('&');
        const auto pair = text.substr(0, end);
        text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
        if (pair.empty()) {
            continue;
        }
        if (pairs.size() == pairs_max) {
            return Error{ErrorCode::invalid_field, "The form has more than 100 fields; send fewer.", {}};
        }
        const auto equals = pair.find('=');
        std::string name;
        std::string value;
        if (!percent_decode(pair.substr(0, equals), true, name) ||
            (equals != std::string_view::npos && !percent_decode(pair.substr(equals + 1), true, value))) {
            return Error{
                ErrorCode::invalid_field, "The form is not valid percent-encoded UTF-8; encode each name and value.", {}};
        }
        pairs.emplace_back(std::move(name), std::move(value));
    }
    return pairs;
}

}  // namespace tillnote::http
