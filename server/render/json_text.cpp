#include "server/render/json_text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cmath>

namespace tillnote::render {
namespace {

using Json = nlohmann::ordered_json;

std::string dump(const Json& value) {
    return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

/// Only what needs no escaping is copied as it is.
bool is_plain(char c) {
    return c >= ' ' && c != '"' && c != '\\' && c != '\x7f';
}

}  // namespace

void append_json_text(std::string& out, std::string_view text) {
    if (std::ranges::all_of(text, is_plain)) {
        out.append(1, '"').append(text).append(1, '"');
    } else {
        out += dump(Json(text));
    }
}

void append_json_figure(std::string& out, double figure) {
    if (!std::isfinite(figure)) {
        out += "null";
        return;
    }
    std::array<char, 64> digits{};  // what nlohmann's own writer takes
    out.append(digits.data(), nlohmann::detail::to_chars(digits.data(), digits.data() + digits.size(), figure));
}

std::string& JsonObject::open(std::string_view name) {
    out_.append(first_ ? "\"" : ",\"").append(name).append("\":");
    first_ = false;
    return out_;
}

JsonObject& JsonObject::text(std::string_view name, std::string_view value) {
    append_json_text(open(name), value);
    return *this;
}

JsonObject& JsonObject::number(std::string_view name, std::int64_t value) {
    open(name) += std::to_string(value);
    return *this;
}

JsonObject& JsonObject::figure(std::string_view name, std::optional<double> value) {
    if (!value) {
        return null(name);
    }
    append_json_figure(open(name), *value);
    return *this;
}

JsonObject& JsonObject::truth(std::string_view name, bool value) {
    open(name) += value ? "true" : "false";
    return *this;
}

JsonObject& JsonObject::null(std::string_view name) {
    open(name) += "null";
    return *this;
}

JsonObject& JsonObject::tree(std::string_view name, const Json& value) {
    open(name) += dump(value);
    return *this;
}

}  // namespace tillnote::render
