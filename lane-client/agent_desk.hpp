#pragma once

#include "lane-client/agent_loop.hpp"
#include "lane-client/agent_protocol.hpp"
#include "lane-client/asking.hpp"
#include "lane-client/clock.hpp"
#include "lane-client/forwarding.hpp"
#include "lane-client/lane_view.hpp"
#include "lane-client/loop_alarm.hpp"
#include "lane-client/outbox_keeper.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace tillnote::lane {

/// What the running agent does with a request, however it came: by the unix socket, the scanner, or HTTP; and what its
/// displays see. Of the loop's thread alone; goes before the sources that ask it.
class AgentDesk final : public LoopSource {
public:
    /// All must outlive the desk. `alarm` rings when something has changed that `forwarding` knows.
    AgentDesk(OutboxAccess& outbox, Forwarding& forwarding, const Clock& clock, LoopAlarm& alarm);

    /// `is_seen` tells whether some display would show an ask now; before it is set, none would. It must stay good as long
    /// as requests are served.
    void ask_only_where(std::function<bool()> is_seen) { asks_are_seen_ = std::move(is_seen); }

    /// Serves one request and tells the forwarding what came of it.
    [[nodiscard]] AgentAnswer serve(const AgentRequest& request);
    /// A line of the unix socket; AgentSocket::Answer.
    [[nodiscard]] std::optional<std::string> answer(std::string_view line, bool may_wait);
    /// The JSON of `tillnote-lane status --json`, by what is known now: the server is not asked.
    [[nodiscard]] std::string status();
    /// A text of the scanner. Nobody waits for an answer, so a failure is said on stderr.
    void take_scan(const std::string& text);

    void add_to(std::vector<pollfd>& watched) override;
    void handle(std::span<const pollfd> ready) override;
    [[nodiscard]] std::optional<Time> due() const override;
    void pass(Time now) override;

private:
    [[nodiscard]] std::optional<std::string> watch(const AgentRequest& request, bool may_wait);
    [[nodiscard]] AgentAnswer show_code(const AgentRequest& request);
    [[nodiscard]] AgentAnswer decide(const AgentRequest& request);
    void ask_after(const AgentRequest& request, const AgentAnswer& answer, const Asking::Lane& lane);
    [[nodiscard]] AgentAnswer note_seen(const Uuid& message_id);
    [[nodiscard]] std::string business_day() const;
    void refresh();
    [[nodiscard]] LaneView look();

    OutboxAccess& outbox_;
    Forwarding& forwarding_;
    const Clock& clock_;
    LoopAlarm& alarm_;

    bool stale_ = true;  ///< something may have changed since view_ was made
    LaneView view_;
    std::int64_t revision_;  ///< of view_
    std::optional<std::string> code_;
    Time code_until_{};
    Asking asking_;
    std::function<bool()> asks_are_seen_ = [] { return false; };
};

}  // namespace tillnote::lane
