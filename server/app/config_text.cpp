#include "server/app/config_text.hpp"

#include <toml++/toml.h>

#include <regex>
#include <sstream>

namespace tillnote::app {

std::string hide_passwords(const std::string& text) {
    static const std::regex in_pairs(R"(((?:^|[\s?&])(?:ssl)?password\s*=\s*)('(?:\\.|[^'\\])*'|[^\s&]+))");
    static const std::regex in_address(R"((://[^/?#@\s]*?:)[^/?#\s]*@)");
    return std::regex_replace(std::regex_replace(text, in_pairs, "$1***"), in_address, "$1***@");
}

std::string to_toml(const Config& config) {
    toml::array hosts;
    for (const auto& host : config.hosts) {
        hosts.push_back(host);
    }
    const auto number = [](auto value) { return static_cast<std::int64_t>(value); };
    const toml::table root{
        {"server", toml::table{{"address", config.address},
                               {"port", number(config.port)},
                               {"metrics_port", number(config.metrics_port)},
                               {"hosts", hosts}}},
        {"tls", toml::table{{"certificate", config.tls_certificate}, {"key", config.tls_key}}},
        {"database", toml::table{{"ingest", hide_passwords(config.database_ingest)},
                                 {"web", hide_passwords(config.database_web)},
                                 {"digest", hide_passwords(config.database_digest)},
                                 {"migrate", hide_passwords(config.database_migrate)},
                                 {"retention", hide_passwords(config.database_retention)}}},
        {"mail", toml::table{{"smtp", hide_passwords(config.mail_smtp)},
                             {"starttls", config.mail_starttls},
                             {"user", config.mail_user},
                             {"password_file", config.mail_password_file},
                             {"ca_file", config.mail_ca_file},
                             {"from", config.mail_from},
                             {"folder", config.mail_folder}}},
        {"web", toml::table{{"base_url", config.web_base_url}}},
        {"sign_in", toml::table{{"second_factor", config.second_factor_required ? "required" : "offered"},
                                {"key_file", config.sign_in_key_file}}},
        {"limits", toml::table{{"writers", number(config.writers)},
                               {"readers", number(config.readers)},
                               {"hashers", number(config.hashers)},
                               {"waiting_notes_max", number(config.waiting_notes_max)}}},
        {"log", toml::table{{"level", config.log_level}}},
    };
    std::ostringstream text;
    text << root << '\n';
    return text.str();
}

}  // namespace tillnote::app
