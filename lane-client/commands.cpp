#include "lane-client/commands.hpp"

#include "lane-client/agent_client.hpp"
#include "lane-client/direct_outbox.hpp"
#include "lane-client/flushing.hpp"
#include "lane-client/http_token.hpp"
#include "lane-client/lane_status.hpp"
#include "lane-client/randomness.hpp"
#include "lane-client/scan_text.hpp"
#include "lane-client/transactions.hpp"

#include <cstdio>

namespace tillnote::lane {
namespace {

int fail(const Error& error) {
    std::fprintf(stderr, "tillnote-lane: %s\n", error.detail.c_str());
    return 1;
}

int print_id(const Uuid& id) {
    std::printf("%s\n", id.to_string().c_str());
    return 0;
}

/// For the lane's displays, where an agent runs. Enrolling goes on without.
bool tell_code(const StateFolder& folder, const std::optional<std::string>& code) {
    AgentRequest request;
    request.kind = AgentRequest::Kind::enrolling;
    request.code = code;
    auto told = ask_agent(folder.socket_file(), request);
    return told && *told;
}

/// For requests that are answered with nothing but success.
int ask_and_end(const std::filesystem::path& state, const AgentRequest& request) {
    auto folder = StateFolder::open(state);
    if (!folder) {
        return fail(folder.error());
    }
    const SystemClock clock;
    const AgentAnswer answer = ask_or_serve(*folder, clock, request);
    return answer.error ? fail(*answer.error) : 0;
}

}  // namespace

int run_enrol(const std::filesystem::path& state, const EnrolOptions& options) {
    auto folder = StateFolder::open(state);
    if (!folder) {
        return fail(folder.error());
    }
    bool told_code = false;
    const auto show = [&](const std::string& code) {
        std::printf("code %s\n", code.c_str());
        std::fflush(stdout);
        told_code = tell_code(*folder, code);
    };
    const auto tell_turn = [] {
        std::fprintf(
            stderr,
            "tillnote-lane: the server lets only so many terminals of one address join at once. Leave this running: "
            "it waits for its turn, at most 10 minutes.\n");
    };
    auto made = enrol(*folder, options, show, tell_turn);
    if (!made) {
        if (told_code) {
            tell_code(*folder, std::nullopt);
        }
        return fail(made.error());
    }
    auto told = ask_agent(folder->socket_file(), AgentRequest{AgentRequest::Kind::reload});
    if (!told) {
        std::fprintf(stderr, "tillnote-lane: enrolled, but the running agent does not listen: restart it.\n");
    }
    std::fprintf(stderr, "enrolled for store %s, lane %lld\n", made->store.c_str(), static_cast<long long>(made->lane));
    return 0;
}

int run_agent_command(const std::filesystem::path& state, const AgentOptions& options) {
    auto folder = StateFolder::open(state);
    if (!folder) {
        return fail(folder.error());
    }
    const SystemClock clock;
    auto done = run_agent(*folder, clock, options);
    return done ? 0 : fail(done.error());
}

int run_tap(const std::filesystem::path& state, const TapRequest& request) {
    if (request.reason == undo_code) {
        return run_undo(state);
    }
    // Before the folder, the socket and the disk: a mistyped tap touches nothing.
    if (auto sound = check_tap(TapRequest{request.reason, request.transaction, std::nullopt, request.source}, {}); !sound) {
        return fail(sound.error());
    }
    auto folder = StateFolder::open(state);
    if (!folder) {
        return fail(folder.error());
    }
    const SystemClock clock;
    AgentRequest asked;
    asked.kind = AgentRequest::Kind::tap;
    asked.tap = request;
    const AgentAnswer answer = ask_or_serve(*folder, clock, asked);
    if (answer.error || !answer.outcome) {
        return fail(answer.error.value_or(Error{ErrorCode::internal, "The agent gave no note id.", {}}));
    }
    if (answer.outcome->repeat) {
        std::fprintf(stderr, "tillnote-lane: the same tap within 5 seconds is one note; this is the first one's id\n");
    }
    return print_id(answer.outcome->note_id);
}

int run_undo(const std::filesystem::path& state) {
    auto folder = StateFolder::open(state);
    if (!folder) {
        return fail(folder.error());
    }
    const SystemClock clock;
    AgentRequest asked;
    asked.kind = AgentRequest::Kind::undo;
    asked.undo_id = make_random_id();
    const AgentAnswer answer = ask_or_serve(*folder, clock, asked);
    if (answer.error || !answer.outcome) {
        return fail(answer.error.value_or(Error{ErrorCode::internal, "The agent gave no note id.", {}}));
    }
    return print_id(answer.outcome->note_id);
}

int run_scan(const std::filesystem::path& state, const std::string& text) {
    ScannedText scanned = parse_scan(text);
    switch (scanned.kind) {
        case ScannedText::Kind::ignored:
            break;
        case ScannedText::Kind::undo:
            return run_undo(state);
        case ScannedText::Kind::tap:
            return run_tap(state, {std::move(scanned.reason), std::nullopt, std::nullopt, Source::scan});
    }
    return 0;
}

int run_begin(const std::filesystem::path& state, const std::string& transaction) {
    // Before the folder, the socket and the disk: a mistyped key touches nothing.
    if (auto sound = check_transaction_key(transaction); !sound) {
        return fail(sound.error());
    }
    AgentRequest asked;
    asked.kind = AgentRequest::Kind::begin;
    asked.transaction = transaction;
    return ask_and_end(state, asked);
}

int run_end(const std::filesystem::path& state) {
    return ask_and_end(state, AgentRequest{AgentRequest::Kind::end});
}

int run_http_token(const std::filesystem::path& state) {
    auto folder = StateFolder::open(state);
    if (!folder) {
        return fail(folder.error());
    }
    auto token = get_http_token(*folder);
    if (!token) {
        return fail(token.error());
    }
    std::printf("%s\n", token->c_str());
    return 0;
}

int run_status(const std::filesystem::path& state, bool json) {
    auto folder = StateFolder::open(state);
    if (!folder) {
        return fail(folder.error());
    }
    const SystemClock clock;
    auto status = get_status(*folder, clock);
    if (!status) {
        return fail(status.error());
    }
    std::printf("%s\n", (json ? to_json(*status) : to_text(*status)).c_str());
    return 0;
}

int run_flush(const std::filesystem::path& state, std::chrono::milliseconds timeout) {
    auto folder = StateFolder::open(state);
    if (!folder) {
        return fail(folder.error());
    }
    const SystemClock clock;
    auto flushed = flush(*folder, clock, timeout);
    return flushed ? 0 : fail(flushed.error());
}

}  // namespace tillnote::lane
