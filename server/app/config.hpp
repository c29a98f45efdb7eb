#pragma once

#include "schema/error.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace tillnote::app {

/// Everything the operator decides. Keys, defaults and meaning: config/server.toml.
struct Config {
    std::string address = "127.0.0.1";
    std::uint16_t port = 8480;
    std::uint16_t metrics_port = 8481;  ///< 0: chosen by the system
    std::vector<std::string> hosts;     ///< names the server answers for besides loopback's and `address`

    std::string tls_certificate;  ///< PEM file; empty: no TLS, and then the address is loopback's
    std::string tls_key;

    std::vector<std::string> proxy_addresses;  ///< whose X-Forwarded-For and -Proto are believed: addresses or networks

    std::string database_ingest;  ///< libpq connection strings, one per role
    std::string database_web;
    std::string database_digest;
    std::string database_migrate;
    std::string database_retention;  ///< empty: the service removes nothing, and says so in its log

    std::string mail_smtp;                   ///< smtp://host:587 or smtps://host:465; empty: mail goes to the folder
    std::string mail_starttls = "required";  ///< or "off", for a relay on this machine
    std::string mail_user;                   ///< empty: no sign-in
    std::string mail_password_file;          ///< its first line
    std::string mail_ca_file;                ///< empty: the system's certificates
    std::string mail_from = "tillnote@localhost";
    std::string mail_folder;   ///< NAME.eml files, while mail_smtp is empty
    std::string web_base_url;  ///< what links in mail begin with; empty: the listener's own address

    bool second_factor_required = true;  ///< of everyone but demo accounts; else it is offered
    std::string sign_in_key_file;        ///< its first line seals second factors at rest; empty: they are stored as they are

    std::string sso_email_header;  ///< in which the proxy says whom it has signed in; empty: it signs nobody in
    std::string sso_secret_file;   ///< its first line is what the proxy shows with it
    bool sso_only = false;         ///< no password lets anybody in
    std::string sso_sign_out_url;  ///< where the proxy's own sign-in ends; empty: not known

    std::size_t writers = 2;                 ///< threads that commit notes
    std::size_t readers = 2;                 ///< threads that answer pages and API
    std::size_t hashers = 1;                 ///< passwords hashed at once, 1..2
    std::size_t waiting_notes_max = 50'000;  ///< in the commit queue; beyond it lanes are told to come back
    std::size_t connections_max = 4096;
    std::size_t connections_per_address_max = 1024;  ///< but loopback's
    int new_connections_per_second = 100;            ///< of one address but loopback's
    int lane_requests_per_second = 2'000;
    int account_requests_per_second = 100;
    int stranger_requests_per_second = 50;  ///< of one address, without a token or sign-in
    std::string log_level = "info";
};

/// Whether the public listener speaks TLS.
[[nodiscard]] inline bool uses_tls(const Config& config) noexcept {
    return !config.tls_certificate.empty();
}

/// Whether only this machine reaches the public listener.
[[nodiscard]] inline bool listens_on_loopback(const Config& config) noexcept {
    return config.address == "127.0.0.1" || config.address == "::1";
}

/// Reads a TOML file. Errors: invalid_field, with the key and line; not_found when the file cannot be read.
[[nodiscard]] Result<Config> load_config(const std::string& path);

}  // namespace tillnote::app
