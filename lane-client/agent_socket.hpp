#pragma once

#include "lane-client/agent_loop.hpp"
#include "lane-client/unix_socket.hpp"

#include <filesystem>
#include <functional>
#include <list>
#include <optional>
#include <string>
#include <string_view>

namespace tillnote::lane {

/// The agent's end of the unix socket: reads lines, hands each to a function, writes what it returns. Limits: 64 callers,
/// lines of agent_line_bytes_max; the caller that has asked for nothing the longest makes room for one more, and one that
/// waits for an answer only when all do. Of the loop's thread alone.
class AgentSocket final : public LoopSource {
public:
    /// Takes a line and gives one, both without the line end; or nothing, for a caller that waits: it is asked again with
    /// the same line whenever something has happened, and with `may_wait` false, when it must answer, after agent_wait_max
    /// or when the caller has sent another line.
    using Answer = std::function<std::optional<std::string>(std::string_view line, bool may_wait)>;

    /// Errors: outbox_unusable.
    [[nodiscard]] static Result<AgentSocket> open(const std::filesystem::path& socket_file, Answer answer);

    AgentSocket(AgentSocket&&) noexcept = default;
    AgentSocket& operator=(AgentSocket&&) noexcept = default;
    /// Removes the socket file.
    ~AgentSocket() override;

    /// Whether `holds` is true of the last line of some caller that is connected.
    [[nodiscard]] bool is_any(const std::function<bool(std::string_view last_line)>& holds) const;

    void add_to(std::vector<pollfd>& watched) override;
    void handle(std::span<const pollfd> ready) override;
    [[nodiscard]] std::optional<Time> due() const override;
    void pass(Time now) override;

private:
    struct Caller {
        Descriptor socket;
        Time heard_at;  ///< when it came, or last sent a line
        std::string received{};
        std::string unsent{};   ///< of the answer, where the socket took only a part of it
        std::string last{};     ///< its last line
        std::string waiting{};  ///< the line that is not answered yet
        Time answer_by{};       ///< of that line
    };

    AgentSocket(Descriptor socket, std::filesystem::path file, Answer answer)
        : listening_(std::move(socket)), file_(std::move(file)), answer_(std::move(answer)) {}
    void accept_callers();
    void make_room();
    void drop_one();
    [[nodiscard]] bool serve(Caller& caller, short events);
    [[nodiscard]] bool answer_lines(Caller& caller);
    [[nodiscard]] bool answer_waiting(Caller& caller, bool may_wait);

    Descriptor listening_;
    std::filesystem::path file_;
    Answer answer_;
    std::list<Caller> callers_;
};

}  // namespace tillnote::lane
