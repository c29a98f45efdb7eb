#pragma once

#include "server/http/message.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tillnote::routes {

/// Fields of an application/x-www-form-urlencoded body, decoded, in order.
class Form {
public:
    explicit Form(std::vector<std::pair<std::string, std::string>> fields) : fields_(std::move(fields)) {}
    [[nodiscard]] std::optional<std::string> find(std::string_view name) const;
    [[nodiscard]] const std::vector<std::pair<std::string, std::string>>& fields() const noexcept { return fields_; }

private:
    std::vector<std::pair<std::string, std::string>> fields_;
};

/// Errors: unsupported_media_type (another content type), invalid_field (a broken escape, a field given twice).
[[nodiscard]] Result<Form> parse_form(const http::Request& request);

/// `text` escaped for the value of a query parameter.
[[nodiscard]] std::string encode_query(std::string_view text);

/// Whether the request's body is declared as JSON. Errors: unsupported_media_type.
[[nodiscard]] std::optional<Error> require_json(const http::Request& request);
/// Whether it is declared as CSV. Errors: unsupported_media_type.
[[nodiscard]] std::optional<Error> require_csv(const http::Request& request);

/// Whether a CSV is asked for rather than JSON.
[[nodiscard]] bool wants_csv(const http::Request& request);

/// 200 with a file to keep under `name`.
[[nodiscard]] http::Response file_response(std::string content_type, std::string_view name, std::string body);
[[nodiscard]] http::Response csv_response(std::string_view name, std::string body);

}  // namespace tillnote::routes
