#pragma once

#include "server/app/database_ports.hpp"
#include "server/routes/make_id.hpp"
#include "server/routes/secrets.hpp"
#include "tests/support/running_service.hpp"

#include <gtest/gtest.h>

namespace tillnote::test {

/// A person of RunningService with the page cookie, as a browser has it.
struct PageSession {
    PageSession(RunningService& running, RecordingClient& with, const std::string& role) : client(with) {
        app::DatabasePorts ports(running.config().database_migrate);
        const auto account = ports.accounts.find_account(role + "@test.example");
        EXPECT_TRUE(account && *account);
        const auto token = routes::make_secret();
        csrf = routes::make_secret();
        EXPECT_TRUE(ports.accounts.add_session({.session_id = routes::make_random_id(),
                                                .token_hash = routes::hash_secret(token),
                                                .csrf_token = csrf,
                                                .account_id = (*account)->account_id,
                                                .by_cookie = true,
                                                .created_at = now(),
                                                .last_used_at = now(),
                                                .expires_at = now() + std::chrono::hours(1),
                                                .idle_max = std::chrono::seconds(0)}));
        cookie = "tillnote_session=" + token;
    }

    Answer get(const std::string& path) { return client.get(path, {{"Cookie", cookie}}); }
    /// `fields` are urlencoded, without the form's token.
    Answer post(const std::string& path, const std::string& fields) { return post(path, fields, csrf); }
    Answer post(const std::string& path, const std::string& fields, const std::string& token) {
        return client.send("POST", path, {{"Cookie", cookie}, {"Content-Type", "application/x-www-form-urlencoded"}},
                           fields + "&csrf_token=" + token);
    }

    /// Whether the page at `path` is there and holds `text`.
    bool shows(const std::string& path, const std::string& text) {
        const auto answer = get(path);
        EXPECT_EQ(answer.status, 200) << answer.body;
        return answer.body.find(text) != std::string::npos;
    }

    RecordingClient& client;
    std::string cookie;
    std::string csrf;
};

}  // namespace tillnote::test
