#pragma once

#include "lane-client/clock.hpp"
#include "lane-client/outbox.hpp"

#include <filesystem>
#include <functional>
#include <optional>

namespace tillnote::lane {

/// How anything reaches the outbox: opened, healed, and for this caller alone while `work` runs.
class OutboxAccess {
public:
    virtual ~OutboxAccess() = default;

    /// Runs `work` once; a second time after it met damage that could be healed. What `work` changes, it changes in
    /// transactions. Errors: those of `work`; disk_full, outbox_unusable.
    [[nodiscard]] virtual Result<void> use(const std::function<Result<void>(Outbox&)>& work) = 0;
};

/// Opens the outbox when it is needed and decides what a failure means for the file. Not thread-safe; the caller holds
/// the OutboxLock.
class OutboxKeeper final : public OutboxAccess {
public:
    /// `clock` must outlive the keeper.
    OutboxKeeper(std::filesystem::path outbox_file, const Clock& clock, const char* vfs = nullptr);

    [[nodiscard]] Result<void> use(const std::function<Result<void>(Outbox&)>& work) override;

    /// Closes the file; the next use opens it again.
    void close() noexcept { outbox_.reset(); }

private:
    [[nodiscard]] Result<void> open();
    [[nodiscard]] Result<void> heal(Trouble trouble);
    [[nodiscard]] std::filesystem::path suspect_mark() const;

    std::filesystem::path outbox_file_;
    const Clock& clock_;
    const char* vfs_;
    std::optional<Outbox> outbox_;
};

}  // namespace tillnote::lane
