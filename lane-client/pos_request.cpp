#include "lane-client/pos_request.hpp"

#include <algorithm>
#include <charconv>

namespace tillnote::lane {
namespace {

constexpr std::string_view line_end = "\r\n";
constexpr std::string_view header_end = "\r\n\r\n";
constexpr std::size_t content_length_digits_max = 9;

Error malformed(std::string_view detail, std::string_view field = {}) {
    return {ErrorCode::malformed_request, std::string(detail), std::string(field)};
}

bool is_alphanumeric(char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9');
}

bool is_token(std::string_view text) {
    constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
    return !text.empty() && std::all_of(text.begin(), text.end(), [&](char letter) {
        return is_alphanumeric(letter) || marks.find(letter) != std::string_view::npos;
    });
}

bool is_visible(char letter) {
    return letter > 0x20 && letter < 0x7F;
}

/// Visible characters, spaces, tabs, and bytes beyond ASCII.
bool is_field_value(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char letter) {
        return is_visible(letter) || letter == ' ' || letter == '\t' || static_cast<unsigned char>(letter) >= 0x80;
    });
}

std::string_view trim(std::string_view text) {
    const std::size_t begin = text.find_first_not_of(" \t");
    return begin == std::string_view::npos ? std::string_view{}
                                           : text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

std::string lower(std::string_view text) {
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(),
                   [](char letter) { return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter + 32) : letter; });
    return result;
}

std::optional<Error> read_request_line(std::string_view line, PosRequest& request) {
    const std::size_t first = line.find(' ');
    const std::size_t second = first == std::string_view::npos ? first : line.find(' ', first + 1);
    if (second == std::string_view::npos || line.substr(second + 1) != "HTTP/1.1") {
        return malformed("The request line must be METHOD, path and HTTP/1.1 with one space between them.");
    }
    request.method = line.substr(0, first);
    request.target = line.substr(first + 1, second - first - 1);
    if (!is_token(request.method) || !request.target.starts_with('/') ||
        !std::all_of(request.target.begin(), request.target.end(), is_visible)) {
        return malformed("The method must be a word, and the path must begin with a slash.");
    }
    return std::nullopt;
}

std::optional<Error> read_field(std::string_view line, PosRequest& request) {
    const std::size_t colon = line.find(':');
    const std::string_view name = line.substr(0, colon);
    if (colon == std::string_view::npos || !is_token(name) || !is_field_value(line.substr(colon + 1))) {
        return malformed("A header must be a name, a colon and a value on one line.");
    }
    request.fields.emplace_back(lower(name), trim(line.substr(colon + 1)));
    return std::nullopt;
}

std::optional<Error> read_header(std::string_view header, PosRequest& request) {
    const std::size_t first_end = header.find(line_end);
    if (auto mistake = read_request_line(header.substr(0, first_end), request)) {
        return mistake;
    }
    for (std::size_t at = first_end; at != std::string_view::npos;) {
        at += line_end.size();
        const std::size_t end = header.find(line_end, at);
        if (auto mistake = read_field(header.substr(at, end == std::string_view::npos ? end : end - at), request)) {
            return mistake;
        }
        at = end;
    }
    return std::nullopt;
}

Result<std::size_t> read_length(const PosRequest& request) {
    const std::size_t count = request.count("content-length");
    const std::string_view text = request.field("content-length");
    if (count == 0) {
        return request.method == "POST" ? Result<std::size_t>(Error{ErrorCode::length_required,
                                                                    "Send Content-Length, 0 for no body.", "Content-Length"})
                                        : Result<std::size_t>(0U);
    }
    std::size_t length = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), length);
    // A leading zero means base eight to some.
    const bool is_plain = !text.empty() && text[0] != '-' && (text[0] != '0' || text.size() == 1);
    const bool is_number =
        is_plain && failure == std::errc{} && end == text.data() + text.size() && text.size() <= content_length_digits_max;
    if (count > 1 || !is_number) {
        return malformed("Content-Length must be there once and be a plain number.", "Content-Length");
    }
    if (length > pos_body_bytes_max) {
        return Error{ErrorCode::too_large, "The body may be 4096 bytes long.", "Content-Length"};
    }
    return length;
}

std::optional<Error> check_framing(const PosRequest& request) {
    if (request.count("transfer-encoding") > 0) {
        return malformed("Send the body with Content-Length, not in chunks.", "Transfer-Encoding");
    }
    if (request.count("host") != 1) {
        return malformed("There must be exactly one Host header.", "Host");
    }
    if (request.count("expect") > 0) {
        return malformed("Send the body without waiting; leave Expect out.", "Expect");
    }
    return std::nullopt;
}

}  // namespace

std::size_t PosRequest::count(std::string_view name) const {
    return static_cast<std::size_t>(
        std::count_if(fields.begin(), fields.end(), [&](const auto& field) { return field.first == name; }));
}

std::string_view PosRequest::field(std::string_view name) const {
    const auto found = std::find_if(fields.begin(), fields.end(), [&](const auto& field) { return field.first == name; });
    return found == fields.end() ? std::string_view{} : std::string_view(found->second);
}

std::optional<Result<PosRequest>> take_pos_request(std::string& received) {
    const std::size_t end = std::string_view(received).substr(0, pos_header_bytes_max).find(header_end);
    if (end == std::string::npos) {
        if (received.size() >= pos_header_bytes_max) {
            return Result<PosRequest>(Error{ErrorCode::too_large, "The headers may be 8192 bytes long.", {}});
        }
        return std::nullopt;
    }
    PosRequest request;
    if (auto mistake = read_header(std::string_view(received).substr(0, end), request)) {
        return Result<PosRequest>(std::move(*mistake));
    }
    if (auto mistake = check_framing(request)) {
        return Result<PosRequest>(std::move(*mistake));
    }
    const auto length = read_length(request);
    if (!length) {
        return Result<PosRequest>(length.error());
    }
    const std::size_t body_begin = end + header_end.size();
    if (received.size() < body_begin + *length) {
        return std::nullopt;
    }
    request.body = received.substr(body_begin, *length);
    // The answer to HEAD would have to leave its body out, and none of our calls takes it.
    request.keep_alive = lower(request.field("connection")) != "close" && request.method != "HEAD";
    received.erase(0, body_begin + *length);
    return Result<PosRequest>(std::move(request));
}

}  // namespace tillnote::lane
