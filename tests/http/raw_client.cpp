#include "tests/http/raw_client.hpp"

#include "tests/support/eventually.hpp"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cctype>
#include <stdexcept>
#include <utility>

namespace tillnote::http {
namespace {

std::string lower(std::string text) {
    for (auto& byte : text) {
        byte = static_cast<char>(std::tolower(static_cast<unsigned char>(byte)));
    }
    return text;
}

RawResponse parse_head(std::string head) {
    RawResponse response;
    response.status = std::stoi(head.substr(head.find(' ') + 1, 3));
    auto at = head.find("\r\n") + 2;
    while (at < head.size()) {
        const auto end = head.find("\r\n", at);
        const auto line = head.substr(at, end - at);
        const auto colon = line.find(": ");
        if (colon != std::string::npos) {
            const auto name = lower(line.substr(0, colon));
            if (response.headers.contains(name)) {
                throw std::runtime_error("the response has two headers " + name);
            }
            response.headers[name] = line.substr(colon + 2);
        }
        at = end + 2;
    }
    response.head = std::move(head);
    return response;
}

}  // namespace

std::string RawResponse::header(std::string_view lower_case_name) const {
    const auto found = headers.find(std::string(lower_case_name));
    return found == headers.end() ? std::string{} : found->second;
}

RawClient::RawClient(std::uint16_t port, int receive_buffer_bytes, const char* source)
    : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    if (receive_buffer_bytes != 0) {
        ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &receive_buffer_bytes, sizeof receive_buffer_bytes);
    }
    const int on = 1;
    ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    sockaddr_in from{};
    from.sin_family = AF_INET;
    ::inet_pton(AF_INET, source, &from.sin_addr);
    sockaddr_in address = from;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (socket_ < 0 || ::bind(socket_, reinterpret_cast<const sockaddr*>(&from), sizeof from) != 0 ||
        ::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        throw std::runtime_error("cannot connect to the server under test");
    }
}

RawClient::~RawClient() {
    if (socket_ >= 0) {
        ::close(socket_);
    }
}

RawClient::RawClient(RawClient&& other) noexcept
    : socket_(std::exchange(other.socket_, -1)),
      tls_(std::move(other.tls_)),
      tls_failure_(std::move(other.tls_failure_)),
      received_(std::move(other.received_)),
      closed_(other.closed_) {}

bool RawClient::send(std::string_view bytes) {
    while (!bytes.empty()) {
        const auto count = tls_ ? SSL_write(tls_.get(), bytes.data(), static_cast<int>(bytes.size()))
                                : ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (count <= 0) {
            return false;
        }
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
}

void RawClient::end_sending() const {
    ::shutdown(socket_, SHUT_WR);
}

bool RawClient::receive_some(std::chrono::milliseconds time) {
    pollfd wait{.fd = socket_, .events = POLLIN, .revents = 0};
    const bool pending = tls_ && SSL_pending(tls_.get()) > 0;
    if (closed_ || (!pending && ::poll(&wait, 1, static_cast<int>(time.count())) <= 0)) {
        return false;
    }
    std::array<char, 65536> buffer{};
    const auto count = tls_ ? SSL_read(tls_.get(), buffer.data(), static_cast<int>(buffer.size()))
                            : ::recv(socket_, buffer.data(), buffer.size(), 0);
    if (count <= 0) {
        closed_ = true;
        return false;
    }
    received_.append(buffer.data(), static_cast<std::size_t>(count));
    return true;
}

std::optional<RawResponse> RawClient::receive(bool to_head) {
    std::size_t end = 0;
    while ((end = received_.find("\r\n\r\n")) == std::string::npos) {
        if (!receive_some(patience)) {
            return std::nullopt;
        }
    }
    auto response = parse_head(received_.substr(0, end + 2));
    received_.erase(0, end + 4);
    if (!to_head && response.header("transfer-encoding") == "chunked") {
        return receive_chunks(response.body) ? std::optional(response) : std::nullopt;
    }
    const auto length = response.header("content-length");
    const std::size_t body_bytes = length.empty() || to_head ? 0 : std::stoul(length);
    if (!receive_until(body_bytes)) {
        return std::nullopt;
    }
    response.body = received_.substr(0, body_bytes);
    received_.erase(0, body_bytes);
    return response;
}

bool RawClient::receive_until(std::size_t bytes) {
    while (received_.size() < bytes) {
        if (!receive_some(patience)) {
            return false;
        }
    }
    return true;
}

/// Strict: lengths in hexadecimal without extensions, an end without trailers.
bool RawClient::receive_chunks(std::string& body) {
    for (;;) {
        std::size_t end = 0;
        while ((end = received_.find("\r\n")) == std::string::npos) {
            if (!receive_some(patience)) {
                return false;
            }
        }
        std::size_t digits = 0;
        const std::size_t bytes = std::stoul(received_.substr(0, end), &digits, 16);
        if (digits != end || !receive_until(end + 2 + bytes + 2) || received_.substr(end + 2 + bytes, 2) != "\r\n") {
            return false;
        }
        body.append(received_, end + 2, bytes);
        received_.erase(0, end + 2 + bytes + 2);
        if (bytes == 0) {
            return true;
        }
    }
}

bool RawClient::sees_close() {
    const auto until = std::chrono::steady_clock::now() + patience;
    while (!closed_ && std::chrono::steady_clock::now() < until) {
        receive_some(std::chrono::milliseconds(100));
        received_.clear();
    }
    return closed_;
}

bool RawClient::hears_nothing_for(std::chrono::milliseconds time) {
    return !receive_some(time) && !closed_ && received_.empty();
}

std::string get(std::string_view path, std::string_view more_headers) {
    return "GET " + std::string(path) + " HTTP/1.1\r\nHost: localhost\r\n" + std::string(more_headers) + "\r\n";
}

std::string post(std::string_view path, std::string_view body, std::string_view more_headers) {
    return "POST " + std::string(path) + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + std::to_string(body.size()) +
           "\r\n" + std::string(more_headers) + "\r\n" + std::string(body);
}

bool comes_true(const std::function<bool()>& condition) {
    return test::eventually(condition, RawClient::patience);
}

}  // namespace tillnote::http
