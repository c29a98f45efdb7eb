#include "schema/time_text.hpp"
#include "server/app/certificate.hpp"
#include "server/app/commands.hpp"
#include "server/app/config_secrets.hpp"
#include "server/app/config_text.hpp"
#include "server/http/tls_context.hpp"

#include <cstdio>

namespace tillnote::app::commands {

Result<void> print_config(const Config& config) {
    std::printf("%s", to_toml(config).c_str());
    if (auto checked = check_secrets(config); !checked) {
        return checked;
    }
    if (!uses_tls(config)) {
        return {};
    }
    const auto loaded = http::TlsContext::load(tls_files_of(config));
    if (!loaded) {
        return loaded.error();
    }
    const auto valid_until = std::chrono::floor<std::chrono::milliseconds>((*loaded)->not_after());
    std::printf("# The certificate and its key can be used; valid until %s.\n", format_time(valid_until).c_str());
    return {};
}

}  // namespace tillnote::app::commands
