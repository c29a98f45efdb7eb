#include "server/domain/password_rule.hpp"

#include "server/domain/password_worth.hpp"

#include <algorithm>
#include <cctype>
#include <string>
#include <unordered_set>
#include <vector>

namespace tillnote::domain {
namespace {

/// Fewer different characters than this are a pattern, however long.
constexpr std::size_t different_characters_min = 5;
constexpr std::size_t name_characters_min = 4;

std::size_t characters_of(std::string_view text) {
    return static_cast<std::size_t>(
        std::ranges::count_if(text, [](char byte) { return (static_cast<unsigned char>(byte) & 0xc0U) != 0x80U; }));
}

std::string in_lower_case(std::string_view text) {
    std::string lower(text);
    std::ranges::transform(lower, lower.begin(),
                           [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
    return lower;
}

/// "m.oak@oak-street.example": "oak" is too short to count, "street" and "example" do.
std::vector<std::string> names_of(std::string_view email) {
    std::vector<std::string> names;
    std::string name;
    for (const char letter : in_lower_case(email) + '@') {
        if (letter >= 'a' && letter <= 'z') {
            name.push_back(letter);
            continue;
        }
        if (name.size() >= name_characters_min) {
            names.push_back(name);
        }
        name.clear();
    }
    return names;
}

bool has_few_characters(std::string_view text) {
    return std::unordered_set<char>(text.begin(), text.end()).size() < different_characters_min;
}

bool is_number(std::string_view text) {
    return text.find_first_not_of("0123456789 .,-/+()") == std::string_view::npos;
}

Error refuse(const char* why) {
    return {ErrorCode::invalid_field, why, "password"};
}

}  // namespace

Result<void> check_new_password(std::string_view password, std::string_view email) {
    if (characters_of(password) < password_characters_min) {
        return refuse("The password needs at least 12 characters; length matters, composition does not.");
    }
    if (password.size() > password_bytes_max) {
        return refuse("The password is too long; 1,024 bytes are the limit.");
    }
    if (has_few_characters(password) || is_number(password) ||
        password_worth(in_lower_case(password), names_of(email)) < password_worth_min) {
        return refuse(
            "This password is among the first that are guessed; take a few words that have nothing to do with each "
            "other.");
    }
    return {};
}

}  // namespace tillnote::domain
