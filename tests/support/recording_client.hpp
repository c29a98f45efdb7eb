#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace tillnote::test {

struct Answer {
    int status = 0;
    std::multimap<std::string, std::string> headers;  ///< names in lower case
    std::string body;

    [[nodiscard]] std::string header(const std::string& name) const;
};

/// A plain HTTP client for tests: one connection, kept alive. Expects the security headers on every answer, and records
/// every exchange for the check against schema/openapi.yaml when TILLNOTE_RECORD_DIR is set.
class RecordingClient {
public:
    /// Whether what is answered is held against the document of the API.
    enum class Record { yes, no };

    using Headers = std::vector<std::pair<std::string, std::string>>;

    /// `always`: what goes with every request, as from a proxy.
    explicit RecordingClient(std::string base_url, Record recording = Record::yes, Headers always = {});
    ~RecordingClient();
    RecordingClient(const RecordingClient&) = delete;
    RecordingClient& operator=(const RecordingClient&) = delete;

    Answer get(const std::string& path, const Headers& headers = {});
    Answer post_json(const std::string& path, const std::string& body, const Headers& headers = {});
    Answer send(const std::string& method, const std::string& path, const Headers& headers,
                const std::optional<std::string>& body);

private:
    const std::string base_url_;
    const Record recording_;
    const Headers always_;
    void* curl_;
};

[[nodiscard]] RecordingClient::Headers bearer(const std::string& token);

}  // namespace tillnote::test
