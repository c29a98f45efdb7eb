#include "server/app/config_text.hpp"

#include "server/storage/connection_text.hpp"

#include <toml++/toml.h>

#include <sstream>

namespace tillnote::app {

std::string to_toml(const Config& config) {
    using storage::hide_passwords;
    const auto list = [](const std::vector<std::string>& texts) {
        toml::array all;
        for (const auto& text : texts) {
            all.push_back(text);
        }
        return all;
    };
    const auto number = [](auto value) { return static_cast<std::int64_t>(value); };
    const toml::table root{
        {"server", toml::table{{"address", config.address},
                               {"port", number(config.port)},
                               {"metrics_port", number(config.metrics_port)},
                               {"hosts", list(config.hosts)}}},
        {"tls", toml::table{{"certificate", config.tls_certificate}, {"key", config.tls_key}}},
        {"proxy", toml::table{{"addresses", list(config.proxy_addresses)}}},
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
        {"sso", toml::table{{"email_header", config.sso_email_header},
                            {"secret_file", config.sso_secret_file},
                            {"only", config.sso_only},
                            {"sign_out_url", config.sso_sign_out_url}}},
        {"limits", toml::table{{"writers", number(config.writers)},
                               {"readers", number(config.readers)},
                               {"hashers", number(config.hashers)},
                               {"waiting_notes_max", number(config.waiting_notes_max)},
                               {"connections_max", number(config.connections_max)},
                               {"connections_per_address_max", number(config.connections_per_address_max)},
                               {"new_connections_per_second", number(config.new_connections_per_second)},
                               {"lane_requests_per_second", number(config.lane_requests_per_second)},
                               {"account_requests_per_second", number(config.account_requests_per_second)},
                               {"stranger_requests_per_second", number(config.stranger_requests_per_second)}}},
        {"log", toml::table{{"level", config.log_level}}},
    };
    std::ostringstream text;
    text << root << '\n';
    return text.str();
}

}  // namespace tillnote::app
