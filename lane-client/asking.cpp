#include "lane-client/asking.hpp"

#include "lane-client/ask_draw.hpp"
#include "lane-client/randomness.hpp"
#include "lane-client/remark_key.hpp"

#include <algorithm>
#include <vector>

namespace tillnote::lane {
namespace {

/// A customer who was tapped stands for about so many who were not.
constexpr double customers_per_tapped = 20;
constexpr std::chrono::minutes random_after_min{1};
constexpr std::chrono::minutes random_after_max{30};
/// Showings that wait for the server; then nothing is asked until some have been delivered.
constexpr std::int64_t showings_max = 10'000;

}  // namespace

Asking::Asking(OutboxAccess& outbox, const Clock& clock, std::function<double()> fraction)
    : outbox_(outbox), clock_(clock), fraction_(std::move(fraction)) {}

void Asking::begin_anew() {
    shown_.reset();
    // Trouble with the outbox is told to whoever taps; what stays open here is closed with the next showing.
    static_cast<void>(outbox_.use([](Outbox& open) { return open.expire_showings(); }));
}

std::vector<const LaneAsk*> Asking::find_running(const LaneRules& rules) const {
    std::vector<const LaneAsk*> running;
    if (rules.catalog != nullptr) {
        const Moment now = clock_.now();
        const std::string today = terminal_business_day(now, cutoff_minutes(rules));
        for (const LaneAsk& ask : rules.catalog->asks) {
            if (runs_at(ask, now.wall, today)) {
                running.push_back(&ask);
            }
        }
    }
    return running;
}

void Asking::begin_transaction(const Lane& lane, Time now) {
    last_transaction_ = now;
    random_at_.reset();
    std::string remark_key;
    std::vector<Uuid> asked;
    auto looked = outbox_.use([&](Outbox& open) -> Result<void> {
        auto current = open.find_transaction();
        if (!current || !*current) {
            return current ? Result<void>{} : Result<void>(current.error());
        }
        remark_key = (*current)->remark_key;
        auto earlier = open.find_asked(remark_key);
        if (!earlier) {
            return earlier.error();
        }
        asked = std::move(*earlier);
        return {};
    });
    // The same transaction, said again, keeps what it is being asked; another one ends it.
    if (shown_ && (!shown_->with_transaction || shown_to_ != remark_key)) {
        expire();
    }
    if (!looked || remark_key.empty() || !asked.empty() || !lane.watched || lane.token.empty()) {
        return;
    }
    const std::string key = make_draw_key(lane.token);
    for (const LaneAsk* ask : find_running(lane.rules)) {
        if (is_drawn(key, ask->ask_id, remark_key, ask->one_in)) {
            return show(*ask, lane, remark_key, now);
        }
    }
}

void Asking::end_transaction() {
    if (shown_ && shown_->with_transaction) {
        expire();
    }
}

void Asking::note_tap(const Lane& lane, Time now) {
    const bool tells_transactions = last_transaction_ && now - *last_transaction_ < transaction_reach;
    const bool same_customer = last_customer_ && now - *last_customer_ < limits::remark_key_life;
    if (tells_transactions || same_customer) {
        return;
    }
    last_customer_ = now;
    const auto running = find_running(lane.rules);
    if (random_at_ || running.empty()) {
        return;
    }
    const std::int64_t one_in = running.front()->one_in;
    if (fraction_() * static_cast<double>(one_in) < customers_per_tapped) {
        const std::chrono::duration<double> range = random_after_max - random_after_min;
        random_at_ = now + random_after_min + std::chrono::duration_cast<Time::duration>(fraction_() * range);
    }
}

void Asking::show_at_random(const Lane& lane, Time now) {
    const auto running = find_running(lane.rules);
    if (shown_ || running.empty() || !lane.watched) {
        return;
    }
    const auto at = static_cast<std::size_t>(fraction_() * static_cast<double>(running.size()));
    show(*running[std::min(at, running.size() - 1)], lane, {}, now);
}

void Asking::show(const LaneAsk& ask, const Lane& lane, const std::string& remark_key, Time now) {
    StoredShowing stored;
    stored.showing.showing_id = make_random_id();
    stored.showing.ask_id = ask.ask_id;
    stored.showing.shown_at = clock_.now().wall;
    stored.showing.with_transaction = !remark_key.empty();
    stored.enrolment = lane.rules.enrolment;
    stored.remark_key = remark_key;
    bool has_room = false;
    auto kept = outbox_.use([&](Outbox& open) -> Result<void> {
        if (auto expired = open.expire_showings(); !expired) {
            return expired;
        }
        auto waiting = open.count_open_showings();
        if (!waiting) {
            return waiting.error();
        }
        has_room = *waiting < showings_max;
        return has_room ? open.append_showing(stored, lane.rules.same_store) : Result<void>{};
    });
    if (kept && has_room) {
        shown_ = ShownAsk{stored.showing.showing_id, ask, stored.showing.with_transaction};
        shown_to_ = remark_key;
        shown_until_ = now + ask_shown_for;
    }
}

void Asking::expire() {
    shown_.reset();
    static_cast<void>(outbox_.use([](Outbox& open) { return open.expire_showings(); }));
}

Result<void> Asking::decide(const Uuid& showing_id, ShowingOutcome outcome, const std::optional<std::string>& answer) {
    const bool is_shown = shown_ && shown_->showing_id == showing_id;
    if (is_shown && answer) {
        const auto& answers = shown_->ask.answers;
        if (std::none_of(answers.begin(), answers.end(), [&](const AskAnswer& one) { return one.answer == *answer; })) {
            return Error{ErrorCode::invalid_field, "Nothing was saved: this is not one of the answers of the ask.",
                         "/answer"};
        }
    }
    bool known = false;
    auto decided = outbox_.use([&](Outbox& open) -> Result<void> {
        auto done = open.decide_showing(showing_id, outcome, answer);
        if (!done) {
            return done.error();
        }
        known = *done;
        return {};
    });
    if (!decided) {
        return decided;
    }
    if (is_shown) {
        shown_.reset();
    }
    return known
               ? Result<void>{}
               : Result<void>(Error{ErrorCode::impossible_value,
                                    "Nothing was saved: this ask is no longer shown. Go on with the sale.", "/showing_id"});
}

std::optional<Asking::Time> Asking::due() const {
    if (shown_) {
        return random_at_ ? std::min(*random_at_, shown_until_) : shown_until_;
    }
    return random_at_;
}

bool Asking::pass(const Lane& lane, Time now) {
    bool changed = false;
    if (shown_ && now >= shown_until_) {
        expire();
        changed = true;
    }
    if (random_at_ && now >= *random_at_) {
        random_at_.reset();
        show_at_random(lane, now);
        changed = true;
    }
    return changed;
}

}  // namespace tillnote::lane
