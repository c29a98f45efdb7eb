#include "schema/limits.hpp"
#include "schema/strict_json.hpp"
#include "schema/text.hpp"
#include "schema/time_text.hpp"

#include <stdexcept>

namespace tillnote {
namespace {

using nlohmann::json;

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

const json& empty_array() {
    static const json empty = json::array();
    return empty;
}

}  // namespace

ObjectReader::ObjectReader(const json& object, std::string pointer) : object_(object), pointer_(std::move(pointer)) {
    if (!object_.is_object()) {
        fail(ErrorCode::invalid_field, "", "Expected a JSON object.");
    }
}

ObjectReader::ObjectReader(const json& object, std::string_view array_name, std::size_t index)
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

const json* ObjectReader::find(std::string_view name) {
    return member(name, false);
}

const json* ObjectReader::member(std::string_view name, bool required) {
    if (error_) {
        return nullptr;
    }
    if (asked_count_ == members_max) {
        throw std::logic_error("ObjectReader: more members than members_max");
    }
    asked_[asked_count_++] = name;
    const auto& members = object_.get_ref<const json::object_t&>();
    const auto found = members.find(name);
    if (found == members.end()) {
        if (required) {
            fail(ErrorCode::invalid_field, name, "This member is missing; it is required.");
        }
        return nullptr;
    }
    ++found_count_;
    return &found->second;
}

const std::string* ObjectReader::string_member(std::string_view name, bool required, std::size_t bytes_min,
                                               std::size_t bytes_max) {
    const json* value = member(name, required);
    if (value == nullptr) {
        return nullptr;
    }
    const auto* text = value->get_ptr<const std::string*>();
    if (text == nullptr || text->size() < bytes_min || text->size() > bytes_max) {
        fail(ErrorCode::invalid_field, name,
             "Expected text of " + std::to_string(bytes_min) + " to " + std::to_string(bytes_max) + " bytes.");
        return nullptr;
    }
    return text;
}

/// Text whose own rules are checked next; an over-long one is left to them, too.
const std::string* ObjectReader::short_member(std::string_view name, bool required) {
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
    const std::string* text = string_member(name, true, bytes_min, bytes_max);
    return text == nullptr ? std::string_view() : std::string_view(*text);
}

std::optional<std::string_view> ObjectReader::optional_text_view(std::string_view name, std::size_t bytes_min,
                                                                 std::size_t bytes_max) {
    const std::string* text = string_member(name, false, bytes_min, bytes_max);
    return text == nullptr ? std::nullopt : std::optional<std::string_view>(*text);
}

std::string ObjectReader::plain_text(std::string_view name, std::size_t characters_min, std::size_t characters_max) {
    const json* value = member(name, true);
    if (value == nullptr) {
        return {};
    }
    const auto* text = value->get_ptr<const std::string*>();
    if (text == nullptr || !is_plain_text(*text, characters_min, characters_max)) {
        fail(ErrorCode::invalid_field, name,
             "Expected text of " + std::to_string(characters_min) + " to " + std::to_string(characters_max) +
                 " characters without control characters.");
        return {};
    }
    return *text;
}

std::int64_t ObjectReader::integer(std::string_view name, std::int64_t min, std::int64_t max) {
    const auto value = optional_integer(name, min, max);
    if (!value && !error_) {
        fail(ErrorCode::invalid_field, name, "This member is missing; it is required. " + range_text(min, max));
    }
    return value.value_or(min);
}

std::optional<std::int64_t> ObjectReader::optional_integer(std::string_view name, std::int64_t min, std::int64_t max) {
    const json* value = member(name, false);
    if (value == nullptr) {
        return std::nullopt;
    }
    // A signed read of an unsigned beyond 2^63 would wrap; `max` is below that, so compare unsigned first.
    const bool beyond = value->is_number_unsigned() && value->get<std::uint64_t>() > static_cast<std::uint64_t>(max);
    if (!value->is_number_integer() || beyond || value->get<std::int64_t>() < min || value->get<std::int64_t>() > max) {
        fail(ErrorCode::invalid_field, name, range_text(min, max));
        return std::nullopt;
    }
    return value->get<std::int64_t>();
}

bool ObjectReader::boolean(std::string_view name) {
    const json* value = member(name, true);
    if (value != nullptr && !value->is_boolean()) {
        fail(ErrorCode::invalid_field, name, "Expected true or false.");
    }
    return value != nullptr && value->is_boolean() && value->get<bool>();
}

bool ObjectReader::optional_boolean(std::string_view name, bool fallback) {
    const json* value = member(name, false);
    if (value == nullptr) {
        return fallback;
    }
    if (!value->is_boolean()) {
        fail(ErrorCode::invalid_field, name, "Expected true or false.");
        return fallback;
    }
    return value->get<bool>();
}

Uuid ObjectReader::read_uuid(std::string_view name, const std::string& value) {
    auto id = Uuid::parse(value);
    if (id.has_error()) {
        fail(ErrorCode::invalid_field, name, id.error().detail);
        return {};
    }
    return *id;
}

Uuid ObjectReader::uuid(std::string_view name) {
    const std::string* value = short_member(name, true);
    return value == nullptr ? Uuid{} : read_uuid(name, *value);
}

std::optional<Uuid> ObjectReader::optional_uuid(std::string_view name) {
    const std::string* value = short_member(name, false);
    return value == nullptr ? std::nullopt : std::optional<Uuid>(read_uuid(name, *value));
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

Instant ObjectReader::read_time(std::string_view name, const std::string& value, std::int16_t* utc_offset_minutes) {
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
    const std::string* value = short_member(name, true);
    return value == nullptr ? Instant{} : read_time(name, *value, utc_offset_minutes);
}

std::optional<Instant> ObjectReader::optional_time(std::string_view name) {
    const std::string* value = short_member(name, false);
    return value == nullptr ? std::nullopt : std::optional(read_time(name, *value, nullptr));
}

const json& ObjectReader::array(std::string_view name, std::size_t size_max, bool required) {
    const json* value = member(name, required);
    if (value == nullptr) {
        return empty_array();
    }
    if (!value->is_array()) {
        fail(ErrorCode::invalid_field, name, "Expected an array.");
        return empty_array();
    }
    if (value->size() > size_max) {
        fail(ErrorCode::too_large, name, "Send at most " + std::to_string(size_max) + " entries at once; split the batch.");
        return empty_array();
    }
    return *value;
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
    if (!error_ && unknown == UnknownFields::refused && found_count_ != object_.size()) {
        for (const auto& [name, value] : object_.get_ref<const json::object_t&>()) {
            if (!was_asked(name)) {
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
