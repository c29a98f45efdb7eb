#include "tests/support/scripted_http_server.hpp"

#include <algorithm>
#include <atomic>
#include <csignal>
#include <list>
#include <mutex>
#include <stdexcept>
#include <thread>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace tillnote::test {
namespace {

/// One accepted connection, plain or TLS.
class Connection {
public:
    Connection(int socket, SSL_CTX* tls) : socket_(socket), ssl_(tls == nullptr ? nullptr : SSL_new(tls)) {
        if (ssl_ != nullptr) {
            SSL_set_fd(ssl_, socket_);
        }
    }
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;
    ~Connection() {
        SSL_free(ssl_);
        ::close(socket_);
    }

    bool begin() { return ssl_ == nullptr || SSL_accept(ssl_) == 1; }

    bool read_more() {
        char part[16384];
        const long length = ssl_ == nullptr ? ::recv(socket_, part, sizeof part, 0) : SSL_read(ssl_, part, sizeof part);
        if (length <= 0) {
            return false;
        }
        received.append(part, static_cast<std::size_t>(length));
        return true;
    }

    bool write_all(std::string_view text) {
        while (!text.empty()) {
            const long sent = ssl_ == nullptr ? ::send(socket_, text.data(), text.size(), MSG_NOSIGNAL)
                                              : SSL_write(ssl_, text.data(), static_cast<int>(text.size()));
            if (sent <= 0) {
                return false;
            }
            text.remove_prefix(static_cast<std::size_t>(sent));
        }
        return true;
    }

    void end() { ::shutdown(socket_, SHUT_RDWR); }

    std::string received;

private:
    int socket_;
    SSL* ssl_;
};

std::string lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

ScriptedRequest parse_head(const std::string& head) {
    ScriptedRequest request;
    const std::size_t first_space = head.find(' ');
    const std::size_t second_space = head.find(' ', first_space + 1);
    request.method = head.substr(0, first_space);
    request.target = head.substr(first_space + 1, second_space - first_space - 1);
    for (std::size_t at = head.find("\r\n"); at != std::string::npos && at + 2 < head.size();) {
        const std::size_t end = head.find("\r\n", at + 2);
        const std::string line = head.substr(at + 2, end == std::string::npos ? end : end - at - 2);
        const std::size_t colon = line.find(": ");
        if (colon != std::string::npos) {
            request.headers.emplace_back(lower(line.substr(0, colon)), line.substr(colon + 2));
        }
        at = end;
    }
    return request;
}

std::string render(const ScriptedAnswer& answer) {
    std::string text = "HTTP/1.1 " + std::to_string(answer.status) + " Scripted\r\n";
    if (answer.status != 304) {
        text +=
            "Content-Type: " + answer.content_type + "\r\nContent-Length: " + std::to_string(answer.body.size()) + "\r\n";
    }
    for (const auto& [name, value] : answer.headers) {
        text += name + ": " + value + "\r\n";
    }
    text += "\r\n";
    return answer.status == 304 ? text : text + answer.body;
}

}  // namespace

std::string ScriptedRequest::header(const std::string& name) const {
    for (const auto& [key, value] : headers) {
        if (key == name) {
            return value;
        }
    }
    return {};
}

struct ScriptedHttpServer::State {
    Script script;
    SSL_CTX* tls = nullptr;
    int listening = -1;
    int port = 0;
    std::atomic<bool> stopping{false};
    std::atomic<int> connections{0};
    mutable std::mutex mutex;
    std::vector<ScriptedRequest> requests;
    std::list<std::shared_ptr<Connection>> open;
    std::list<std::thread> threads;

    std::optional<ScriptedRequest> read_request(Connection& connection) {
        std::size_t end = 0;
        while ((end = connection.received.find("\r\n\r\n")) == std::string::npos) {
            if (!connection.read_more()) {
                return std::nullopt;
            }
            if (connection.received.front() < 'A') {
                return ScriptedRequest{};
            }
        }
        ScriptedRequest request = parse_head(connection.received.substr(0, end));
        connection.received.erase(0, end + 4);
        const std::string length = request.header("content-length");
        const std::size_t wanted = length.empty() ? 0 : std::stoul(length);
        while (connection.received.size() < wanted) {
            if (!connection.read_more()) {
                return std::nullopt;
            }
        }
        request.body = connection.received.substr(0, wanted);
        connection.received.erase(0, wanted);
        return request;
    }

