#include "lane-client/enrolling.hpp"

#include "lane-client/catalog_cache.hpp"
#include "lane-client/randomness.hpp"
#include "lane-client/verdict.hpp"
#include "schema/limits.hpp"
#include "schema/wire.hpp"

#include <algorithm>
#include <system_error>
#include <thread>
#include <utility>

#include <unistd.h>

namespace tillnote::lane {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds poll_min{100};
constexpr std::chrono::milliseconds poll_max{30'000};
constexpr std::chrono::seconds patience{10};
constexpr std::chrono::milliseconds retry_first{100};
constexpr std::chrono::milliseconds retry_last{1000};
constexpr std::size_t device_characters_max = 64;
constexpr std::size_t token_characters_max = 256;

std::string device_name() {
    char name[device_characters_max + 1] = {};
    if (::gethostname(name, sizeof name - 1) != 0 || name[0] == '\0') {
        return "lane";
    }
    return name;
}

/// Right after a store or lane was made, or the database started, a server is not ready for a second or two. Somebody
/// stands at the lane and waits, so this asks again for a while instead of saying "try again". When too many terminals of
/// one address ask to join at once, each gets its turn: that may take longer, and whoever waits is told.
class PatientServer final : public Server {
public:
    PatientServer(Server& server, const std::function<void()>& tell_turn, Clock::time_point last)
        : server_(server), tell_turn_(tell_turn), last_(last) {}

    Result<HttpAnswer> exchange(const HttpCall& call) override {
        auto deadline = Clock::now() + patience;
        for (auto wait = retry_first;; wait = std::min(wait * 2, retry_last)) {
            auto answer = server_.exchange(call);
            const bool again = answer ? is_busy(*answer) : answer.error().code == ErrorCode::unreachable;
            const std::chrono::milliseconds asked =
                answer ? answer->retry_after.value_or(std::chrono::seconds{0}) : std::chrono::seconds{0};
            const bool in_turn = answer && answer->status == too_many_requests && call.method == "POST";
            if (in_turn) {
                deadline = last_;
            }
            const auto next = Clock::now() + std::max(wait, asked);
            if (!again || next >= deadline) {
                return answer;
            }
            if (in_turn && !std::exchange(told_, true)) {
                tell_turn_();
            }
            std::this_thread::sleep_until(next);
        }
    }
    void cancel() noexcept override { server_.cancel(); }

private:
    static constexpr int too_many_requests = 429;

    Server& server_;
    const std::function<void()>& tell_turn_;
    const Clock::time_point last_;  ///< nobody waits for a turn after it
    bool told_ = false;
};

Result<EnrolmentStarted> ask_for_code(Server& server, const Enrolments& enrolments) {
    EnrolmentRequest request{device_name(), std::nullopt};
    if (const LaneEnrolment* current = enrolments.current()) {
        request.previous_token = current->token;
    }
    auto answer = server.exchange({"POST", "/v1/enrolments", {}, {}, to_json(request)});
    if (!answer) {
        return answer.error();
    }
    if (answer->status < 200 || answer->status > 299 || answer->content_type != "application/json") {
        return not_tillnote(*answer);
    }
    return parse_enrolment_started(answer->body);
}

/// Asks until there is a decision, or `deadline`. A lost or strange answer is asked for again: the code has been shown
/// already.
Result<EnrolmentAnswer> wait_for_approval(Server& server, const EnrolmentStarted& started, Clock::time_point deadline) {
    std::chrono::milliseconds interval{started.interval_ms};
    const HttpCall call{"GET", "/v1/enrolments/" + started.enrolment_id.to_string(), started.secret, {}, {}};
    while (Clock::now() < deadline) {
        std::this_thread::sleep_for(std::clamp(interval, poll_min, poll_max));
        auto answer = server.exchange(call);
        if (!answer) {
            if (answer.error().code == ErrorCode::untrusted_server) {
                return answer.error();
            }
            continue;
        }
        if (answer->status == 404 || answer->status == 409) {
            return Error{ErrorCode::enrolment_over, "This enrolment has ended. Start again with tillnote-lane enrol.", {}};
        }
        auto decided = answer->status == 200 ? parse_enrolment_answer(answer->body) : Result<EnrolmentAnswer>(Error{});
        if (!decided) {
            continue;
        }
        switch (decided->state) {
            case EnrolmentState::pending:
            case EnrolmentState::slow_down:
                interval = decided->interval_ms > 0 ? std::chrono::milliseconds{decided->interval_ms} : interval;
                break;
            case EnrolmentState::denied:
                return Error{ErrorCode::enrolment_over, "The manager denied this lane. Ask why, then enrol again.", {}};
            case EnrolmentState::expired:
                return Error{
                    ErrorCode::enrolment_over, "The code has expired. Enrol again and have it approved in 10 minutes.", {}};
            case EnrolmentState::approved:
                if (decided->token && decided->store && decided->lane) {
                    return decided;
                }
                break;
        }
    }
    return Error{ErrorCode::enrolment_over, "Nobody approved the code within 10 minutes. Enrol again.", {}};
}

Result<std::string> read_token(const std::string& file) {
    const auto read = read_small_file(file);
    const std::optional<std::string> text = read ? *read : std::nullopt;
    if (!text) {
        return Error{ErrorCode::usage,
                     "Cannot read the token file " + file + ". The owner of the state folder has to be able to.",
                     {}};
    }
    std::string token = *text;
    const auto is_space = [](char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; };
    while (!token.empty() && is_space(token.back())) {
        token.pop_back();
    }
    const bool sound =
        !token.empty() && token.size() <= token_characters_max && std::all_of(token.begin(), token.end(), [](char c) {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
        });
    if (!sound) {
        return Error{ErrorCode::usage, "The file " + file + " does not hold one lane token.", {}};
    }
    return token;
}

/// Keeps a private copy, so that the lane does not depend on where the file came from.
Result<std::string> keep_certificates(const StateFolder& folder, const std::string& file) {
    if (file.empty()) {
        return std::string();
    }
    const auto read = read_small_file(file);
    const std::optional<std::string> text = read ? *read : std::nullopt;
    if (!text) {
        return Error{ErrorCode::usage,
                     "Cannot read the certificates in " + file + ". The owner of the state folder has to be able to.",
                     {}};
    }
    if (auto kept = write_small_file(folder.certificates_file(), *text); !kept) {
        return kept.error();
    }
    return folder.certificates_file().string();
}

Result<LaneEnrolment> enrol_by_token(Server& server, const StateFolder& folder, const std::string& token_file) {
    auto token = read_token(token_file);
    if (!token) {
        return token.error();
    }
    auto fetched = fetch_catalog(server, folder, *token, {});
    if (!fetched) {
        if (fetched.error().code == ErrorCode::unauthenticated) {
            return Error{
                ErrorCode::unauthenticated, "The server refuses the token in " + token_file + ". Issue a new one.", {}};
        }
        return fetched.error();
    }
    // The token's own enrolment id is not told, so batches leave it out; the key only ties notes to this entry.
    const LaneCatalog& catalog = *fetched->fresh.catalog;
    return LaneEnrolment{make_random_id(), false, {}, *token, catalog.store, catalog.lane, {}};
}

/// `polled` is asked again by wait_for_approval itself.
Result<LaneEnrolment> enrol_by_code(Server& server, Server& polled, const Enrolments& enrolments, Clock::time_point last,
                                    const std::function<void(const std::string& code)>& show) {
    auto started = ask_for_code(server, enrolments);
    if (!started) {
        return started.error();
    }
    show(started->code);
    auto decided = wait_for_approval(polled, *started, last);
    if (!decided) {
        return decided.error();
    }
    // All three come with `approved`: the parser refuses the answer otherwise.
    return LaneEnrolment{started->enrolment_id,     true, {}, decided->token.value_or(""), decided->store.value_or(""),
                         decided->lane.value_or(0), {}};
}

}  // namespace

Result<LaneEnrolment> enrol(const StateFolder& folder, const EnrolOptions& options,
                            const std::function<void(const std::string& code)>& show,
                            const std::function<void()>& tell_turn) {
    auto address = parse_server_address(options.url);
    auto enrolments = read_enrolments(folder);
    if (!address || !enrolments) {
        return address ? enrolments.error() : address.error();
    }
    const auto link = make_server_link(*address, options.certificates);
    const auto last = Clock::now() + limits::enrolment_life;
    PatientServer server(*link, tell_turn, last);
    auto made = options.token_file.empty() ? enrol_by_code(server, *link, *enrolments, last, show)
                                           : enrol_by_token(server, folder, options.token_file);
    if (!made) {
        return made;
    }
    auto certificates = keep_certificates(folder, options.certificates);
    if (!certificates) {
        return certificates.error();
    }
    made->server = address->to_string();
    made->certificates = *certificates;
    enrolments->list.push_back(*made);
    if (auto kept = write_enrolments(folder, *enrolments); !kept) {
        return kept.error();
    }
    if (options.token_file.empty()) {
        // Another store's reasons must not outlive the move; where the new ones cannot be had now, the agent fetches them.
        std::error_code ignored;
        std::filesystem::remove(folder.catalog_file(), ignored);
        static_cast<void>(fetch_catalog(server, folder, made->token, {}));
    }
    return made;
}

}  // namespace tillnote::lane
