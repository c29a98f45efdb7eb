#pragma once

#include "schema/wire.hpp"
#include "server/app/service.hpp"
#include "tests/support/recording_client.hpp"
#include "tests/support/temporary_postgres.hpp"

#include <functional>
#include <memory>
#include <string>

namespace tillnote::test {

/// The whole service on a database of its own, with two districts, three stores, the grocery catalog and one account per
/// role. Password of every account: `password`.
class RunningService {
public:
    static constexpr const char* password = "correct horse battery staple";

    RunningService();
    /// After `change` was made to the configuration; without it a second factor is offered, not required.
    explicit RunningService(const std::function<void(app::Config&)>& change);
    ~RunningService();

    [[nodiscard]] std::string url() const;
    [[nodiscard]] const app::Config& config() const { return config_; }
    [[nodiscard]] app::Service& service() { return *service_; }
    /// The cluster all services of this test program share.
    static TemporaryPostgres& postgres();
    [[nodiscard]] const std::string& database() const { return database_; }

    /// A fresh token of a lane; the lane is made when not yet known.
    std::string lane_token(const std::string& store, int lane) const;
    /// A fresh bearer token of one of the accounts: "manager" (of oak-street), "district" (north), "chain", "admin".
    std::string bearer_of(const std::string& role) const;
    /// The business day of oak-street that is open now, `days` later, as YYYY-MM-DD.
    std::string in_days(int days) const;
    /// One value, as text, read with every privilege.
    std::string query(const std::string& sql);

    void stop();
    void start();

private:
    std::string database_;
    app::Config config_;
    std::unique_ptr<app::Service> service_;
};

/// A request with fresh ids. `seq` counts within `outbox`.
struct NoteMaker {
    Uuid outbox_id;
    std::int64_t next_seq = 1;

    NoteMaker();
    Note note(const std::string& reason);
    NotesRequest request(std::vector<Note> notes) const;
};

[[nodiscard]] Uuid fresh_id();
[[nodiscard]] Uuid fresh_note_id();
[[nodiscard]] Instant now();

}  // namespace tillnote::test
