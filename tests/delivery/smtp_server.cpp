#include "tests/delivery/smtp_server.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <stdexcept>

namespace tillnote::test {
namespace {

constexpr const char* python = "/usr/bin/python3";

std::string script(const std::string& name) {
    return std::string(TILLNOTE_DELIVERY_TESTS) + "/" + name;
}

std::vector<std::string> server_command(SmtpServer::Tls tls, const std::string& certificate) {
    std::vector<std::string> command{python, script("smtp_server.py")};
    if (tls != SmtpServer::Tls::none) {
        command.insert(command.end(), {"--certificate", certificate, "--key", certificate + ".key"});
    }
    if (tls == SmtpServer::Tls::implicit) {
        command.emplace_back("--implicit");
    }
    return command;
}

/// For 127.0.0.1, signed by itself, good for a day.
std::string make_certificate() {
    const std::string path = make_folder() + "/certificate.pem";
    ChildProcess openssl({"/usr/bin/openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj",
                          "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-out", path, "-keyout",
                          path + ".key"});
    openssl.feed("");
    return path;
}

std::string decode_base64(const std::string& text) {
    const std::string letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    unsigned bits = 0;
    int held = 0;
    for (const char letter : text.substr(0, text.find('='))) {
        bits = bits << 6 | static_cast<unsigned>(letters.find(letter));
        held += 6;
        if (held >= 8) {
            held -= 8;
            out += static_cast<char>(bits >> held & 255);
        }
    }
    return out;
}

}  // namespace

ChildProcess::ChildProcess(const std::vector<std::string>& command) {
    std::array<int, 2> to_child{};
    std::array<int, 2> from_child{};
    if (pipe2(to_child.data(), O_CLOEXEC) != 0 || pipe2(from_child.data(), O_CLOEXEC) != 0) {
        throw std::runtime_error("no pipe");
    }
    std::vector<char*> arguments;
    for (const std::string& word : command) {
        arguments.push_back(const_cast<char*>(word.c_str()));
    }
    arguments.push_back(nullptr);
    pid_ = fork();
    if (pid_ == 0) {
        dup2(to_child[0], 0);
        dup2(from_child[1], 1);
        execv(arguments[0], arguments.data());
        _exit(127);
    }
    close(to_child[0]);
    close(from_child[1]);
    input_ = to_child[1];
    output_ = from_child[0];
}

ChildProcess::~ChildProcess() {
    if (input_ >= 0) {
        close(input_);
    }
    close(output_);
    kill(pid_, SIGTERM);
    waitpid(pid_, nullptr, 0);
}

std::string ChildProcess::read_line(std::chrono::milliseconds deadline) {
    const auto until = std::chrono::steady_clock::now() + deadline;
    while (buffered_.find('\n') == std::string::npos) {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
        pollfd waiting{output_, POLLIN, 0};
        if (left.count() <= 0 || poll(&waiting, 1, static_cast<int>(left.count())) == 0) {
            throw std::runtime_error("the child printed no line in time");
        }
        std::array<char, 65536> bytes{};
        const ssize_t count = read(output_, bytes.data(), bytes.size());
        if (count <= 0) {
            throw std::runtime_error("the child has ended");
        }
        buffered_.append(bytes.data(), static_cast<std::size_t>(count));
    }
    const std::string line = buffered_.substr(0, buffered_.find('\n'));
    buffered_.erase(0, line.size() + 1);
    return line;
}

std::string ChildProcess::feed(const std::string& input) {
    if (write(input_, input.data(), input.size()) != static_cast<ssize_t>(input.size())) {
        throw std::runtime_error("the child does not read");
    }
    close(input_);
    input_ = -1;
    std::string out;
    std::array<char, 65536> bytes{};
    for (ssize_t count = 1; count > 0;) {
        count = read(output_, bytes.data(), bytes.size());
        out.append(bytes.data(), count > 0 ? static_cast<std::size_t>(count) : 0);
    }
    return out;
}

SmtpServer::SmtpServer(Tls tls)
    : certificate_(tls == Tls::none ? std::string() : make_certificate()),
      implicit_(tls == Tls::implicit),
      process_(server_command(tls, certificate_)),
      port_(std::stoi(process_.read_line())) {}

std::string SmtpServer::url() const {
    return (implicit_ ? "smtps://127.0.0.1:" : "smtp://127.0.0.1:") + std::to_string(port_);
}

TakenMail SmtpServer::take() {
    const auto line = nlohmann::json::parse(process_.read_line());
    return {line["from"],      line["to"][0],
            line["encrypted"], line["user"].is_null() ? "" : line["user"].get<std::string>(),
            line["peer"],      decode_base64(line["message"])};
}

nlohmann::json read_mail(const std::string& bytes) {
    return nlohmann::json::parse(ChildProcess({python, script("read_mail.py")}).feed(bytes));
}

std::string make_folder() {
    const char* parent = std::getenv("TMPDIR");
    std::string path = std::string(parent == nullptr ? "/tmp" : parent) + "/tillnote-delivery-XXXXXX";
    if (mkdtemp(path.data()) == nullptr) {
        throw std::runtime_error("no temporary folder");
    }
    return path;
}

}  // namespace tillnote::test
