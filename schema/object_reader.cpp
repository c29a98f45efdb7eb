#include "schema/limits.hpp"
#include "schema/strict_json.hpp"
#include "schema/text.hpp"
#include "schema/time_text.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <stdexcept>

namespace tillnote {
namespace {

constexpr std::size_t short_text_bytes_max = 64;  ///< longer than any id or time

/// Escapes a member name for a JSON pointer (RFC 6901) and keeps what a caller made up short.
std::string escape_pointer(std::string_view name) {
    std::string escaped;
    for (const char letter : first_characters(name, 60)) {
        if (letter == '~') {
            escaped += "~0";
        } else if (letter == '/') {
            escaped += "~1";
        } else {
            escaped += letter;
        }
    }
    return escaped;
}

std::string range_text(std::int64_t min, std::int64_t max) {
    return "Expected an integer from " + std::to_string(min) + " to " + std::to_string(max) +
           ", written without fraction or exponent.";
}

std::string text_of(std::size_t characters_min, std::size_t characters_max) {
    return "Expected text of " + std::to_string(characters_min) + " to " + std::to_string(characters_max) + " characters";
}

const JsonArray& empty_array() {
    static const JsonArray empty;
    return empty;
}

}  // namespace

ObjectReader::ObjectReader(const JsonValue& object, std::string pointer) : object_(object), pointer_(std::move(pointer)) {
    if (!object_.is_object()) {
        fail(ErrorCode::invalid_field, "", "Expected a JSON object.");
    }
}

ObjectReader::ObjectReader(const JsonValue& object, std::string_view array_name, std::size_t index)
    : object_(object), array_name_(array_name), array_index_(index) {
    if (!object_.is_object()) {
        fail(ErrorCode::invalid_field, "", "Expected a JSON object.");
    }
}

std::string ObjectReader::pointer_to(std::string_view name) const {
    std::string pointer = pointer_;
    if (!array_name_.empty()) {
        pointer.append(1, '/').append(array_name_).append(1, '/').append(std::to_string(array_index_));
    }
    if (!name.empty()) {
        pointer.append(1, '/').append(escape_pointer(name));
    }
    return pointer;
}

void ObjectReader::fail(ErrorCode code, std::string_view name, std::string detail) {
    if (!error_) {
        error_ = Error{code, std::move(detail), pointer_to(name)};
    }
}

void ObjectReader::fail(Error error) {
    if (!error_) {
        error_ = std::move(error);
    }
}

const JsonValue* ObjectReader::find(std::string_view name) {
    return member(name, false);
}

const JsonValue* ObjectReader::member(std::string_view name, bool required) {
    if (error_) {
        return nullptr;
    }
    if (asked_count_ == members_max) {
        throw std::logic_error("ObjectReader: more members than members_max");
    }
    const bool again = was_asked(name);
    asked_[asked_count_++] = name;
    const JsonValue* found = object_.get_object().if_contains(name);
    if (found == nullptr) {
        if (required) {
            fail(ErrorCode::invalid_field, name, "This member is missing; it is required.");
        }
        return nullptr;
    }
    found_count_ += again ? 0 : 1;  // else a member asked for twice would hide an unknown one
    return found;
}

std::optional<std::string_view> ObjectReader::string_member(std::string_view name, bool required, std::size_t bytes_min,
                                                            std::size_t bytes_max) {
    const JsonValue* value = member(name, required);
    if (value == nullptr) {
        return std::nullopt;
    }
    const auto* text = value->if_string();
    if (text == nullptr || text->size() < bytes_min || text->size() > bytes_max) {
        fail(ErrorCode::invalid_field, name,
             "Expected text of " + std::to_string(bytes_min) + " to " + std::to_string(bytes_max) + " bytes.");
        return std::nullopt;
    }
    return std::string_view(*text);
}

/// Text whose own rules are checked next; an over-long one is left to them, too.
std::optional<std::string_view> ObjectReader::short_member(std::string_view name, bool required) {
    return string_member(name, required, 0, short_text_bytes_max);
}

std::string ObjectReader::text(std::string_view name, std::size_t bytes_min, std::size_t bytes_max) {
    return std::string(text_view(name, bytes_min, bytes_max));
}

std::optional<std::string> ObjectReader::optional_text(std::string_view name, std::size_t bytes_min, std::size_t bytes_max) {
    const auto view = optional_text_view(name, bytes_min, bytes_max);
    return view ? std::optional<std::string>(*view) : std::nullopt;
}

std::string_view ObjectReader::text_view(std::string_view name, std::size_t bytes_min, std::size_t bytes_max) {
    return string_member(name, true, bytes_min, bytes_max).value_or(std::string_view());
}

std::optional<std::string_view> ObjectReader::optional_text_view(std::string_view name, std::size_t bytes_min,
                                                                 std::size_t bytes_max) {
    return string_member(name, false, bytes_min, bytes_max);
}

std::string ObjectReader::plain_text(std::string_view name, std::size_t characters_min, std::size_t characters_max) {
    const JsonValue* value = member(name, true);
    if (value == nullptr) {
        return {};
    }
    const auto* text = value->if_string();
    if (text == nullptr || !is_plain_text(*text, characters_min, characters_max)) {
        fail(ErrorCode::invalid_field, name,
             text_of(characters_min, characters_max).append(" ").append(plain_text_rule).append("."));
        return {};
    }
    return {text->data(), text->size()};
}

std::string ObjectReader::text_line(std::string_view name, std::size_t characters_min, std::size_t characters_max) {
    const JsonValue* value = member(name, true);
    if (value == nullptr) {
        return {};
    }
    const auto* text = value->if_string();
    if (text == nullptr || !is_text_line(*text, characters_min, characters_max)) {
        fail(ErrorCode::invalid_field, name, text_of(characters_min, characters_max).append(" without control characters."));
        return {};
    }
    return {text->data(), text->size()};
}

std::int64_t ObjectReader::integer(std::string_view name, std::int64_t min, std::int64_t max) {
    const auto value = optional_integer(name, min, max);
    if (!value && !error_) {
        fail(ErrorCode::invalid_field, name, "This member is missing; it is required. " + range_text(min, max));
    }
    return value.value_or(min);
}

std::optional<std::int64_t> ObjectReader::optional_integer(std::string_view name, std::int64_t min, std::int64_t max) {
    const JsonValue* value = member(name, false);
    if (value == nullptr) {
        return std::nullopt;
    }
    // Beyond 2^63 the value is unsigned, and beyond 2^64 floating point: neither is signed.
    const std::int64_t* number = value->if_int64();
    if (number == nullptr || *number < min || *number > max) {
        fail(ErrorCode::invalid_field, name, range_text(min, max));
        return std::nullopt;
    }
    return *number;
}

bool ObjectReader::boolean(std::string_view name) {
    const JsonValue* value = member(name, true);
    if (value != nullptr && !value->is_bool()) {
        fail(ErrorCode::invalid_field, name, "Expected true or false.");
    }
    return value != nullptr && value->is_bool() && value->get_bool();
}

bool ObjectReader::optional_boolean(std::string_view name, bool fallback) {
    const JsonValue* value = member(name, false);
    if (value == nullptr) {
        return fallback;
    }
    if (!value->is_bool()) {
        fail(ErrorCode::invalid_field, name, "Expected true or false.");
        return fallback;
    }
    return value->get_bool();
}

Uuid ObjectReader::read_uuid(std::string_view name, std::string_view value) {
    auto id = Uuid::parse(value);
    if (id.has_error()) {
        fail(ErrorCode::invalid_field, name, id.error().detail);
        return {};
    }
    return *id;
}

Uuid ObjectReader::uuid(std::string_view name) {
    const auto value = short_member(name, true);
    return !value ? Uuid{} : read_uuid(name, *value);
}

std::optional<Uuid> ObjectReader::optional_uuid(std::string_view name) {
    const auto value = short_member(name, false);
    return !value ? std::nullopt : std::optional<Uuid>(read_uuid(name, *value));
}

Uuid ObjectReader::uuid_v7(std::string_view name) {
    const Uuid id = uuid(name);
    // RFC 9562: the variant is the two bits 10 of byte 8.
    if (!error_ && (id.version() != 7 || (id.bytes()[8] & 0xC0) != 0x80)) {
        fail(ErrorCode::invalid_field, name, "Expected a UUID of version 7 (RFC 9562), whose time is that of the tap.");
    }
    return id;
}

std::optional<std::chrono::milliseconds> ObjectReader::optional_milliseconds(std::string_view name) {
    const auto value = optional_integer(name, 0, limits::integer_max);
    return value ? std::optional(std::chrono::milliseconds(*value)) : std::nullopt;
}

Instant ObjectReader::read_time(std::string_view name, std::string_view value, std::int16_t* utc_offset_minutes) {
    auto parsed = parse_time(value);
    if (parsed.has_error()) {
        fail(ErrorCode::invalid_field, name, parsed.error().detail);
        return {};
    }
    if (utc_offset_minutes != nullptr) {
        *utc_offset_minutes = parsed->utc_offset_minutes;
    }
    return parsed->instant;
}

Instant ObjectReader::time(std::string_view name, std::int16_t* utc_offset_minutes) {
    const auto value = short_member(name, true);
    return !value ? Instant{} : read_time(name, *value, utc_offset_minutes);
}

std::optional<Instant> ObjectReader::optional_time(std::string_view name) {
    const auto value = short_member(name, false);
    return !value ? std::nullopt : std::optional(read_time(name, *value, nullptr));
}

const JsonArray& ObjectReader::array(std::string_view name, std::size_t size_max, bool required) {
    const JsonValue* value = member(name, required);
    if (value == nullptr) {
        return empty_array();
    }
    const JsonArray* entries = value->if_array();
    if (entries == nullptr) {
        fail(ErrorCode::invalid_field, name, "Expected an array.");
        return empty_array();
    }
    if (entries->size() > size_max) {
        fail(ErrorCode::too_large, name, "Send at most " + std::to_string(size_max) + " entries at once; split the batch.");
        return empty_array();
    }
    return *entries;
}

bool ObjectReader::was_asked(std::string_view name) const noexcept {
    for (std::size_t index = 0; index < asked_count_; ++index) {
        if (asked_[index] == name) {
            return true;
        }
    }
    return false;
}

std::optional<Error> ObjectReader::finish(UnknownFields unknown) {
    if (!error_ && unknown == UnknownFields::refused && found_count_ != object_.get_object().size()) {
        for (const auto& entry : object_.get_object()) {
            if (const std::string_view name = entry.key(); !was_asked(name)) {
                // Not by fail(): an empty name would point at the object.
                error_ = Error{ErrorCode::unknown_field, "This server does not know this member; leave it out.",
                               pointer_to("").append(1, '/').append(escape_pointer(name))};
                break;
            }
        }
    }
    return std::move(error_);
}

}  // namespace tillnote
