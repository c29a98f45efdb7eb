#include "server/routes/lane_form.hpp"

#include "schema/ids.hpp"
#include "server/routes/secrets.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <iterator>

namespace tillnote::routes {
namespace {

constexpr std::size_t typed_bytes_max = 64;
constexpr std::size_t code_size = 9;  ///< "ABCD-EFGH"

Error wrong_code() {
    return {ErrorCode::invalid_field, "Type the eight letters that the terminal shows.", "code"};
}

Error wrong_lane() {
    return {ErrorCode::invalid_field, "Type the lane's number, 1 to 999.", "lane"};
}

/// What is wrong with a code in the eyes of the database names no field.
Error about_code(const Error& error) {
    return {error.code, error.detail, error.field.empty() ? "code" : error.field};
}

}  // namespace

std::string normal_code(std::string_view typed) {
    std::string letters;
    std::ranges::copy_if(typed.substr(0, typed_bytes_max), std::back_inserter(letters),
                         [](unsigned char letter) { return std::isalnum(letter) != 0; });
    if (letters.size() == 8) {
        letters.insert(4, 1, '-');
    }
    return in_capitals(letters);
}

std::optional<int> find_lane_number(std::string_view typed) {
    int number = 0;
    const auto [end, error] = std::from_chars(typed.data(), typed.data() + typed.size(), number);
    const bool whole = error == std::errc{} && end == typed.data() + typed.size();
    return whole && is_lane_number(number) ? std::optional(number) : std::nullopt;
}

std::string short_field(const Form& form, std::string_view name) {
    return form.find(name).value_or("").substr(0, typed_bytes_max);
}

Result<int> approve_typed(Scope& scope, const std::string& code, const std::string& store, std::string_view lane) {
    const auto number = find_lane_number(lane);
    if (code.size() != code_size || !number) {
        return number ? wrong_code() : wrong_lane();
    }
    name_lane(scope, {store, *number});
    if (auto done = scope.ports.lanes.approve(code, {store, *number}, scope.now); !done) {
        return about_code(done.error());
    }
    return *number;
}

Result<void> deny_typed(Scope& scope, const std::string& code) {
    if (code.size() != code_size) {
        return wrong_code();
    }
    name_object(scope, code);
    if (auto done = scope.ports.lanes.deny(code, scope.now); !done) {
        return about_code(done.error());
    }
    return {};
}

Result<int> revoke_typed(Scope& scope, const std::string& store, std::string_view lane) {
    const auto number = find_lane_number(lane);
    if (!number) {
        return wrong_lane();
    }
    name_lane(scope, {store, *number});
    if (auto done = scope.ports.lanes.revoke({store, *number}, scope.now); !done) {
        return done.error();
    }
    return *number;
}

}  // namespace tillnote::routes
