#include "lane-client/agent_protocol.hpp"
#include "tests/fuzz/property.hpp"
#include "tests/fuzz/targets.hpp"

namespace tillnote::fuzz {
namespace {

template <typename Message>
void require_same_line(Result<Message> (*parse)(std::string_view), std::string_view line) {
    const auto read = parse(line);
    if (!read) {
        require(!read.error().detail.empty(), "a refusal says what is wrong");
        return;
    }
    const std::string written = lane::to_line(*read);
    require(written.find('\n') == std::string::npos, "one message is one line");
    const auto again = parse(written);
    require(again.has_value(), "a message that was read can be written and read again");
    require(lane::to_line(*again) == written, "and says the same");
}

}  // namespace

/// A line on the unix socket of the lane's agent, from a caller or from the agent.
void agent_line(std::string_view bytes) {
    require_same_line(lane::parse_agent_request, bytes);
    require_same_line(lane::parse_agent_answer, bytes);
}

}  // namespace tillnote::fuzz
