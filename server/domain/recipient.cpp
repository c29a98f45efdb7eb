#include "server/domain/recipient.hpp"

#include "schema/written_text.hpp"

#include <algorithm>
#include <cstdlib>

namespace tillnote::domain {
namespace {

bool is_atom(std::string_view text) {
    constexpr std::string_view not_in_an_atom = "\"(),:;<>@[\\] ";
    return !text.empty() && text.front() != '.' && text.back() != '.' && text.find("..") == std::string_view::npos &&
           std::ranges::all_of(text, [&](char letter) {
               return letter > 0x20 && letter < 0x7f && not_in_an_atom.find(letter) == std::string_view::npos;
           });
}

std::optional<int> find_two_digits(std::string_view text) {
    const auto is_digit = [](char letter) { return letter >= '0' && letter <= '9'; };
    if (!std::ranges::all_of(text, is_digit)) {
        return std::nullopt;
    }
    return (text[0] - '0') * 10 + (text[1] - '0');
}

Result<std::optional<Language>> parse_language(const std::optional<std::string>& text) {
    const auto language = text ? find_language(*text) : std::nullopt;
    if (text && !language) {
        return Error{ErrorCode::invalid_field, "Expected 'en' or 'es'.", "/language"};
    }
    return language;
}

Result<std::optional<std::chrono::minutes>> parse_local_time(const std::optional<std::string>& text) {
    const auto time = text ? find_clock_time(*text) : std::nullopt;
    if (text && !time) {
        return Error{ErrorCode::invalid_field, "Expected a local time as HH:MM on a 24-hour clock.", "/local_time"};
    }
    return time;
}

}  // namespace

Result<Recipient> parse_recipient(const RecipientText& text) {
    if (!is_email(text.email)) {
        return Error{ErrorCode::invalid_field, "Expected an address such as manager@shop.example.", "/email"};
    }
    if (auto checked = check_no_card_number(text.email, "/email"); !checked) {
        return checked.error();
    }
    const auto kind = text.kind ? find_delivery_kind(*text.kind) : DeliveryKind::digest;
    if (!kind || kind == DeliveryKind::district || kind == DeliveryKind::account) {
        return Error{ErrorCode::invalid_field, "Expected 'digest' or 'alert'.", "/kind"};
    }
    const auto language = parse_language(text.language);
    if (!language) {
        return language.error();
    }
    const auto local_time = parse_local_time(text.local_time);
    if (!local_time) {
        return local_time.error();
    }
    Recipient recipient;
    recipient.email = text.email;
    recipient.kind = *kind;
    recipient.language = language->value_or(recipient.language);
    recipient.local_time = local_time->value_or(recipient.local_time);
    return recipient;
}

Result<Recipient> parse_district_recipient(const RecipientText& text) {
    auto recipient = parse_recipient({text.email, std::nullopt, text.language, std::nullopt});
    if (recipient) {
        recipient->kind = DeliveryKind::district;
    }
    return recipient;
}

Result<RecipientChange> parse_recipient_change(const std::optional<std::string>& language,
                                               const std::optional<std::string>& local_time, std::optional<bool> active) {
    const auto new_language = parse_language(language);
    if (!new_language) {
        return new_language.error();
    }
    const auto new_time = parse_local_time(local_time);
    if (!new_time) {
        return new_time.error();
    }
    if (!*new_language && !*new_time && !active) {
        return Error{ErrorCode::invalid_field, "Nothing would change: name 'language', 'local_time' or 'active'.",
                     "/language"};
    }
    return RecipientChange{*new_language, *new_time, active};
}

std::string_view to_text(DeliveryKind kind) noexcept {
    switch (kind) {
        case DeliveryKind::digest:
            return "digest";
        case DeliveryKind::alert:
            return "alert";
        case DeliveryKind::district:
            return "district";
        case DeliveryKind::account:
            return "account";
    }
    std::abort();
}

std::optional<DeliveryKind> find_delivery_kind(std::string_view text) noexcept {
    for (const DeliveryKind kind :
         {DeliveryKind::digest, DeliveryKind::alert, DeliveryKind::district, DeliveryKind::account}) {
        if (to_text(kind) == text) {
            return kind;
        }
    }
    return std::nullopt;
}

bool is_email(std::string_view text) noexcept {
    const auto at = text.find('@');
    return text.size() <= email_bytes_max && at != std::string_view::npos && is_atom(text.substr(0, at)) &&
           is_atom(text.substr(at + 1));
}

std::optional<std::chrono::minutes> find_clock_time(std::string_view text) noexcept {
    if (text.size() != 5 || text[2] != ':') {
        return std::nullopt;
    }
    const auto hours = find_two_digits(text.substr(0, 2));
    const auto minutes = find_two_digits(text.substr(3, 2));
    if (!hours || !minutes || *hours > 23 || *minutes > 59) {
        return std::nullopt;
    }
    return std::chrono::minutes{*hours * 60 + *minutes};
}

std::string format_clock_time(std::chrono::minutes time_of_day) {
    const auto two_digits = [](auto count) {
        return std::string(1, static_cast<char>('0' + count / 10)) + static_cast<char>('0' + count % 10);
    };
    return two_digits(time_of_day.count() / 60) + ":" + two_digits(time_of_day.count() % 60);
}

}  // namespace tillnote::domain
