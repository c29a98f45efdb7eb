#pragma once

#include "schema/error.hpp"
#include "schema/ids.hpp"
#include "schema/note.hpp"
#include "server/domain/digest_schedule.hpp"
#include "server/domain/language.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace tillnote::domain {

/// What leaves the house.
enum class DeliveryKind {
    digest,
    alert,
    district,  ///< the digest of a district
    account,   ///< a link that sets a password; nobody is on a list for it
};

[[nodiscard]] std::string_view to_text(DeliveryKind kind) noexcept;
[[nodiscard]] std::optional<DeliveryKind> find_delivery_kind(std::string_view text) noexcept;

inline constexpr int recipients_max = 50;            ///< of one store and kind, or district; more is a mailing list
inline constexpr std::size_t email_bytes_max = 254;  ///< Source: RFC 5321, 4.5.3.1

/// Who gets mail about a store, or about a district. One row per kind, so that leaving one does not end the other.
struct Recipient {
    Uuid recipient_id;
    std::string store;  ///< empty where the kind is district
    std::string email;
    DeliveryKind kind = DeliveryKind::digest;
    Language language = Language::english;
    std::chrono::minutes local_time = digest_time_default;  ///< wall time, minutes after midnight; of stores' digests only
    std::optional<Instant> unsubscribed_at;
    std::string district{};  ///< of DeliveryKind::district only

    friend bool operator==(const Recipient&, const Recipient&) = default;
};

/// What may change. Empty members stay as they are.
struct RecipientChange {
    std::optional<Language> language;
    std::optional<std::chrono::minutes> local_time;
    std::optional<bool> active;
};

/// A recipient as a form or a program names it. What is left out is the default: the digest, in English, at
/// digest_time_default.
struct RecipientText {
    std::string email;
    std::optional<std::string> kind;
    std::optional<std::string> language;
    std::optional<std::string> local_time;
};

/// Of a store. Pure. `recipient_id` and `store` stay empty. Errors: invalid_field, `field` being "/email", "/kind" ...
[[nodiscard]] Result<Recipient> parse_recipient(const RecipientText& text);

/// Of a district: kind and time are not asked about. Pure. As parse_recipient.
[[nodiscard]] Result<Recipient> parse_district_recipient(const RecipientText& text);

/// Pure. Errors: invalid_field; nothing that would change is one, too.
[[nodiscard]] Result<RecipientChange> parse_recipient_change(const std::optional<std::string>& language,
                                                             const std::optional<std::string>& local_time,
                                                             std::optional<bool> active);

/// Whether `text` may stand in SMTP's commands and in a header without escaping: one local part and one domain of printable
/// ASCII without spaces, quotes, brackets and separators, at most email_bytes_max.
[[nodiscard]] bool is_email(std::string_view text) noexcept;

/// "HH:MM" on a 24-hour clock. Nothing for anything else.
[[nodiscard]] std::optional<std::chrono::minutes> find_clock_time(std::string_view text) noexcept;
[[nodiscard]] std::string format_clock_time(std::chrono::minutes time_of_day);

}  // namespace tillnote::domain
