#pragma once

#include "server/app/config.hpp"

#include <optional>
#include <string>

/// What the operator can do about digests that leave the house. As server/app/commands.hpp.
namespace tillnote::app::commands {

/// One pass: counts what waits, makes the editions that are due, sends what is due. Errors: unavailable when something did
/// not go out; `deliveries list` says why.
[[nodiscard]] Result<void> send_due(const Config& config);

/// `state`: waiting, sent, failed or cancelled; empty: all. The latest due first.
[[nodiscard]] Result<void> list_deliveries(const Config& config, const std::string& store, const std::string& state,
                                           bool as_json);

/// A mail server's notification that a mail did not arrive, "-": from standard input. Errors: malformed_request, not_found.
[[nodiscard]] Result<void> take_bounce(const Config& config, const std::string& file);

struct RecipientOptions {
    std::string store;
    std::string email;
    std::string kind = "digest";          ///< or alert
    std::optional<std::string> language;  ///< en or es; nothing: en, or as it is
    std::optional<std::string> time;      ///< local wall time, HH:MM; nothing: 05:45, or as it is
};
/// Without `store`, those of all stores, and the open stores whose digest nobody gets.
[[nodiscard]] Result<void> list_recipients(const Config& config, const std::string& store);
[[nodiscard]] Result<void> add_recipient(const Config& config, const RecipientOptions& options);
/// Another language or time for one who is on the list.
[[nodiscard]] Result<void> change_recipient(const Config& config, const RecipientOptions& options);
/// Ends the mail of one kind to an address; the row stays.
[[nodiscard]] Result<void> remove_recipient(const Config& config, const RecipientOptions& options);

struct WebhookOptions {
    std::string url;
    std::string kind = "digest";  ///< or alert, or district
    std::string store;            ///< empty: every store
    std::string district;         ///< of the kind district; empty: every district
    std::string secret_file;
    std::string id;  ///< of the one to remove
};
[[nodiscard]] Result<void> list_webhooks(const Config& config);
[[nodiscard]] Result<void> add_webhook(const Config& config, const WebhookOptions& options);
[[nodiscard]] Result<void> remove_webhook(const Config& config, const WebhookOptions& options);

/// Derives every figure and sentence of an edition from its kept input, then recounts the notes and lists what has arrived
/// since. Without `edition` the latest; of a day that has none, the figures as they are now.
[[nodiscard]] Result<void> explain(const Config& config, const std::string& store, const std::string& day,
                                   std::optional<int> edition);

}  // namespace tillnote::app::commands
