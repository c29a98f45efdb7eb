#include "server/app/config.hpp"

#include "server/app/config_secrets.hpp"
#include "server/domain/recipient.hpp"
#include "server/http/address.hpp"

#include <toml++/toml.h>

#include <algorithm>
#include <functional>
#include <map>
#include <optional>

namespace tillnote::app {
namespace {

constexpr std::string_view header_letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-";

Error wrong(const std::string& path, const std::string& key, const std::string& expected, const toml::node& node) {
    return {ErrorCode::invalid_field,
            path + ", line " + std::to_string(node.source().begin.line) + ": '" + key + "' must be " + expected + ".", key};
}

/// One table: key to what reads it. A reader returns what it expected, or an empty text when the value was taken.
using Reader = std::function<std::string(const toml::node&)>;

Reader text_into(std::string& target) {
    return [&target](const toml::node& node) -> std::string {
        if (!node.is_string()) {
            return "a text";
        }
        target = node.as_string()->get();
        return "";
    };
}

template <typename Number>
Reader number_into(Number& target, std::int64_t min, std::int64_t max) {
    return [&target, min, max](const toml::node& node) -> std::string {
        if (!node.is_integer() || node.as_integer()->get() < min || node.as_integer()->get() > max) {
            return "a whole number from " + std::to_string(min) + " to " + std::to_string(max);
        }
        target = static_cast<Number>(node.as_integer()->get());
        return "";
    };
}

Reader texts_into(std::vector<std::string>& target) {
    return [&target](const toml::node& node) -> std::string {
        if (!node.is_array()) {
            return "a list of texts";
        }
        for (const auto& entry : *node.as_array()) {
            if (!entry.is_string()) {
                return "a list of texts";
            }
            target.push_back(entry.as_string()->get());
        }
        return "";
    };
}

Reader word_into(std::string& target, std::vector<std::string> words) {
    return [&target, words = std::move(words)](const toml::node& node) -> std::string {
        const auto value = node.value<std::string>().value_or("");
        if (std::ranges::find(words, value) != words.end()) {
            target = value;
            return "";
        }
        std::string expected;
        for (std::size_t index = 0; index < words.size(); ++index) {
            expected += (index == 0 ? "'" : index + 1 == words.size() ? " or '" : ", '") + words[index] + "'";
        }
        return expected;
    };
}

Reader flag_into(bool& target) {
    return [&target](const toml::node& node) -> std::string {
        if (!node.is_boolean()) {
            return "true or false";
        }
        target = node.as_boolean()->get();
        return "";
    };
}

/// One of two words.
Reader choice_into(bool& target, const std::string& yes, const std::string& no) {
    return [&target, yes, no](const toml::node& node) -> std::string {
        const auto value = node.value<std::string>().value_or("");
        if (value != yes && value != no) {
            return "'" + yes + "' or '" + no + "'";
        }
        target = value == yes;
        return "";
    };
}

std::map<std::string, Reader> make_readers(Config& config) {
    return {
        {"server.address", text_into(config.address)},
        {"server.port", number_into(config.port, 0, 65'535)},
        {"server.metrics_port", number_into(config.metrics_port, 0, 65'535)},
        {"server.hosts", texts_into(config.hosts)},
        {"tls.certificate", text_into(config.tls_certificate)},
        {"tls.key", text_into(config.tls_key)},
        {"proxy.addresses", texts_into(config.proxy_addresses)},
        {"database.ingest", text_into(config.database_ingest)},
        {"database.web", text_into(config.database_web)},
        {"database.digest", text_into(config.database_digest)},
        {"database.migrate", text_into(config.database_migrate)},
        {"database.retention", text_into(config.database_retention)},
        {"mail.smtp", text_into(config.mail_smtp)},
        {"mail.starttls", word_into(config.mail_starttls, {"required", "off"})},
        {"mail.user", text_into(config.mail_user)},
        {"mail.password_file", text_into(config.mail_password_file)},
        {"mail.ca_file", text_into(config.mail_ca_file)},
        {"mail.from", text_into(config.mail_from)},
        {"mail.folder", text_into(config.mail_folder)},
        {"sign_in.second_factor", choice_into(config.second_factor_required, "required", "offered")},
        {"sign_in.key_file", text_into(config.sign_in_key_file)},
        {"sso.email_header", text_into(config.sso_email_header)},
        {"sso.secret_file", text_into(config.sso_secret_file)},
        {"sso.only", flag_into(config.sso_only)},
        {"sso.sign_out_url", text_into(config.sso_sign_out_url)},
        {"web.base_url", text_into(config.web_base_url)},
        {"limits.writers", number_into(config.writers, 1, 16)},
        {"limits.readers", number_into(config.readers, 1, 64)},
        {"limits.hashers", number_into(config.hashers, 1, 2)},
        {"limits.waiting_notes_max", number_into(config.waiting_notes_max, 100, 1'000'000)},
        {"limits.connections_max", number_into(config.connections_max, 64, 1'000'000)},
        {"limits.connections_per_address_max", number_into(config.connections_per_address_max, 8, 1'000'000)},
        {"limits.new_connections_per_second", number_into(config.new_connections_per_second, 1, 1'000'000)},
        {"limits.lane_requests_per_second", number_into(config.lane_requests_per_second, 1, 1'000'000)},
        {"limits.account_requests_per_second", number_into(config.account_requests_per_second, 1, 1'000'000)},
        {"limits.stranger_requests_per_second", number_into(config.stranger_requests_per_second, 1, 1'000'000)},
        {"log.level", word_into(config.log_level, {"debug", "info", "warning", "error"})},
    };
}

std::optional<Error> read_all(const toml::table& root, const std::string& path, Config& config) {
    const auto readers = make_readers(config);
    for (const auto& [section_name, section] : root) {
        if (!section.is_table()) {
            return wrong(path, std::string(section_name.str()), "a section such as [server]", section);
        }
        for (const auto& [name, node] : *section.as_table()) {
            const auto key = std::string(section_name.str()) + "." + std::string(name.str());
            const auto reader = readers.find(key);
            if (reader == readers.end()) {
                return wrong(path, key, "left out: there is no such setting; config/server.toml lists them", node);
            }
            if (const auto expected = reader->second(node); !expected.empty()) {
                return wrong(path, key, expected, node);
            }
        }
    }
    return std::nullopt;
}

std::optional<Error> check_mail(const Config& config, const std::string& path) {
    const auto refuse = [&path](const std::string& key, const std::string& must) {
        return Error{ErrorCode::invalid_field, path + ": '" + key + "' must " + must, key};
    };
    const auto& smtp = config.mail_smtp;
    if (!smtp.empty() && !smtp.starts_with("smtp://") && !smtp.starts_with("smtps://")) {
        return refuse("mail.smtp", "be an address such as smtp://mail.example:587 or smtps://mail.example:465.");
    }
    if (!domain::is_email(config.mail_from)) {
        return refuse("mail.from", "be an e-mail address such as tillnote@shop.example.");
    }
    if (config.mail_user.empty() != config.mail_password_file.empty()) {
        return refuse("mail.password_file", "stand beside 'mail.user', and neither alone.");
    }
    if (!config.mail_user.empty() && config.mail_starttls == "off" && !smtp.starts_with("smtps://")) {
        return refuse("mail.starttls", "be 'required' where a password is sent.");
    }
    const auto& base = config.web_base_url;
    if (!base.empty() && ((!base.starts_with("http://") && !base.starts_with("https://")) || base.ends_with('/'))) {
        return refuse("web.base_url", "be an address such as https://tillnote.example, without a slash at its end.");
    }
    return std::nullopt;
}

/// What crosses a network in clear can be read and changed there: tokens, sign-ins, notes.
std::optional<Error> check_tls(const Config& config, const std::string& path) {
    if (config.tls_certificate.empty() != config.tls_key.empty()) {
        return Error{ErrorCode::invalid_field,
                     path + ": 'tls.key' must stand beside 'tls.certificate', and neither alone; each names a PEM file.",
                     "tls.key"};
    }
    for (const auto& address : config.proxy_addresses) {
        if (!http::Network::parse(address)) {
            std::string detail = path;
            detail.append(": 'proxy.addresses' has '").append(address);
            detail += "'; write addresses or networks such as 10.0.0.5 or 10.0.0.0/24, with no bit set behind the prefix.";
            return Error{ErrorCode::invalid_field, std::move(detail), "proxy.addresses"};
        }
    }
    if (!listens_on_loopback(config) && !uses_tls(config) && config.proxy_addresses.empty()) {
        return Error{ErrorCode::invalid_field,
                     path +
                         ": 'server.address' must be 127.0.0.1 or ::1; without TLS the server answers on loopback only. "
                         "Give it 'tls.certificate' and 'tls.key', or name the proxy in front of it in 'proxy.addresses'.",
                     "server.address"};
    }
    return std::nullopt;
}

/// Whoever may write that header may be anybody here, so nothing about it is left to chance.
std::optional<Error> check_sso(const Config& config, const std::string& path) {
    const auto refuse = [&path](const std::string& key, const std::string& must) {
        return Error{ErrorCode::invalid_field, path + ": '" + key + "' must " + must, key};
    };
    if (config.sso_email_header.empty()) {
        const bool alone = config.sso_only || !config.sso_secret_file.empty() || !config.sso_sign_out_url.empty();
        return alone ? std::optional(refuse("sso.email_header", "name a header, such as X-Forwarded-Email.")) : std::nullopt;
    }
    const bool own = config.sso_email_header.starts_with("X-") || config.sso_email_header.starts_with("x-");
    if (!own || config.sso_email_header.find_first_not_of(header_letters) != std::string::npos) {
        return refuse("sso.email_header", "be a header of the proxy's own, such as X-Forwarded-Email.");
    }
    if (config.sso_secret_file.empty()) {
        return refuse("sso.secret_file", "name the file with the secret that the proxy shows in X-Tillnote-Proxy-Secret.");
    }
    if (config.proxy_addresses.empty()) {
        return refuse("proxy.addresses", "name the proxy whose 'sso.email_header' is believed.");
    }
    const auto& url = config.sso_sign_out_url;
    if (!url.empty() && !url.starts_with("https://") && (!url.starts_with('/') || url.starts_with("//"))) {
        return refuse("sso.sign_out_url", "be an https address, or a path of the proxy such as /oauth2/sign_out.");
    }
    return std::nullopt;
}

std::optional<Error> check_complete(const Config& config, const std::string& path) {
    const std::map<std::string, const std::string*> required{{"database.ingest", &config.database_ingest},
                                                             {"database.web", &config.database_web},
                                                             {"database.digest", &config.database_digest},
                                                             {"database.migrate", &config.database_migrate}};
    for (const auto& [key, value] : required) {
        if (value->empty()) {
            std::string detail = path;
            detail.append(": '").append(key).append("' is missing; give a PostgreSQL connection string.");
            return Error{ErrorCode::invalid_field, std::move(detail), key};
        }
    }
    if (auto error = check_tls(config, path)) {
        return error;
    }
    if (auto error = check_sso(config, path)) {
        return error;
    }
    return check_mail(config, path);
}

}  // namespace

Result<Config> load_config(const std::string& path) {
    toml::table root;
    try {
        root = toml::parse_file(path);
    } catch (const toml::parse_error& error) {
        const auto line = error.source().begin.line;
        if (line == 0) {
            return Error{ErrorCode::not_found, "The configuration " + path + " cannot be read; name it with --config FILE.",
                         ""};
        }
        return Error{ErrorCode::invalid_field,
                     path + ", line " + std::to_string(line) + ": " + std::string(error.description()) + ".", ""};
    }
    Config config;
    if (auto error = read_all(root, path, config)) {
        return std::move(*error);
    }
    if (auto error = check_complete(config, path)) {
        return std::move(*error);
    }
    if (auto checked = check_own_mode(config, path); !checked) {
        return checked.error();
    }
    return config;
}

}  // namespace tillnote::app
