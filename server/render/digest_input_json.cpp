#include "server/render/digest_input_json.hpp"

#include "schema/time_text.hpp"
#include "server/render/digest_input_members.hpp"
#include "server/render/json_text.hpp"

#include <nlohmann/json.hpp>

#include <type_traits>
#include <utility>

namespace tillnote::render {
namespace {

using Json = nlohmann::ordered_json;
using input_members::Members;

constexpr int format_now = 1;  ///< a program that reads editions of another format says so instead of guessing

template <typename T>
struct Kind {
    static constexpr bool is_optional = false;
    static constexpr bool is_list = false;
    static constexpr bool is_map = false;
};
template <typename T>
struct Kind<std::optional<T>> : Kind<T> {
    static constexpr bool is_optional = true;
};
template <typename T>
struct Kind<std::vector<T>> : Kind<void> {
    static constexpr bool is_list = true;
};
template <typename T>
struct Kind<std::map<std::string, T>> : Kind<void> {
    static constexpr bool is_map = true;
};

/// The enumerations are written as their words, and found again among them.
constexpr Polarity last_of(Polarity /*type*/) {
    return Polarity::lane_only;
}
constexpr domain::ActionState last_of(domain::ActionState /*type*/) {
    return domain::ActionState::done;
}
constexpr domain::DayState last_of(domain::DayState /*type*/) {
    return domain::DayState::sealed;
}

/// What a member is called in JSON, by its type. Both directions of one kind stand side by side. Written is text at once: an
/// input holds thousands of small values, and a tree of them would cost more than all the statistics.
struct Value {
    template <typename T>
    static void write(std::string& out, const T& value);
    template <typename T>
    static void read(const Json& json, T& value);
};

struct FieldWriter {
    std::string& out;
    char before = '{';

    template <typename T>
    void operator()(const char* name, const T& value) {
        out.append(1, std::exchange(before, ',')).append(1, '"').append(name).append("\":");
        Value::write(out, value);
    }
};

struct FieldReader {
    const Json& json;

    /// A member that is missing was added to the program after this input was kept.
    template <typename T>
    void operator()(const char* name, T& value) {
        if (const auto found = json.find(name); found != json.end()) {
            Value::read(*found, value);
        }
    }
};

template <typename Word>
Word find_word(const std::string& text) {
    for (int index = 0; index <= static_cast<int>(last_of(Word{})); ++index) {
        if (to_text(static_cast<Word>(index)) == text) {
            return static_cast<Word>(index);
        }
    }
    throw std::invalid_argument("an unknown word: " + text);
}

template <typename T>
void Value::write(std::string& out, const T& value) {
    if constexpr (Kind<T>::is_optional) {
        value ? write(out, *value) : void(out += "null");
    } else if constexpr (Kind<T>::is_list) {
        char before = '[';
        for (const auto& entry : value) {
            out += std::exchange(before, ',');
            write(out, entry);
        }
        out += before == '[' ? "[]" : "]";
    } else if constexpr (Kind<T>::is_map) {
        char before = '{';
        for (const auto& [key, entry] : value) {
            out += std::exchange(before, ',');
            append_json_text(out, key);
            out += ':';
            write(out, entry);
        }
        out += before == '{' ? "{}" : "}";
    } else if constexpr (std::is_same_v<T, std::string>) {
        append_json_text(out, value);
    } else if constexpr (std::is_same_v<T, bool>) {
        out += value ? "true" : "false";
    } else if constexpr (std::is_floating_point_v<T>) {
        append_json_figure(out, value);
    } else if constexpr (std::is_arithmetic_v<T>) {
        out += std::to_string(value);
    } else if constexpr (std::is_enum_v<T>) {
        append_json_text(out, to_text(value));
    } else if constexpr (std::is_same_v<T, Instant>) {
        out += std::to_string(value.time_since_epoch().count());
    } else if constexpr (std::is_same_v<T, domain::Day>) {
        out += std::to_string(std::chrono::sys_days{value}.time_since_epoch().count());
    } else if constexpr (std::is_same_v<T, Uuid>) {
        append_json_text(out, value.to_string());
    } else {
        FieldWriter fields{out};
        Members::of(fields, const_cast<T&>(value));  // one function serves both directions; a writer only looks
        out += '}';
    }
}

template <typename T>
void Value::read(const Json& json, T& value) {
    if constexpr (Kind<T>::is_optional) {
        value.reset();
        if (!json.is_null()) {
            read(json, value.emplace());
        }
    } else if constexpr (Kind<T>::is_list) {
        value.clear();
        for (const Json& entry : json) {
            read(entry, value.emplace_back());
        }
    } else if constexpr (Kind<T>::is_map) {
        value.clear();
        for (const auto& [key, entry] : json.items()) {
            read(entry, value[key]);
        }
    } else if constexpr (std::is_arithmetic_v<T> || std::is_same_v<T, std::string>) {
        value = json.get<T>();
    } else if constexpr (std::is_enum_v<T>) {
        value = find_word<T>(json.get<std::string>());
    } else if constexpr (std::is_same_v<T, Instant>) {
        value = Instant{std::chrono::milliseconds{json.get<std::int64_t>()}};
    } else if constexpr (std::is_same_v<T, domain::Day>) {
        value = domain::Day{std::chrono::sys_days{std::chrono::days{json.get<int>()}}};
    } else if constexpr (std::is_same_v<T, Uuid>) {
        value = Uuid::parse(json.get<std::string>()).value();
    } else {
        FieldReader fields{json};
        Members::of(fields, value);
    }
}

}  // namespace

std::string render_digest_input(const domain::DigestInput& input) {
    std::string json = "{\"format\":" + std::to_string(format_now);
    FieldWriter fields{json, ','};
    Members::of(fields, const_cast<domain::DigestInput&>(input));
    json += '}';
    return json;
}

Result<domain::DigestInput> parse_digest_input(std::string_view json) {
    try {
        const Json root = Json::parse(json);
        if (root.at("format").get<int>() != format_now) {
            return Error{ErrorCode::internal, "The edition was kept by another version of the program; use that one.", ""};
        }
        domain::DigestInput input;
        Value::read(root, input);
        return input;
    } catch (const std::exception&) {
        return Error{ErrorCode::internal, "The input kept with the edition cannot be read; it was changed or cut off.", ""};
    }
}

}  // namespace tillnote::render
