#pragma once

#include "server/domain/alert_raiser.hpp"

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

namespace tillnote::app {

/// Raises alerts when they are due and hands each to delivery. One thread, one connection. It remembers nothing: around
/// `raise_alerts` there is only a dumb loop, and several servers may run it at once.
class AlertWorker {
public:
    using RaiserMaker = std::function<std::unique_ptr<domain::AlertRaiser>()>;
    /// Hands one alert to delivery, in whose outbox it then is; false: not now, try again. May come again for the same alert
    /// after a crash or from another server, so what it adds must be keyed by the alert.
    using OnRaised = std::function<bool(const std::string& store, const Uuid& alert_id)>;

    /// `on_raised` may be empty: then alerts stand on the page only.
    AlertWorker(RaiserMaker make_raiser, std::function<Instant()> now, OnRaised on_raised);
    ~AlertWorker();

    void stop();

private:
    void run();

    const RaiserMaker make_raiser_;
    const std::function<Instant()> now_;
    const OnRaised on_raised_;
    std::mutex mutex_;
    std::condition_variable changed_;
    bool stopping_ = false;
    std::thread thread_;
};

/// One look: raises what is due at `now`, and hands over what was not yet. Returns whether there may be more at once.
[[nodiscard]] bool raise_alerts(domain::AlertRaiser& raiser, Instant now, const AlertWorker::OnRaised& on_raised);

}  // namespace tillnote::app
