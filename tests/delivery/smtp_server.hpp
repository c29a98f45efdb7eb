#pragma once

#include <nlohmann/json.hpp>

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace tillnote::test {

/// A child process with pipes to its standard input and output. Ends when its input is closed.
class ChildProcess {
public:
    explicit ChildProcess(const std::vector<std::string>& command);
    ~ChildProcess();
    ChildProcess(const ChildProcess&) = delete;
    ChildProcess& operator=(const ChildProcess&) = delete;

    /// The next line it prints; throws when none comes in time.
    std::string read_line(std::chrono::milliseconds deadline = std::chrono::seconds{20});
    /// Hands over its whole input and waits for all it prints.
    std::string feed(const std::string& input);

private:
    int pid_ = -1;
    int input_ = -1;
    int output_ = -1;
    std::string buffered_;
};

/// A mail that the server took.
struct TakenMail {
    std::string from;
    std::string to;
    bool encrypted = false;
    std::string user;
    int peer_port = 0;
    std::string bytes;
};

/// smtp_server.py, a real SMTP server: its mood depends on the recipient.
class SmtpServer {
public:
    enum class Tls { none, starttls, implicit };
    explicit SmtpServer(Tls tls = Tls::none);

    [[nodiscard]] std::string url() const;
    [[nodiscard]] const std::string& certificate() const { return certificate_; }
    TakenMail take();

private:
    std::string certificate_;
    bool implicit_ = false;
    ChildProcess process_;
    int port_ = 0;
};

/// What a mail program sees in `bytes`, by Python's email package.
[[nodiscard]] nlohmann::json read_mail(const std::string& bytes);

/// A fresh folder below the temporary one.
[[nodiscard]] std::string make_folder();

}  // namespace tillnote::test
