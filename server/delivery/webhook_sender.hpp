#pragma once

#include "schema/note.hpp"
#include "server/delivery/mail_sender.hpp"

#include <chrono>
#include <functional>
#include <memory>

namespace tillnote::delivery {

/// One call before it is signed.
struct WebhookCall {
    std::string url;
    std::string secret;
    std::string event;  ///< "digest", "alert" or "district"
    std::string id;     ///< the delivery's Message-ID: the same at every attempt
    std::string body;   ///< JSON
};

/// "v1=" and 64 hex digits: HMAC-SHA256 over "<unix seconds>.<body>" with the secret's bytes as the key. Pure.
[[nodiscard]] std::string sign_webhook(const std::string& secret, std::int64_t unix_seconds, std::string_view body);

/// POSTs signed JSON. Only http and https, no redirects, with deadlines; the answer's body is not read beyond a little.
/// 2xx is sent; 4xx other than 408, 425 and 429 is a refusal for good; all else is worth another try. One thread at a time.
class WebhookSender {
public:
    /// `abandon`: asked about once a second; true ends the attempt, which is made again later. May be empty.
    /// `ca_file`: certificates to trust; empty: the system's.
    explicit WebhookSender(std::chrono::milliseconds attempt_deadline = std::chrono::milliseconds{20'000},
                           std::function<bool()> abandon = {}, std::string ca_file = {});
    ~WebhookSender();

    [[nodiscard]] SendOutcome send(const WebhookCall& call, Instant now);

private:
    struct Link;
    const std::chrono::milliseconds attempt_deadline_;
    const std::function<bool()> abandon_;
    const std::string ca_file_;
    std::unique_ptr<Link> link_;
};

}  // namespace tillnote::delivery
