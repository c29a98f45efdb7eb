#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace tillnote::test {

/// What does not begin like HTTP comes with an empty method and nothing else.
struct ScriptedRequest {
    std::string method;
    std::string target;
    std::vector<std::pair<std::string, std::string>> headers;  ///< names in lower case
    std::string body{};

    [[nodiscard]] std::string header(const std::string& name) const;
};

struct ScriptedAnswer {
    int status = 200;
    std::string content_type = "application/json";
    std::string body{};
    std::vector<std::pair<std::string, std::string>> headers{};
    std::optional<std::size_t> cut_after_bytes{};  ///< send only so much of the answer, then close
    bool close_after = false;                      ///< close the connection without saying so in a header
    bool silent = false;                           ///< say nothing and hold the connection until the server stops
};

/// A small HTTP/1.1 server for tests of the lane: answers each request with what a function says, and may lie, cut and
/// hang on demand. One thread per connection; binds 127.0.0.1 on a free port; stops in its destructor.
class ScriptedHttpServer {
public:
    using Script = std::function<ScriptedAnswer(const ScriptedRequest&)>;
    struct Tls {
        std::string certificate_file;
        std::string key_file;
        int protocol_max = 0;          ///< TLS1_1_VERSION and so on; 0 for the newest
        const char* suites = nullptr;  ///< of TLS 1.2, as OpenSSL writes them; null for the usual ones
    };

    /// `script` is called from several threads. `port` 0 takes a free one.
    explicit ScriptedHttpServer(Script script, std::optional<Tls> tls = std::nullopt, int port = 0);
    ~ScriptedHttpServer();

    [[nodiscard]] int port() const;
    [[nodiscard]] std::string url() const;  ///< "http://127.0.0.1:port", or https
    [[nodiscard]] std::vector<ScriptedRequest> requests() const;
    [[nodiscard]] int connections() const;  ///< accepted so far

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace tillnote::test
