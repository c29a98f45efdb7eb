#pragma once

#include "lane-client/strip/catalog_pages.hpp"
#include "lane-client/strip/strip_protocol.hpp"

#include <chrono>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace tillnote::strip {

using Time = std::chrono::steady_clock::time_point;

inline constexpr std::chrono::milliseconds lock_out{250};     ///< a bounce of the finger is not a second press
inline constexpr std::chrono::seconds undo_offered{10};       ///< after the tick
inline constexpr std::chrono::seconds saying{3};              ///< "Saved", "Undone"
inline constexpr std::chrono::milliseconds page_stays{1500};  ///< with its tick, after a tap behind "More"
inline constexpr std::chrono::seconds page_untouched{30};     ///< then the first screen comes back
inline constexpr std::chrono::seconds message_shown{20};      ///< in all, to somebody, before it counts as seen
inline constexpr std::chrono::seconds lane_attended{60};      ///< so long after a tap or a sale somebody is there to read
inline constexpr std::chrono::seconds agent_missed{2};        ///< a restart is no news, an absence is

/// A request with the number its reply comes back under.
struct NumberedRequest {
    std::uint64_t number = 0;
    StripRequest request;
};

/// What a reason or an answer is called.
struct Name {
    std::string english;
    std::string spanish;
};

/// What the strip knows and shows: a pure function of what came from the agent, what was pressed, and the time passed in.
/// One thread. The owner calls advance() when next_change() is due, hands take_requests() to the agent, and draws view().
class StripModel {
public:
    /// `make_id` gives a fresh id for each undo.
    StripModel(Language language, std::function<Uuid()> make_id);

    void agent_came(Time now);
    void agent_went(Time now);
    void take_state(LaneState state, Time now);
    void take_reply(std::uint64_t number, AgentReply reply, Time now);

    /// A finger on a key. False when the lock-out swallowed it.
    bool press(const Action& action, Time now);
    /// A hot key for a reason, or for undo_code. The lock-out swallows a bounce of the same key only.
    void press_hot_key(const std::string& reason, Time now);
    void toggle_hidden(Time now);

    /// Lets time pass: offers end, pages return, messages have been seen.
    void advance(Time now);
    /// When the view changes next by itself, if ever. An idle strip has no such moment.
    [[nodiscard]] std::optional<Time> next_change(Time now) const;

    /// Moves out what is to be asked of the agent, in order.
    [[nodiscard]] std::vector<NumberedRequest> take_requests();

    [[nodiscard]] StripView view(Time now) const;
    [[nodiscard]] Language language() const noexcept { return language_; }
    /// A failure shows the strip again.
    [[nodiscard]] bool hidden() const noexcept { return hidden_; }
    /// Whether an ask that came now would be seen: the first screen is there, and the second row free for it.
    [[nodiscard]] bool shows_asks() const;
    /// Empty before the first catalog.
    [[nodiscard]] std::vector<HotKey> hot_keys() const;

private:
    enum class Page { first, groups, group };
    /// What the panel says; the first that applies wins.
    enum class Says {
        failure,
        code,
        ask,
        no_agent,
        refused,
        not_joined,
        saved,
        undone,
        nothing_to_undo,
        message,
        no_catalog,
        hint
    };
    /// On its way to the agent.
    struct Sent {
        std::uint64_t number = 0;
        StripRequest request;
        Name name;
    };
    /// On disk since `at`.
    struct Done {
        std::string code;
        Name name;
        Time at;
        std::optional<Uuid> note_id{};  ///< of a tap
        Uuid undo_id{};                 ///< of the undo that was tried and has failed, else nil
    };
    /// Not on disk. `error` is a type of the error table, or empty when no answer came.
    struct Failure {
        StripRequest::Kind work = StripRequest::Kind::tap;
        std::string code;
        Name name;
        std::string error;
    };

    void send(StripRequest request, Name name = {});
    void act(const Action& action, Time now);
    void tap(const std::string& reason, Source source);
    void undo();
    void answer(const Action& action);
    void take_done(const Sent& sent, AgentReply reply, Time now);
    void take_failed(const Sent& sent, const AgentReply& reply, Time now);
    void open(Page page);
    void want_catalog(const LaneState& state);
    void settle_messages(const LaneState& state);
    void count_message(Time now);
    void note_somebody(Time now);

    [[nodiscard]] bool is_locked(Time now) const;
    [[nodiscard]] bool undo_has_failed() const;
    [[nodiscard]] bool is_sent(StripRequest::Kind kind, const std::string& code) const;
    [[nodiscard]] bool is_sent(StripRequest::Kind kind, const Uuid& id) const;
    [[nodiscard]] const LaneMessage* next_message() const;
    [[nodiscard]] const ShownAsk* current_ask() const;
    [[nodiscard]] bool agent_is_missed(Time now) const;
    [[nodiscard]] Says says(Time now) const;
    [[nodiscard]] Name name_of(const std::string& reason) const;
    [[nodiscard]] const std::string& in_language(const Name& name) const;

    [[nodiscard]] std::vector<Part> page_parts() const;
    void mark_progress(std::vector<Part>& parts) const;
    void append_corners(std::vector<Part>& parts, Time now) const;
    void append_ask(std::vector<Part>& parts, const ShownAsk& ask) const;
    [[nodiscard]] Part failure_panel(const Failure& failure) const;
    [[nodiscard]] Part panel(Says what) const;
    [[nodiscard]] std::string queue_sign() const;
    [[nodiscard]] std::string name_said() const;

    Language language_;
    std::function<Uuid()> make_id_;
    bool hidden_ = false;

    std::optional<Time> agent_gone_since_;
    std::optional<LaneState> state_;  ///< nothing before the agent has first told
    std::optional<LaneCatalog> catalog_;
    std::string catalog_version_;  ///< of `catalog_`

    std::uint64_t last_number_ = 0;
    std::vector<NumberedRequest> outgoing_;
    std::vector<Sent> sent_;

    Page page_ = Page::first;
    std::string page_group_;
    std::size_t page_part_ = 0;
    std::optional<Time> page_ends_at_;

    std::optional<Time> pressed_at_;
    std::string last_hot_key_;   ///< the reason of the press at `pressed_at_`, if that was a hot key
    std::optional<Done> saved_;  ///< the last note, while Undo is offered
    std::optional<Done> said_;   ///< what "Saved" or "Undone" is said of
    bool said_is_undo_ = false;
    std::optional<Time> nothing_to_undo_since_;
    std::optional<Failure> failure_;
    std::set<Uuid> over_;  ///< showings answered here, until the agent takes them away
    std::set<Uuid> seen_;  ///< messages shown long enough, until the agent takes them away
    Uuid counted_message_;
    std::chrono::steady_clock::duration message_shown_for_{};
    std::optional<Time> message_visible_since_;
    Time attended_until_{};  ///< somebody is at the lane until then, as far as the strip can tell
};

}  // namespace tillnote::strip
