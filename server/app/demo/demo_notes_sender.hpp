#pragma once

#include "schema/wire.hpp"
#include "server/app/demo/demo_chain.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace tillnote::app {

/// Delivers one lane's notes as a lane would: in batches over one kept-alive connection, each attempt with its own
/// sent_at, waiting as Retry-After says. One thread. Blocking.
class DemoNotesSender {
public:
    /// `base_url` without a path. `now` is read at every attempt.
    DemoNotesSender(std::string base_url, std::function<Instant()> now);
    ~DemoNotesSender();
    DemoNotesSender(const DemoNotesSender&) = delete;
    DemoNotesSender& operator=(const DemoNotesSender&) = delete;

    /// Delivers the notes of `lane` with `first_seq` <= seq <= `last_seq` and the undos that void them; every one must
    /// come back as stored or existing. Gives up on a batch after `patience`.
    /// Errors: unavailable (no answer within the patience), impossible_value (the server refused or quarantined
    /// something, or answered what a lane does not expect).
    [[nodiscard]] Result<void> send(const DemoLane& lane, const std::string& token, std::int64_t first_seq,
                                    std::int64_t last_seq);

    static constexpr std::chrono::seconds patience{60};

private:
    struct Connection;

    [[nodiscard]] Result<void> deliver(NotesRequest& request, const std::string& token);

    std::function<Instant()> now_;
    std::unique_ptr<Connection> connection_;
};

}  // namespace tillnote::app
