#include "server/delivery/webhook_sender.hpp"

#include "server/delivery/curl_handle.hpp"
#include "server/delivery/printable_line.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <stdexcept>

namespace tillnote::delivery {
namespace {

using Kind = SendOutcome::Kind;

constexpr std::size_t answer_bytes_max = 64 * 1024;

/// Counts what comes back; too much ends the call, so that nobody can keep the sender busy with an endless answer.
std::size_t count_answer(char* /*text*/, std::size_t size, std::size_t count, void* context) {
    auto& bytes = *static_cast<std::size_t*>(context);
    bytes += size * count;
    return bytes <= answer_bytes_max ? size * count : 0;
}

SendOutcome judge(long status) {
    if (status >= 200 && status < 300) {
        return {Kind::sent, {}};
    }
    constexpr std::array again{408L, 425L, 429L};
    const bool for_good = status >= 400 && status < 500 && std::ranges::find(again, status) == again.end();
    const std::string hint = status >= 300 && status < 400 ? " (redirects are not followed)" : "";
    return {for_good ? Kind::refused : Kind::try_later, "The webhook answered " + std::to_string(status) + hint};
}

}  // namespace

struct WebhookSender::Link {
    CurlHandle curl = make_curl();
};

WebhookSender::WebhookSender(std::chrono::milliseconds attempt_deadline, std::function<bool()> abandon, std::string ca_file)
    : attempt_deadline_(attempt_deadline),
      abandon_(std::move(abandon)),
      ca_file_(std::move(ca_file)),
      link_(std::make_unique<Link>()) {}

WebhookSender::~WebhookSender() = default;

std::string sign_webhook(const std::string& secret, std::int64_t unix_seconds, std::string_view body) {
    static const bool ready = sodium_init() >= 0;
    if (!ready) {
        throw std::runtime_error("libsodium could not be initialised");
    }
    const auto bytes_of = [](std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); };
    const std::string stamp = std::to_string(unix_seconds) + '.';
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, bytes_of(secret), secret.size());
    crypto_auth_hmacsha256_update(&state, bytes_of(stamp), stamp.size());
    crypto_auth_hmacsha256_update(&state, bytes_of(body), body.size());
    std::array<unsigned char, crypto_auth_hmacsha256_BYTES> mac{};
    crypto_auth_hmacsha256_final(&state, mac.data());
    std::string hex(mac.size() * 2 + 1, '\0');
    sodium_bin2hex(hex.data(), hex.size(), mac.data(), mac.size());
    hex.pop_back();
    return "v1=" + hex;
}

SendOutcome WebhookSender::send(const WebhookCall& call, Instant now) {
    CURL* const curl = link_->curl.get();
    curl_easy_reset(curl);
    const std::int64_t unix_seconds = std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
    CurlList headers;
    append_to(headers, "Content-Type: application/json");
    append_to(headers, "Expect:");
    append_to(headers, "Tillnote-Event: " + call.event);
    append_to(headers, "Tillnote-Delivery: " + call.id);
    append_to(headers, "Tillnote-Timestamp: " + std::to_string(unix_seconds));
    append_to(headers, "Tillnote-Signature: " + sign_webhook(call.secret, unix_seconds, call.body));
    std::size_t answer_bytes = 0;
    std::array<char, CURL_ERROR_SIZE> problem{};
    curl_easy_setopt(curl, CURLOPT_URL, call.url.c_str());
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(curl, CURLOPT_USERAGENT, "tillnote/" TILLNOTE_VERSION);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers.get());
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, call.body.c_str());
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(call.body.size()));
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, count_answer);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &answer_bytes);
    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, problem.data());
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, static_cast<long>(attempt_deadline_.count()));
    if (!ca_file_.empty()) {
        curl_easy_setopt(curl, CURLOPT_CAINFO, ca_file_.c_str());
    }
    abandon_when(curl, abandon_);
    const CURLcode code = curl_easy_perform(curl);
    if (code != CURLE_OK) {
        return {Kind::try_later, printable_line(problem.front() != '\0' ? problem.data() : curl_easy_strerror(code))};
    }
    long status = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    return judge(status);
}

}  // namespace tillnote::delivery
