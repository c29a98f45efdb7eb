#pragma once

#include "server/app/database_ports.hpp"
#include "server/routes/environment.hpp"

#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

namespace tillnote::app {

/// Builds the directory from the database as it is good for requests at `now` and soon after. Errors: those of the ports;
/// invalid_field for a zone this machine lacks.
[[nodiscard]] Result<std::shared_ptr<const domain::Directory>> load_directory(const routes::Ports& ports, Instant now);

/// Re-reads all of it every `interval` on a thread of its own, and swaps the directory only when
/// something changed. Also the service's view of whether the database answers.
class DirectoryRefresher : public routes::DirectorySource {
public:
    using PortsMaker = std::function<std::unique_ptr<DatabasePorts>()>;
    /// Something to be read at the start, beside the directory.
    using FirstReading = std::function<Result<void>(const routes::Ports&)>;
    static constexpr std::chrono::milliseconds interval{1'000};
    static constexpr std::chrono::minutes first_pause{1};  ///< after a first reading that failed
    static constexpr std::chrono::milliseconds stale_after{5'000};

    /// `first` is called on the thread before a reading, until it succeeds once; after a failure not before first_pause.
    DirectoryRefresher(PortsMaker make_ports, std::function<Instant()> now, FirstReading first);
    ~DirectoryRefresher() override;

    [[nodiscard]] std::shared_ptr<const domain::Directory> current() const override;
    /// Whether the database has answered lately.
    [[nodiscard]] bool fresh() const;
    void stop();

private:
    void run();
    void read_first(const routes::Ports& ports);
    void refresh(const routes::Ports& ports);

    const PortsMaker make_ports_;
    const std::function<Instant()> now_;
    FirstReading first_;    ///< of the thread; empty once it is done
    Instant first_from_{};  ///< of the thread; not before then
    mutable std::mutex mutex_;
    std::condition_variable stopped_;
    std::shared_ptr<const domain::Directory> directory_ = std::make_shared<const domain::Directory>();
    Instant read_at_{};
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace tillnote::app
