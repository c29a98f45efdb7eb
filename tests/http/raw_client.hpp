#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace tillnote::http {

struct RawResponse {
    int status = 0;
    std::string head;                            ///< status line and headers as received
    std::map<std::string, std::string> headers;  ///< names in lower case
    std::string body;                            ///< of chunks put together

    [[nodiscard]] std::string header(std::string_view lower_case_name) const;
};

/// A client that sends exactly the bytes it is told to, so that a test can be as wrong as it likes. Every wait ends
/// after `patience`.
class RawClient {
public:
    static constexpr std::chrono::milliseconds patience{10'000};

    explicit RawClient(std::uint16_t port, int receive_buffer_bytes = 0);
    ~RawClient();
    RawClient(RawClient&& other) noexcept;
    RawClient(const RawClient&) = delete;
    RawClient& operator=(const RawClient&) = delete;

    /// False when the server has closed.
    bool send(std::string_view bytes);
    void end_sending();

    /// The next response, or nothing when the server closes or stays silent. `to_head`: the response has no body.
    std::optional<RawResponse> receive(bool to_head = false);
    /// Whether the server closes in time; bytes still coming are dropped.
    bool sees_close();
    /// Whether nothing at all arrives within `time`, neither bytes nor a close.
    bool hears_nothing_for(std::chrono::milliseconds time);

private:
    bool receive_some(std::chrono::milliseconds time);
    bool receive_until(std::size_t bytes);
    bool receive_chunks(std::string& body);

    int socket_ = -1;
    std::string received_;
    bool closed_ = false;
};

/// A whole GET or POST that the gate lets through.
[[nodiscard]] std::string get(std::string_view path, std::string_view more_headers = {});
[[nodiscard]] std::string post(std::string_view path, std::string_view body, std::string_view more_headers = {});

/// Polls `condition` until it holds or the client's patience ends.
[[nodiscard]] bool comes_true(const std::function<bool()>& condition);

}  // namespace tillnote::http
