#include "server/http/form.hpp"

#include "schema/text.hpp"
#include "tests/fuzz/percent.hpp"
#include "tests/fuzz/property.hpp"
#include "tests/fuzz/targets.hpp"

namespace tillnote::fuzz {

/// The body of a page's form.
void form(std::string_view bytes) {
    const auto pairs = http::parse_form(bytes);
    if (!pairs) {
        require_refusal(pairs.error());
        return;
    }
    require(pairs->size() <= 100, "a form has no more fields than the limit");
    for (const auto& [name, value] : *pairs) {
        require(count_characters(name).has_value() && count_characters(value).has_value(), "a form is UTF-8");
        require((name + value).find('\0') == std::string::npos, "a form holds no NUL, which PostgreSQL does not take");
    }
    const auto again = http::parse_form(encode_pairs(*pairs));
    require(again.has_value(), "an accepted form written again is accepted");
    require(*again == *pairs, "and means the same");
}

}  // namespace tillnote::fuzz
