#pragma once

#include "server/domain/account_link_store.hpp"
#include "server/domain/account_store.hpp"
#include "server/domain/action_store.hpp"
#include "server/domain/alert_store.hpp"
#include "server/domain/ask_store.hpp"
#include "server/domain/audit_log.hpp"
#include "server/domain/comparison_store.hpp"
#include "server/domain/digest_store.hpp"
#include "server/domain/directory.hpp"
#include "server/domain/district_edition_store.hpp"
#include "server/domain/district_recipient_store.hpp"
#include "server/domain/edition_store.hpp"
#include "server/domain/goal_store.hpp"
#include "server/domain/history_store.hpp"
#include "server/domain/key_store.hpp"
#include "server/domain/lane_store.hpp"
#include "server/domain/message_store.hpp"
#include "server/domain/note_store.hpp"
#include "server/domain/organisation_store.hpp"
#include "server/domain/read_token.hpp"
#include "server/domain/recipient_store.hpp"
#include "server/domain/retention_log.hpp"
#include "server/domain/row_scope.hpp"
#include "server/domain/second_factor_store.hpp"
#include "server/domain/session_store.hpp"
#include "server/domain/setup_store.hpp"
#include "server/domain/user_store.hpp"
#include "server/routes/caller_limits.hpp"
#include "server/routes/sign_in_throttle.hpp"

#include <functional>
#include <memory>
#include <string>

/// What routes need from the program around them; the program implements these interfaces.
namespace tillnote::routes {

/// The ports of one database thread, all over its one connection.
struct Ports {
    domain::RowLimiter& rows;  ///< of that connection
    domain::LaneStore& lanes;
    domain::AccountStore& accounts;
    domain::OrganisationStore& organisation;
    domain::DigestStore& digests;
    domain::AskStore& asks;
    domain::MessageStore& messages;
    domain::KeyStore& keys;
    domain::AlertStore& alerts;
    domain::ActionStore& actions;
    domain::HistoryStore& history;
    domain::ComparisonStore& comparison;
    domain::GoalStore& goals;
    domain::EditionStore& editions;
    domain::RecipientStore& recipients;
    domain::DeliveryStore& deliveries;
    domain::DistrictEditionStore& district_editions;
    domain::DistrictRecipientStore& district_recipients;
    domain::ReadTokenStore& read_tokens;
    domain::SecondFactorStore& second_factors;
    domain::SessionStore& sessions;
    domain::AccountLinkStore& account_links;
    domain::SetupStore& setup;
    domain::AuditLog& audit;
    domain::UserStore& users;
    domain::RetentionLog& retention_log;
};

/// A bounded queue in front of a few threads that may block on the database.
class DatabaseThreads {
public:
    virtual ~DatabaseThreads() = default;
    /// False when the queue is full: answer `busy`. Any thread. A job must not throw.
    [[nodiscard]] virtual bool submit(std::function<void(Ports&)> job) = 0;
};

/// The commit queue: whatever waits is stored in one transaction.
class NoteQueue {
public:
    using Done = std::function<void(Result<domain::DeliveryOutcome>)>;
    virtual ~NoteQueue() = default;
    /// False when the queue is full: answer `busy`. `done` is called once, after COMMIT, on a writer's thread.
    [[nodiscard]] virtual bool submit(domain::Delivery delivery, Done done) = 0;
};

/// Password hashing, bounded and away from the socket thread.
class PasswordThreads {
public:
    virtual ~PasswordThreads() = default;
    /// False when too many hashes wait: answer `busy`. `done` is called once on a hashing thread.
    [[nodiscard]] virtual bool verify(std::string password, std::string hash, std::function<void(bool matches)> done) = 0;
    /// The hash to store of a new password. False when too many wait. `done` is called once on a hashing thread.
    [[nodiscard]] virtual bool hash(std::string password, std::function<void(std::string hash)> done) = 0;
    /// Whether a hash was made with other parameters than those of today. Any thread.
    [[nodiscard]] virtual bool is_outdated(const std::string& hash) const = 0;
    /// A hash no password matches, so that an unknown e-mail takes as long as a known one.
    [[nodiscard]] virtual const std::string& hash_of_nobody() const = 0;
};

/// Stores and catalog, re-read every few seconds.
class DirectorySource {
public:
    virtual ~DirectorySource() = default;
    [[nodiscard]] virtual std::shared_ptr<const domain::Directory> current() const = 0;
};

class LaneTokenCache;

/// What the operator decided about sign-in by a trusted proxy.
struct ProxySignIn {
    std::string email_header;  ///< in lower case; empty: there is none
    std::string secret;        ///< that the proxy shows with it
    bool only = false;         ///< there is no other sign-in on pages and for people's scripts
    std::string sign_out_url;  ///< where the proxy's own sign-in ends, or empty
};

/// What the operator decided about sign-in.
struct SignInRules {
    bool second_factor_required = false;  ///< of everyone but demo accounts; else it is offered
    std::string seal_key;                 ///< of second factors at rest: 32 bytes, or empty for none
    std::string message_domain;           ///< right of the @ in the Message-IDs of links that set a password
    ProxySignIn proxy{};
};

struct Environment {
    DatabaseThreads& database;         ///< role web
    DatabaseThreads& ingest_database;  ///< role ingest: lane tokens and contact
    NoteQueue& notes;
    PasswordThreads& passwords;
    const DirectorySource& directory;
    LaneTokenCache& lane_tokens;
    std::function<Instant()> now;
    std::function<bool()> ready;                                               ///< the database has answered lately
    std::function<void(const std::vector<NoteResult>&)> on_results;            ///< for metrics
    std::function<void(const std::string& store, int lane)> on_cloned_outbox;  ///< two terminals share one disk image
    std::function<void(std::size_t)> on_unplaced_hours;  ///< hours of transactions without a day; for metrics
    SignInRules sign_in{};
    std::shared_ptr<SignInThrottle> throttle = std::make_shared<SignInThrottle>();
    std::shared_ptr<CallerLimits> limits = std::make_shared<CallerLimits>(CallerRates{});
    std::function<void()> on_mail = [] {};  ///< a mail was put into the outbox
    /// An entry of the audit log that goes with no change could not be written; for log and metrics. Any thread.
    std::function<void(const domain::AuditEntry&)> on_audit_failed = [](const domain::AuditEntry&) {};
};

}  // namespace tillnote::routes
