#include "server/app/config_secrets.hpp"

#include "schema/secret_file.hpp"
#include "server/storage/connection_text.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <memory>

namespace tillnote::app {
namespace {

struct Setting {
    const char* key;
    const std::string& value;
};

Result<void> named(const Result<std::string>& read, const Setting& setting) {
    if (read) {
        return {};
    }
    return Error{read.error().code, std::string("'") + setting.key + "': " + read.error().detail, setting.key};
}

}  // namespace

Result<void> check_secrets(const Config& config) {
    for (const Setting& setting :
         {Setting{"database.ingest", config.database_ingest}, Setting{"database.web", config.database_web},
          Setting{"database.digest", config.database_digest}, Setting{"database.retention", config.database_retention}}) {
        if (auto tried = named(storage::with_password(setting.value), setting); !tried) {
            return tried;
        }
    }
    for (const Setting& setting :
         {Setting{"mail.password_file", config.mail_password_file}, Setting{"sign_in.key_file", config.sign_in_key_file},
          Setting{"sso.secret_file", config.sso_secret_file}}) {
        if (setting.value.empty()) {
            continue;
        }
        if (auto tried = named(read_secret_file(setting.value), setting); !tried) {
            return tried;
        }
    }
    return {};
}

Result<void> check_own_mode(const Config& config, const std::string& path) {
    const std::array texts{&config.database_ingest,  &config.database_web,       &config.database_digest,
                           &config.database_migrate, &config.database_retention, &config.mail_smtp};
    if (std::ranges::none_of(texts, [](const std::string* text) { return storage::holds_password(*text); })) {
        return {};
    }
    const std::unique_ptr<FILE, decltype(&std::fclose)> file(std::fopen(path.c_str(), "re"), &std::fclose);
    const auto fault = file ? find_mode_fault(::fileno(file.get()), path) : " cannot be read again";
    if (fault.empty()) {
        return {};
    }
    return Error{ErrorCode::invalid_field,
                 "The configuration " + path + " holds a password and" + fault +
                     "; or put the password into a file of its own, and name that with password_file=.",
                 ""};
}

}  // namespace tillnote::app
