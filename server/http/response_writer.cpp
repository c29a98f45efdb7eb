#include "server/http/response_writer.hpp"

#include "server/http/security_headers.hpp"
#include "server/http/text_rules.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace tillnote::http {
namespace {

constexpr std::size_t head_bytes_usual = 1024;

// RFC 9112 4: clients ignore the phrase, people who look at the wire do not.
std::string_view reason_phrase(int status) {
    struct Phrase {
        int status;
        std::string_view text;
    };
    static constexpr std::array phrases{
        Phrase{200, "OK"},
        Phrase{201, "Created"},
        Phrase{202, "Accepted"},
        Phrase{204, "No Content"},
        Phrase{303, "See Other"},
        Phrase{304, "Not Modified"},
        Phrase{400, "Bad Request"},
        Phrase{401, "Unauthorized"},
        Phrase{403, "Forbidden"},
        Phrase{404, "Not Found"},
        Phrase{405, "Method Not Allowed"},
        Phrase{406, "Not Acceptable"},
        Phrase{408, "Request Timeout"},
        Phrase{409, "Conflict"},
        Phrase{411, "Length Required"},
        Phrase{413, "Content Too Large"},
        Phrase{415, "Unsupported Media Type"},
        Phrase{421, "Misdirected Request"},
        Phrase{422, "Unprocessable Content"},
        Phrase{429, "Too Many Requests"},
        Phrase{500, "Internal Server Error"},
        Phrase{503, "Service Unavailable"},
    };
    const auto* const found = std::ranges::find(phrases, status, &Phrase::status);
    return found == phrases.end() ? std::string_view{} : found->text;
}

bool is_header_name(std::string_view name) {
    return !name.empty() &&
           std::ranges::all_of(name, [](char byte) { return is_token_character(static_cast<unsigned char>(byte)); });
}

bool is_header_value(std::string_view value) {
    return std::ranges::none_of(value, [](char byte) { return is_control_character(static_cast<unsigned char>(byte)); });
}

bool has_content(const Response& response) {
    return response.status != 204 && response.status != 304;
}

bool is_sound(const Response& response) {
    if (response.more_body && !has_content(response)) {
        return false;
    }
    if (response.status < 200 || response.status > 599 || !is_header_value(response.content_type)) {
        return false;
    }
    return std::ranges::all_of(response.headers, [](const auto& header) {
        return is_header_name(header.first) && is_header_value(header.second) && !owned_by_connection(header.first);
    });
}

void append_number(std::string& out, std::size_t number, int base = 10) {
    std::array<char, 24> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number, base).ptr;
    out.append(digits.data(), end);
}

void append_line(std::string& out, std::string_view name, std::string_view value) {
    out.append(name).append(": ").append(value).append("\r\n");
}

void append_length(std::string& out, const Response& response) {
    if (response.more_body) {
        out.append("Transfer-Encoding: chunked\r\n");
        return;
    }
    out.append("Content-Length: ");
    append_number(out, response.body.size());
    out.append("\r\n");
}

/// An empty one would end the body.
void append_first_chunk(std::string& out, std::string_view piece) {
    if (!piece.empty()) {
        append_chunk(out, piece);
    }
}

}  // namespace

bool append_response(std::string& out, const Response& response, const ResponseFrame& frame) {
    if (!is_sound(response)) {
        return false;
    }
    const bool sends_body = has_content(response) && !frame.for_head;
    out.reserve(out.size() + head_bytes_usual + (sends_body ? response.body.size() : 0));

    out.append("HTTP/1.1 ");
    append_number(out, static_cast<std::size_t>(response.status));
    out.append(" ").append(reason_phrase(response.status)).append("\r\n").append(security_header_lines(frame.secure));
    append_line(out, "Date", frame.date);
    append_line(out, "X-Request-Id", frame.request_id);
    bool cache_control = false;
    for (const auto& [name, value] : response.headers) {
        append_line(out, name, value);
        cache_control = cache_control || equals_ignoring_case(name, "cache-control");
    }
    if (!cache_control) {
        out.append("Cache-Control: no-store\r\n");
    }
    if (has_content(response)) {
        if (!response.content_type.empty()) {
            append_line(out, "Content-Type", response.content_type);
        }
        append_length(out, response);
    }
    if (!frame.keep_alive) {
        out.append("Connection: close\r\n");
    }
    out.append("\r\n");
    if (sends_body && response.more_body) {
        append_first_chunk(out, response.body);
    } else if (sends_body) {
        out.append(response.body);
    }
    return true;
}

void append_chunk(std::string& out, std::string_view piece) {
    constexpr int hexadecimal = 16;
    append_number(out, piece.size(), hexadecimal);
    out.append("\r\n").append(piece).append("\r\n");
}

}  // namespace tillnote::http
