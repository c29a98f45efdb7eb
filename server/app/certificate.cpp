#include "server/app/certificate.hpp"

#include "schema/secret_file.hpp"
#include "schema/time_text.hpp"
#include "server/app/log.hpp"

#include <optional>

namespace tillnote::app {
namespace {

using http::TlsContext;
using Clock = std::chrono::system_clock;

constexpr std::chrono::days warn_before{14};

std::string text_of(TlsContext::Time time) {
    return format_time(std::chrono::floor<std::chrono::milliseconds>(time));
}

/// Why nobody would accept this certificate now.
std::optional<std::string> find_fault(const TlsContext& tls) {
    const auto now = Clock::now();
    if (now < tls.not_before()) {
        return "it is not valid before " + text_of(tls.not_before()) + "; look at this machine's clock";
    }
    if (now > tls.not_after()) {
        return "it expired on " + text_of(tls.not_after()) + "; renew it";
    }
    return std::nullopt;
}

void log_fault(std::string_view event, const Config& config, const std::string& fault) {
    log_event(LogLevel::error, event, {{"file", config.tls_certificate}, {"detail", fault}});
}

void log_loaded(const Config& config, const TlsContext& tls) {
    log_event(LogLevel::info, "tls_certificate",
              {{"file", config.tls_certificate}, {"valid_until", text_of(tls.not_after())}});
    warn_before_certificate_ends(tls);
}

}  // namespace

http::TlsFiles tls_files_of(const Config& config) {
    return {secret_path(config.tls_certificate), secret_path(config.tls_key)};
}

Result<std::shared_ptr<const TlsContext>> load_certificate(const Config& config) {
    if (!uses_tls(config)) {
        return std::shared_ptr<const TlsContext>();
    }
    auto loaded = TlsContext::load(tls_files_of(config));
    if (!loaded) {
        return loaded;
    }
    if (const auto fault = find_fault(**loaded)) {
        log_fault("tls_certificate_not_valid", config, *fault);
    } else {
        log_loaded(config, **loaded);
    }
    return loaded;
}

std::shared_ptr<const TlsContext> reload_certificate(const Config& config) {
    auto loaded = TlsContext::load(tls_files_of(config));
    if (!loaded) {
        log_fault("tls_reload_failed", config, loaded.error().detail + " The certificate in use stays.");
        return nullptr;
    }
    if (const auto fault = find_fault(**loaded)) {
        log_fault("tls_reload_failed", config, *fault + ". The certificate in use stays.");
        return nullptr;
    }
    log_loaded(config, **loaded);
    return *loaded;
}

void warn_before_certificate_ends(const TlsContext& current) {
    const auto left = current.not_after() - Clock::now();
    if (left < warn_before) {
        log_event(LogLevel::warning, "tls_certificate_ends",
                  {{"valid_until", text_of(current.not_after())},
                   {"days_left", std::int64_t{std::chrono::floor<std::chrono::days>(left).count()}}});
    }
}

}  // namespace tillnote::app
