#include "lane-client/agent_desk.hpp"

#include "lane-client/back_off.hpp"
#include "lane-client/lane_desk.hpp"
#include "lane-client/lane_status.hpp"
#include "lane-client/remark_key.hpp"

#include <algorithm>
#include <cstdio>

namespace tillnote::lane {

using Kind = AgentRequest::Kind;

namespace {

const std::string& find_token(const Enrolments& enrolments) {
    static const std::string none;
    const LaneEnrolment* current = enrolments.current();
    return current == nullptr ? none : current->token;
}

}  // namespace

/// The first revision is the time, so that a display which knew an agent before this one is not told that nothing is new.
AgentDesk::AgentDesk(OutboxAccess& outbox, Forwarding& forwarding, const Clock& clock, LoopAlarm& alarm)
    : outbox_(outbox),
      forwarding_(forwarding),
      clock_(clock),
      alarm_(alarm),
      revision_(std::max<std::int64_t>(1, clock.now().wall.time_since_epoch().count())),
      asking_(outbox, clock, random_fraction) {
    asking_.begin_anew();
}

AgentAnswer AgentDesk::serve(const AgentRequest& request) {
    stale_ = true;
    if (request.kind == Kind::reload) {
        forwarding_.reload();
        code_.reset();
    }
    if (request.kind == Kind::enrolling) {
        return show_code(request);
    }
    if (request.kind == Kind::message_seen) {
        return note_seen(request.message_id);
    }
    if (request.kind == Kind::answer || request.kind == Kind::not_asked) {
        return decide(request);
    }
    const auto catalog = forwarding_.catalog();
    const auto enrolments = forwarding_.enrolments();
    const LaneRules rules = make_rules(catalog.get(), *enrolments);
    AgentAnswer answer = serve_request(request, outbox_, clock_, rules);
    ask_after(request, answer, {rules, find_token(*enrolments), asks_are_seen_()});
    answer.refused = forwarding_.refused();
    if (answer.outcome && !answer.outcome->repeat) {
        forwarding_.wake();
    }
    if (request.kind == Kind::hurry) {
        forwarding_.hurry();
    }
    return answer;
}

/// A request that was served may lead to an ask, or end the one that is shown.
void AgentDesk::ask_after(const AgentRequest& request, const AgentAnswer& answer, const Asking::Lane& lane) {
    if (answer.error) {
        return;
    }
    const auto now = std::chrono::steady_clock::now();
    const bool was_shown = asking_.shown().has_value();
    if (request.kind == Kind::begin) {
        asking_.begin_transaction(lane, now);
    } else if (request.kind == Kind::end) {
        asking_.end_transaction();
    } else if (is_tap(request) && answer.outcome && !request.tap.transaction) {
        asking_.note_tap(lane, now);
    }
    if (was_shown) {
        // It may have gone away, and then it waits for the server.
        forwarding_.wake();
    }
}

AgentAnswer AgentDesk::decide(const AgentRequest& request) {
    const bool answered = request.kind == Kind::answer;
    auto decided = asking_.decide(request.showing_id, answered ? ShowingOutcome::answered : ShowingOutcome::not_asked,
                                  answered ? std::optional(request.answer) : std::nullopt);
    if (!decided) {
        return failed_answer(decided.error());
    }
    forwarding_.wake();
    return {};
}

std::optional<std::string> AgentDesk::answer(std::string_view line, bool may_wait) {
    auto request = parse_agent_request(line);
    if (!request) {
        return to_line(failed_answer(request.error()));
    }
    if (request->kind == Kind::watch) {
        return watch(*request, may_wait);
    }
    if (request->kind == Kind::catalog) {
        const auto catalog = forwarding_.catalog();
        return R"({"ok":true,"catalog":)" + (catalog ? to_json(*catalog) : "null") + "}";
    }
    return to_line(serve(*request));
}

std::optional<std::string> AgentDesk::watch(const AgentRequest& request, bool may_wait) {
    refresh();
    if (may_wait && request.since == revision_) {
        return std::nullopt;
    }
    return to_line(view_, revision_);
}

AgentAnswer AgentDesk::show_code(const AgentRequest& request) {
    code_ = request.code;
    code_until_ = std::chrono::steady_clock::now() + limits::enrolment_life;
    return {};
}

AgentAnswer AgentDesk::note_seen(const Uuid& message_id) {
    const std::string day = business_day();
    auto noted = outbox_.use([&](Outbox& open) { return open.note_seen(message_id, day); });
    return noted ? AgentAnswer{} : failed_answer(noted.error());
}

std::string AgentDesk::status() {
    const AgentAnswer answer = serve(AgentRequest{});
    LaneStatus status;
    status.pending = answer.counts.pending;
    status.rejected = answer.counts.rejected;
    status.delivered = answer.counts.delivered;
    status.oldest_pending_at = answer.counts.oldest_pending_at;
    status.refused = answer.refused;
    status.server_reachable = forwarding_.reachable();
    const auto enrolments = forwarding_.enrolments();
    if (const LaneEnrolment* current = enrolments->current()) {
        status.store = current->store;
        status.lane = current->lane;
        status.enrolled = !status.refused;
    }
    return to_json(status);
}

void AgentDesk::take_scan(const std::string& text) {
    AgentRequest request;
    request.kind = Kind::scan;
    request.text = text;
    const AgentAnswer answer = serve(request);
    if (answer.error) {
        std::fprintf(stderr, "tillnote-lane: scan: %s\n", answer.error->detail.c_str());
    }
}

std::string AgentDesk::business_day() const {
    const auto catalog = forwarding_.catalog();
    return terminal_business_day(clock_.now(), cutoff_minutes({catalog.get(), {}}));
}

void AgentDesk::refresh() {
    if (!stale_) {
        return;
    }
    stale_ = false;
    LaneView seen = look();
    if (seen != view_) {
        view_ = std::move(seen);
        ++revision_;
    }
}

LaneView AgentDesk::look() {
    LaneView view;
    const auto enrolments = forwarding_.enrolments();
    if (const LaneEnrolment* current = enrolments->current()) {
        view.store = current->store;
        view.lane = current->lane;
    }
    view.refused = forwarding_.refused();
    view.server_reachable = forwarding_.reachable();
    if (const auto catalog = forwarding_.catalog()) {
        view.catalog_version = catalog->version;
    }
    view.code = code_;
    view.ask = asking_.shown();
    view.pending = view_.pending;
    view.rejected = view_.rejected;
    const Moment now = clock_.now();
    const std::string today = business_day();
    auto looked = outbox_.use([&](Outbox& open) -> Result<void> {
        auto waiting = open.count_waiting_and_rejected();
        auto transaction = open.find_transaction();
        auto seen = open.find_seen(today);
        if (!waiting || !transaction || !seen) {
            return !waiting ? waiting.error() : !transaction ? transaction.error() : seen.error();
        }
        view.pending = waiting->pending;
        view.rejected = waiting->rejected;
        view.transaction = is_in_force(*transaction, now);
        view.messages = forwarding_.messages_of(today);
        std::erase_if(view.messages, [&](const LaneMessage& message) {
            return std::find(seen->begin(), seen->end(), message.message_id) != seen->end();
        });
        return {};
    });
    // Trouble with the outbox is told to whoever taps; a display shows the figures that were right last.
    static_cast<void>(looked);
    return view;
}

void AgentDesk::add_to(std::vector<pollfd>& watched) {
    watched.push_back({alarm_.number(), POLLIN, 0});
}

void AgentDesk::handle(std::span<const pollfd> ready) {
    if (ready.front().revents != 0) {
        alarm_.silence();
        stale_ = true;
    }
}

std::optional<LoopSource::Time> AgentDesk::due() const {
    const auto asking = asking_.due();
    if (code_) {
        return asking ? std::min(*asking, code_until_) : code_until_;
    }
    return asking;
}

void AgentDesk::pass(Time now) {
    if (code_ && now >= code_until_) {
        code_.reset();
        stale_ = true;
    }
    if (const auto due = asking_.due(); due && now >= *due) {
        const auto catalog = forwarding_.catalog();
        const auto enrolments = forwarding_.enrolments();
        const LaneRules rules = make_rules(catalog.get(), *enrolments);
        stale_ = asking_.pass({rules, find_token(*enrolments), asks_are_seen_()}, now) || stale_;
        forwarding_.wake();
    }
}

}  // namespace tillnote::lane
