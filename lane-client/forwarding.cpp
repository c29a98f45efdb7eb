#include "lane-client/forwarding.hpp"

#include "lane-client/footprint.hpp"
#include "lane-client/heartbeat.hpp"
#include "lane-client/remark_key.hpp"
#include "lane-client/tapping.hpp"

#include <algorithm>
#include <cstdio>

namespace tillnote::lane {
namespace {

using namespace std::chrono_literals;

constexpr auto heartbeat_every = 60s;
constexpr auto catalog_every = 15min;
constexpr auto tidy_after_activity = 2s;
/// About a megabyte of log before it begins anew.
constexpr int log_pages_max = 250;

/// A tenth either way, so that lanes switched on together drift apart.
std::chrono::milliseconds spread(std::chrono::milliseconds period) {
    const double factor = 0.9 + 0.2 * random_fraction();
    return std::chrono::milliseconds{static_cast<std::int64_t>(factor * static_cast<double>(period.count()))};
}

}  // namespace

Forwarding::Forwarding(OutboxAccess& outbox, const StateFolder& folder, const Clock& clock, std::function<void()> changed)
    : outbox_(outbox),
      folder_(folder),
      clock_(clock),
      changed_outside_(std::move(changed)),
      forwarder_(outbox, clock, BackOff(random_fraction)) {}

Forwarding::~Forwarding() {
    stop();
}

void Forwarding::start() {
    read_state();
    thread_ = std::thread([this] { run(); });
}

void Forwarding::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
        if (server_) {
            server_->cancel();
        }
    }
    changed_.notify_all();
    if (thread_.joinable()) {
        thread_.join();
    }
}

void Forwarding::wake() {
    {
        const std::lock_guard lock(mutex_);
        woken_ = true;
    }
    changed_.notify_one();
}

void Forwarding::hurry() {
    {
        const std::lock_guard lock(mutex_);
        hurried_ = true;
    }
    changed_.notify_one();
}

void Forwarding::reload() {
    read_state();
    {
        const std::lock_guard lock(mutex_);
        reloaded_ = true;
        refused_ = false;
    }
    changed_.notify_one();
}

std::shared_ptr<const LaneCatalog> Forwarding::catalog() const {
    const std::lock_guard lock(mutex_);
    return catalog_.catalog;
}

std::shared_ptr<const Enrolments> Forwarding::enrolments() const {
    const std::lock_guard lock(mutex_);
    return enrolments_;
}

bool Forwarding::refused() const {
    const std::lock_guard lock(mutex_);
    return refused_;
}

bool Forwarding::reachable() const {
    const std::lock_guard lock(mutex_);
    return reachable_;
}

std::vector<LaneMessage> Forwarding::messages_of(const std::string& day) const {
    const std::lock_guard lock(mutex_);
    return day == messages_day_ ? messages_ : std::vector<LaneMessage>{};
}

void Forwarding::set_server(bool refused, bool reachable) {
    {
        const std::lock_guard lock(mutex_);
        if (refused == refused_ && reachable == reachable_) {
            return;
        }
        refused_ = refused;
        reachable_ = reachable;
    }
    changed_outside_();
}

void Forwarding::keep_messages(std::vector<LaneMessage> messages) {
    {
        const std::lock_guard lock(mutex_);
        std::string day = terminal_business_day(clock_.now(), cutoff_minutes({catalog_.catalog.get(), {}}));
        if (messages == messages_ && day == messages_day_) {
            return;
        }
        messages_ = std::move(messages);
        messages_day_ = std::move(day);
    }
    changed_outside_();
}

void Forwarding::read_state() {
    auto read = read_enrolments(folder_);
    auto enrolments = std::make_shared<const Enrolments>(read ? std::move(*read) : Enrolments{});
    auto catalog = read_tagged_catalog(folder_);
    const std::lock_guard lock(mutex_);
    enrolments_ = std::move(enrolments);
    catalog_ = std::move(catalog);
}

/// True when the thread is to end.
bool Forwarding::wait_for_work(std::unique_lock<std::mutex>& lock) {
    const bool enrolled = enrolments_->current() != nullptr;
    const Time due = enrolled ? std::min({heartbeat_due_, catalog_due_, forward_due_, tidy_due_}) : tidy_due_;
    const auto called = [this] { return stopping_ || woken_ || hurried_ || reloaded_; };
    if (due == Time::max()) {
        changed_.wait(lock, called);
    } else {
        changed_.wait_until(lock, due, called);
    }
    const Time now = std::chrono::steady_clock::now();
    if (reloaded_) {
        server_.reset();
        forwarder_.begin_anew();
        backing_off_ = false;
        heartbeat_due_ = catalog_due_ = forward_due_ = now;
    } else if (hurried_ && !(backing_off_ && server_asked_)) {
        forwarder_.begin_anew();
        backing_off_ = false;
        forward_due_ = now;
    } else if (woken_ && !backing_off_) {
        forward_due_ = now;
    }
    if (woken_) {
        tidy_due_ = std::min(tidy_due_, now + tidy_after_activity);
    }
    reloaded_ = hurried_ = woken_ = false;
    return stopping_;
}

