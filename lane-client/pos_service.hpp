#pragma once

#include "lane-client/agent_protocol.hpp"
#include "lane-client/pos_request.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tillnote::lane {

/// What the POS is answered.
struct PosAnswer {
    int status = 200;
    std::string content_type{};  ///< empty for no body
    std::string body{};
    std::vector<std::pair<std::string, std::string>> fields{};
};

/// The calls a POS on this terminal may make: POST /tap, /undo, /scan, /begin, /end, GET /status. Every web page that is
/// open on the terminal can reach a port on loopback, so each call needs the token of the state folder, a Host that names
/// this machine (else a name that an attacker has pointed here would do), and where it comes from a page, an origin on the
/// list. Of the loop's thread alone.
class PosService {
public:
    struct Options {
        int port = 0;
        std::string token;
        std::vector<std::string> origins;  ///< "https://pos.example", compared as they stand
    };

    /// `serve` does what is asked; `status` gives the JSON of `tillnote-lane status --json`.
    PosService(Options options, std::function<AgentAnswer(const AgentRequest&)> serve, std::function<std::string()> status);

    [[nodiscard]] PosAnswer answer(const PosRequest& request) const;
    /// For a request that could not be read.
    [[nodiscard]] static PosAnswer problem(const Error& error);

private:
    [[nodiscard]] std::optional<PosAnswer> refuse(const PosRequest& request) const;
    [[nodiscard]] bool is_allowed_origin(std::string_view origin) const;
    [[nodiscard]] PosAnswer route(const PosRequest& request) const;
    [[nodiscard]] PosAnswer answer_preflight(const PosRequest& request) const;

    Options options_;
    std::function<AgentAnswer(const AgentRequest&)> serve_;
    std::function<std::string()> status_;
};

/// Whether `text` is an origin as browsers send it: scheme, host and a port that is not the scheme's own, no path.
[[nodiscard]] bool is_origin(std::string_view text);

}  // namespace tillnote::lane
