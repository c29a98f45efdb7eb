#include "server/storage/connection_text.hpp"

#include "schema/secret_file.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <optional>
#include <string_view>

namespace tillnote::storage {
namespace {

bool is_space(char letter) {
    return std::isspace(static_cast<unsigned char>(letter)) != 0;
}

/// Pairs "keyword = value" with blanks between them; a value may be quoted, and a backslash takes the next character as it
/// is.
class PairReader {
public:
    explicit PairReader(const std::string& text) : text_(text) {}

    ConnectionText read() {
        ConnectionText found;
        for (skip_spaces(); at_ < text_.size(); skip_spaces()) {
            found.understood = at_;
            auto setting = read_pair();
            if (!setting) {
                return found;
            }
            found.settings.push_back(std::move(*setting));
        }
        found.understood = text_.size();
        return found;
    }

private:
    void skip_spaces() {
        while (at_ < text_.size() && is_space(text_[at_])) {
            ++at_;
        }
    }

    std::optional<ConnectionSetting> read_pair() {
        ConnectionSetting setting;
        setting.begin = at_;
        while (at_ < text_.size() && text_[at_] != '=' && !is_space(text_[at_])) {
            setting.name += text_[at_++];
        }
        skip_spaces();
        if (at_ == text_.size() || text_[at_] != '=') {
            return std::nullopt;
        }
        ++at_;
        skip_spaces();
        setting.value_begin = at_;
        if (!read_value(setting.value)) {
            return std::nullopt;
        }
        setting.end = at_;
        return setting;
    }

    bool read_value(std::string& value) {
        const bool quoted = at_ < text_.size() && text_[at_] == '\'';
        if (quoted) {
            ++at_;
        }
        while (at_ < text_.size() && (quoted ? text_[at_] != '\'' : !is_space(text_[at_]))) {
            if (text_[at_] == '\\' && at_ + 1 < text_.size()) {
                ++at_;
            }
            value += text_[at_++];
        }
        if (!quoted) {
            return true;
        }
        if (at_ == text_.size()) {
            return false;
        }
        ++at_;
        return true;
    }

    const std::string& text_;
    std::size_t at_ = 0;
};

std::optional<std::string> percent_decoded(std::string_view text) {
    std::string plain;
    while (!text.empty()) {
        if (text.front() != '%') {
            plain += text.front();
            text.remove_prefix(1);
            continue;
        }
        unsigned byte = 0;
        const auto* const end = text.data() + std::min<std::size_t>(text.size(), 3);
        if (end != text.data() + 3 || std::from_chars(text.data() + 1, end, byte, 16).ptr != end || byte == 0) {
            return std::nullopt;
        }
        plain += static_cast<char>(byte);
        text.remove_prefix(3);
    }
    return plain;
}

std::string percent_encoded(std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string coded;
    for (const char letter : text) {
        const auto byte = static_cast<unsigned char>(letter);
        coded.append(1, '%').append(1, digits[byte / 16]).append(1, digits[byte % 16]);
    }
    return coded;
}

std::optional<ConnectionSetting> read_address_setting(const std::string& text, std::string_view name, std::size_t begin,
                                                      std::size_t value_begin, std::size_t end) {
    auto value = percent_decoded(std::string_view(text).substr(value_begin, end - value_begin));
    auto plain_name = percent_decoded(name);
    if (!value || !plain_name) {
        return std::nullopt;
    }
    return ConnectionSetting{std::move(*plain_name), std::move(*value), begin, value_begin, end};
}

/// scheme://user:password@host/database?name=value&...
ConnectionText read_address(const std::string& text) {
    ConnectionText found;
    found.is_address = true;
    const auto authority = text.find("://") + 3;
    const auto slash = std::min(text.find('/', authority), text.size());
    const auto colon = text.find(':', authority);
    const auto sign = text.find('@', authority);
    const bool with_user = sign < slash;
    const auto query = text.find('?', with_user ? sign : authority);
    if (with_user && colon < sign) {
        found.understood = colon + 1;
        auto password = read_address_setting(text, "password", colon + 1, colon + 1, sign);
        // libpq ends the user at the first '@', so a second one before the host ends was meant for the password.
        if (!password || text.find('@', sign + 1) < std::min(slash, query)) {
            return found;
        }
        found.settings.push_back(std::move(*password));
    }
    // A password with a bare '/' in it: libpq would take what is before that for host and port, and quote the rest.
    if (!with_user && colon < slash && sign < query) {
        found.understood = colon + 1;
        return found;
    }
    for (auto begin = query; begin < text.size();) {
        ++begin;
        const auto end = std::min(text.find('&', begin), text.size());
        const auto equals = text.find('=', begin);
        found.understood = begin;
        if (equals >= end) {
            return found;
        }
        auto setting =
            read_address_setting(text, std::string_view(text).substr(begin, equals - begin), begin, equals + 1, end);
        if (!setting) {
            return found;
        }
        found.settings.push_back(std::move(*setting));
        begin = end;
    }
    found.understood = text.size();
    return found;
}

bool is_password(const ConnectionSetting& setting) {
    std::string name;
    std::ranges::transform(setting.name, std::back_inserter(name),
                           [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
    return name == "password" || name == "sslpassword";
}

std::string quoted(std::string_view value) {
    std::string text = "'";
    for (const char letter : value) {
        if (letter == '\'' || letter == '\\') {
            text += '\\';
        }
        text += letter;
    }
    return text + '\'';
}

}  // namespace

ConnectionText read_connection_text(const std::string& text) {
    return text.find("://") != std::string::npos && text.find("://") < text.find_first_of("= ") ? read_address(text)
                                                                                                : PairReader(text).read();
}

Result<std::string> with_password(const std::string& text) {
    const auto read = read_connection_text(text);
    if (read.understood != text.size()) {
        return Error{
            ErrorCode::invalid_field,
            "A connection string of the database is written wrongly: it takes keyword=value pairs, with quotes around "
            "a value that holds blanks, or postgresql://... with %XX for special characters.",
            ""};
    }
    std::string whole;
    std::size_t copied = 0;
    for (const auto& setting : read.settings) {
        if (setting.name == "password_file") {
            auto secret = read_secret_file(setting.value);
            if (!secret) {
                return secret.error();
            }
            const WipedAtEnd wiped(*secret);
            whole.append(text, copied, setting.begin - copied).append("password=");
            whole.append(read.is_address ? percent_encoded(*secret) : quoted(*secret));
            copied = setting.end;
        }
    }
    return whole.append(text, copied);
}

std::string hide_passwords(const std::string& text) {
    constexpr const char* hidden = "***";
    const auto read = read_connection_text(text);
    std::string shown;
    std::size_t copied = 0;
    for (const auto& setting : read.settings) {
        if (is_password(setting)) {
            shown.append(text, copied, setting.value_begin - copied).append(hidden);
            copied = setting.end;
        }
    }
    shown.append(text, copied, read.understood - copied);
    return read.understood == text.size() ? shown : shown + hidden;
}

bool holds_password(const std::string& text) {
    return std::ranges::any_of(read_connection_text(text).settings, is_password);
}

}  // namespace tillnote::storage