void Forwarding::run() {
    std::unique_lock lock(mutex_);
    while (!wait_for_work(lock)) {
        const auto enrolments = enrolments_;
        const LaneEnrolment* enrolment = enrolments->current();
        if (enrolment != nullptr && !server_) {
            connect(*enrolment);
        }
        lock.unlock();
        const Time now = std::chrono::steady_clock::now();
        if (enrolment != nullptr && heartbeat_due_ <= now) {
            beat(*enrolments);
        }
        if (enrolment != nullptr && catalog_due_ <= now) {
            refresh_catalog(*enrolment);
        }
        if (enrolment != nullptr && forward_due_ <= now) {
            forward();
        }
        if (tidy_due_ <= now) {
            tidy();
        }
        lock.lock();
    }
}

/// Called with the mutex held. An address this version does not understand is one that cannot be reached.
void Forwarding::connect(const LaneEnrolment& enrolment) {
    const auto address = parse_server_address(enrolment.server);
    server_ = make_server_link(address ? *address : ServerAddress{true, "invalid.invalid", "443"}, enrolment.certificates);
}

void Forwarding::beat(const Enrolments& enrolments) {
    auto heard = send_heartbeat(*server_, outbox_, clock_, enrolments);
    const Time now = std::chrono::steady_clock::now();
    heartbeat_due_ = now + spread(heartbeat_every);
    if (!heard) {
        const ErrorCode code = heard.error().code;
        if (code == ErrorCode::unauthenticated) {
            set_server(true, true);
        } else if (code == ErrorCode::unreachable || code == ErrorCode::untrusted_server) {
            set_server(refused(), false);
            complain(heard.error());
        }
        return;
    }
    said_.clear();
    set_server(false, true);
    keep_messages(std::move(heard->messages));
    const bool held_back = backing_off_ && server_asked_;
    if (!held_back && (heard->waits_again || backing_off_)) {
        forward_due_ = now;
    }
}

/// Once for each thing that is wrong, for whoever reads the journal.
void Forwarding::complain(const Error& error) {
    if (error.code == ErrorCode::untrusted_server && error.detail != said_) {
        said_ = error.detail;
        std::fprintf(stderr, "tillnote-lane: %s Notes are kept.\n", said_.c_str());
    }
}

void Forwarding::refresh_catalog(const LaneEnrolment& enrolment) {
    std::string known_etag;
    {
        const std::lock_guard lock(mutex_);
        known_etag = catalog_.etag;
    }
    auto fetched = fetch_catalog(*server_, folder_, enrolment.token, known_etag);
    const Time now = std::chrono::steady_clock::now();
    catalog_due_ =
        now + spread(fetched ? std::chrono::milliseconds{catalog_every} : std::chrono::milliseconds{heartbeat_every});
    if (fetched && fetched->fresh.catalog) {
        {
            const std::lock_guard lock(mutex_);
            catalog_ = std::move(fetched->fresh);
        }
        changed_outside_();
    }
    const Instant wall = clock_.now().wall;
    // A pruning that fails has lost nothing; the outbox's own trouble shows at the next tap.
    static_cast<void>(outbox_.use([&](Outbox& outbox) { return outbox.prune(wall); }));
    release_idle_memory();
}

void Forwarding::forward() {
    std::shared_ptr<const Enrolments> enrolments;
    std::shared_ptr<const LaneCatalog> known;
    {
        const std::lock_guard lock(mutex_);
        enrolments = enrolments_;
        known = catalog_.catalog;
    }
    const Forwarder::Step step = forwarder_.step(*server_, *enrolments, known.get());
    const Time now = std::chrono::steady_clock::now();
    backing_off_ = step.outcome == Forwarder::Outcome::waiting;
    server_asked_ = backing_off_ && step.server_asked;
    if (step.outcome != Forwarder::Outcome::idle) {
        set_server(forwarder_.refused(), forwarder_.reached());
    }
    switch (step.outcome) {
        case Forwarder::Outcome::idle:
            forward_due_ = Time::max();
            break;
        case Forwarder::Outcome::progressed:
            forward_due_ = now;
            changed_outside_();
            tidy_due_ = std::min(tidy_due_, now + tidy_after_activity);
            break;
        case Forwarder::Outcome::waiting:
            forward_due_ = now + step.wait;
            break;
    }
}

void Forwarding::tidy() {
    tidy_due_ = Time::max();
    static_cast<void>(outbox_.use([](Outbox& outbox) { return outbox.tidy(log_pages_max); }));
    release_idle_memory();
}

}  // namespace tillnote::lane
