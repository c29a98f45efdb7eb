#include "server/routes/form.hpp"

#include "server/http/form.hpp"

#include <algorithm>
#include <cctype>

namespace tillnote::routes {
namespace {

std::string media_type_of(const http::Request& request) {
    auto type = request.find_header("content-type").value_or("");
    type = type.substr(0, type.find(';'));
    while (!type.empty() && type.back() == ' ') {
        type.pop_back();
    }
    std::ranges::transform(type, type.begin(), [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
    return type;
}

}  // namespace

std::optional<std::string> Form::find(std::string_view name) const {
    const auto found = std::ranges::find(fields_, name, [](const auto& field) { return std::string_view(field.first); });
    return found == fields_.end() ? std::nullopt : std::optional(found->second);
}

Result<Form> parse_form(const http::Request& request) {
    if (media_type_of(request) != "application/x-www-form-urlencoded") {
        return Error{ErrorCode::unsupported_media_type, "Send the form as application/x-www-form-urlencoded.",
                     "Content-Type"};
    }
    auto fields = http::parse_form(request.body);
    if (!fields) {
        return fields.error();
    }
    // No form of ours has two fields of one name, and which of them counts would depend on who reads it.
    for (std::size_t index = 1; index < fields->size(); ++index) {
        const auto here = fields->begin() + static_cast<std::ptrdiff_t>(index);
        if (std::any_of(fields->begin(), here, [&](const auto& earlier) { return earlier.first == here->first; })) {
            return Error{ErrorCode::invalid_field, "The form has this field twice; send it once.", here->first};
        }
    }
    return Form(std::move(*fields));
}

std::string encode_query(std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string encoded;
    for (const char letter : text) {
        const auto byte = static_cast<unsigned char>(letter);
        if ((std::isalnum(byte) != 0) || letter == '-' || letter == '_' || letter == '.' || letter == '/') {
            encoded.push_back(letter);
        } else {
            encoded.push_back('%');
            encoded.push_back(digits[byte >> 4U]);
            encoded.push_back(digits[byte & 15U]);
        }
    }
    return encoded;
}

std::optional<Error> require_json(const http::Request& request) {
    if (media_type_of(request) == "application/json") {
        return std::nullopt;
    }
    return Error{ErrorCode::unsupported_media_type, "Send the body as application/json.", "Content-Type"};
}

std::optional<Error> require_csv(const http::Request& request) {
    if (media_type_of(request) == "text/csv") {
        return std::nullopt;
    }
    return Error{ErrorCode::unsupported_media_type, "Send the lines as text/csv.", "Content-Type"};
}

bool wants_csv(const http::Request& request) {
    return request.find_header("accept").value_or("").find("text/csv") != std::string::npos;
}

http::Response file_response(std::string content_type, std::string_view name, std::string body) {
    return {.status = 200,
            .content_type = std::move(content_type),
            .body = std::move(body),
            .headers = {{"Content-Disposition", "attachment; filename=\"" + std::string(name) + "\""}}};
}

http::Response csv_response(std::string_view name, std::string body) {
    return file_response("text/csv; charset=utf-8", name, std::move(body));
}

}  // namespace tillnote::routes