    void serve(Connection& connection) {
        if (!connection.begin()) {
            return;
        }
        while (!stopping) {
            auto request = read_request(connection);
            if (!request) {
                return;
            }
            {
                const std::lock_guard lock(mutex);
                requests.push_back(*request);
            }
            const ScriptedAnswer answer = script(*request);
            if (answer.silent) {
                while (connection.read_more()) {
                }
                return;
            }
            const std::string text = render(answer);
            const std::size_t length = std::min(text.size(), answer.cut_after_bytes.value_or(text.size()));
            if (!connection.write_all(std::string_view(text).substr(0, length)) || answer.cut_after_bytes ||
                answer.close_after) {
                return;
            }
        }
    }

    void accept_all() {
        for (;;) {
            const int socket = ::accept(listening, nullptr, nullptr);
            if (socket < 0 || stopping) {
                if (socket >= 0) {
                    ::close(socket);
                }
                return;
            }
            ++connections;
            auto connection = std::make_shared<Connection>(socket, tls);
            const std::lock_guard lock(mutex);
            open.push_back(connection);
            threads.emplace_back([this, connection] {
                serve(*connection);
                connection->end();
            });
        }
    }
};

ScriptedHttpServer::ScriptedHttpServer(Script script, std::optional<Tls> tls, int port) : state_(std::make_unique<State>()) {
    state_->script = std::move(script);
    // OpenSSL writes without MSG_NOSIGNAL, and a client may have hung up.
    static_cast<void>(std::signal(SIGPIPE, SIG_IGN));
    if (tls) {
        state_->tls = SSL_CTX_new(TLS_server_method());
        SSL_CTX_set_security_level(state_->tls, 0);
        SSL_CTX_set_min_proto_version(state_->tls, 0);
        SSL_CTX_set_max_proto_version(state_->tls, tls->protocol_max);
        if (tls->suites != nullptr && SSL_CTX_set_cipher_list(state_->tls, tls->suites) != 1) {
            throw std::runtime_error("the test's suites cannot be used");
        }
        if (SSL_CTX_use_certificate_chain_file(state_->tls, tls->certificate_file.c_str()) != 1 ||
            SSL_CTX_use_PrivateKey_file(state_->tls, tls->key_file.c_str(), SSL_FILETYPE_PEM) != 1) {
            throw std::runtime_error("the test's certificate cannot be used");
        }
    }
    state_->listening = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const int yes = 1;
    ::setsockopt(state_->listening, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    socklen_t length = sizeof address;
    if (::bind(state_->listening, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0 ||
        ::listen(state_->listening, 64) != 0 ||
        ::getsockname(state_->listening, reinterpret_cast<sockaddr*>(&address), &length) != 0) {
        throw std::runtime_error("the scripted server cannot listen");
    }
    state_->port = ntohs(address.sin_port);
    const std::lock_guard lock(state_->mutex);
    state_->threads.emplace_back([state = state_.get()] { state->accept_all(); });
}

ScriptedHttpServer::~ScriptedHttpServer() {
    state_->stopping = true;
    ::shutdown(state_->listening, SHUT_RDWR);
    state_->threads.front().join();
    for (const auto& connection : state_->open) {
        connection->end();
    }
    for (auto thread = std::next(state_->threads.begin()); thread != state_->threads.end(); ++thread) {
        thread->join();
    }
    ::close(state_->listening);
    SSL_CTX_free(state_->tls);
}

int ScriptedHttpServer::port() const {
    return state_->port;
}

std::string ScriptedHttpServer::url() const {
    return (state_->tls == nullptr ? "http://127.0.0.1:" : "https://127.0.0.1:") + std::to_string(state_->port);
}

std::vector<ScriptedRequest> ScriptedHttpServer::requests() const {
    const std::lock_guard lock(state_->mutex);
    return state_->requests;
}

int ScriptedHttpServer::connections() const {
    return state_->connections;
}

}  // namespace tillnote::test
