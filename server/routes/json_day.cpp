#include "server/routes/json_day.hpp"

#include "schema/strict_json.hpp"
#include "schema/time_text.hpp"

namespace tillnote::routes {

std::optional<domain::Day> read_day(ObjectReader& reader, std::string_view name) {
    const auto text = reader.optional_text(name, 0, 32);
    if (!text) {
        return std::nullopt;
    }
    const auto day = parse_day(*text);
    if (!day) {
        reader.fail(ErrorCode::invalid_field, name, "Expected a business day as YYYY-MM-DD.");
        return std::nullopt;
    }
    return *day;
}

domain::Day require_day(ObjectReader& reader, std::string_view name) {
    const auto day = read_day(reader, name);
    if (!day) {
        reader.fail(ErrorCode::invalid_field, name, "This member is missing; it is required.");
    }
    return day.value_or(domain::Day{});
}

}  // namespace tillnote::routes
