#include "tests/bench/request_template.hpp"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <iostream>
#include <map>
#include <memory>
#include <stdexcept>
#include <string_view>
#include <system_error>

// A closed-loop HTTP/1.1 load generator: one thread, raw sockets, one request in flight per connection. It parses just
// enough of an answer to count it, because it shares two cores with what it measures.

namespace {

using namespace tillnote::bench;
using Clock = std::chrono::steady_clock;

struct Options {
    std::uint16_t port = 0;
    double seconds = 5;
    double warmup_seconds = 1;
    std::size_t connections = 64;
    std::string accept = "200";  ///< status that counts
    std::string must_hold;       ///< text that must occur once per note in the body; empty: any body
    std::string tokens_file;
    std::string ids_file;  ///< acknowledged note ids go here, one a line; empty: not written
    std::uint64_t seed = 1;
    LaneScript script{"127.0.0.1", "/v1/notes", "", {"101"}, 1};
};

struct Tally {
    std::uint64_t acknowledged_requests = 0;  ///< inside the measured time
    std::uint64_t acknowledged_total = 0;     ///< warm-up and tail, too
    std::map<std::string, std::uint64_t> other_answers;
    std::string first_other_body;
    std::vector<std::uint32_t> latencies_us;
};

[[noreturn]] void fail(const std::string& what) {
    throw std::system_error(errno, std::generic_category(), what);
}

std::size_t count_of(std::string_view text, std::string_view word) {
    std::size_t count = 0;
    for (std::size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + word.size())) {
        ++count;
    }
    return count;
}

/// The header's value, or an empty text. `head` ends with CRLF.
std::string_view find_header(std::string_view head, std::string_view lower_case_name) {
    for (std::size_t at = head.find("\r\n"); at != std::string_view::npos; at = head.find("\r\n", at + 2)) {
        const std::string_view line = head.substr(at + 2, head.find("\r\n", at + 2) - at - 2);
        if (line.size() > lower_case_name.size() && line[lower_case_name.size()] == ':' &&
            std::equal(lower_case_name.begin(), lower_case_name.end(), line.begin(),
                       [](char a, char b) { return a == static_cast<char>(b >= 'A' && b <= 'Z' ? b + 32 : b); })) {
            std::string_view value = line.substr(lower_case_name.size() + 1);
            value.remove_prefix(std::min(value.find_first_not_of(' '), value.size()));
            return value;
        }
    }
    return {};
}

class Connection {
public:
    Connection(const Options& options, std::string token, std::mt19937_64& random) : options_(options) {
        LaneScript script = options.script;
        script.token = std::move(token);
        script.host.append(":").append(std::to_string(options.port));
        template_ = std::make_unique<RequestTemplate>(script, random);
        open();
    }
    ~Connection() { ::close(socket_); }
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    [[nodiscard]] int socket() const { return socket_; }
    [[nodiscard]] bool waiting() const { return waiting_; }
    [[nodiscard]] Clock::time_point sent_at() const { return sent_at_; }
    [[nodiscard]] std::vector<std::string> note_ids() const { return template_->note_ids(); }

    void send_next() {
        const std::string& request = template_->next();
        sent_at_ = Clock::now();
        waiting_ = true;
        std::size_t done = 0;
        while (done < request.size()) {
            // A batch may be larger than the socket's buffer; the peer reads it while we wait in send().
            const ssize_t count = ::send(socket_, request.data() + done, request.size() - done, MSG_NOSIGNAL);
            if (count < 0) {
                fail("send");
            }
            done += static_cast<std::size_t>(count);
        }
    }

    /// Takes what has arrived. True when the answer is whole: then status() and body() are good until send_next().
    bool receive() {
        if (!waiting_) {
            fail("the server spoke or closed between requests");
        }
        const ssize_t count = ::recv(socket_, buffer_.data() + used_, buffer_.size() - used_, MSG_DONTWAIT);
        if (count < 0 && (errno == EAGAIN || errno == EINTR)) {
            return false;
        }
        if (count <= 0) {
            fail("connection closed by the server");
        }
        used_ += static_cast<std::size_t>(count);
        const std::string_view all(buffer_.data(), used_);
        const std::size_t head_end = all.find("\r\n\r\n");
        if (head_end == std::string_view::npos) {
            return false;
        }
        const std::string_view head = all.substr(0, head_end + 2);
        status_ = head.substr(9, 3);
        std::size_t length = 0;
        const std::string_view length_text = find_header(head, "content-length");
        std::from_chars(length_text.data(), length_text.data() + length_text.size(), length);
        if (length_text.empty() && status_ != "204") {
            throw std::runtime_error("an answer without Content-Length: " + std::string(head));
        }
        if (used_ < head_end + 4 + length) {
            return false;
        }
        closing_ = find_header(head, "connection") == "close";
        body_ = all.substr(head_end + 4, length);
        used_ = 0;
        waiting_ = false;
        return true;
    }

    [[nodiscard]] std::string_view status() const { return status_; }
    [[nodiscard]] std::string_view body() const { return body_; }
    [[nodiscard]] bool closing() const { return closing_; }

private:
    void open() {
        socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(options_.port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        if (socket_ < 0 || ::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
            fail("connect to port " + std::to_string(options_.port));
        }
        const int on = 1;
        ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    }

    const Options& options_;
    std::unique_ptr<RequestTemplate> template_;
    int socket_ = -1;
    bool waiting_ = false;
    bool closing_ = false;
    Clock::time_point sent_at_;
    std::vector<char> buffer_ = std::vector<char>(64 * 1024);
    std::size_t used_ = 0;
    std::string_view status_;
    std::string_view body_;
};

class Load {
public:
    explicit Load(const Options& options) : options_(options), random_(options.seed) {
        std::ifstream tokens(options.tokens_file);
        std::vector<std::string> lines;
        for (std::string line; std::getline(tokens, line);) {
            lines.push_back(line);
        }
        if (lines.empty()) {
            throw std::runtime_error("no tokens in " + options.tokens_file);
        }
        if (!options.ids_file.empty()) {
            ids_.open(options.ids_file);
        }
        epoll_ = ::epoll_create1(EPOLL_CLOEXEC);
        for (std::size_t index = 0; index < options.connections; ++index) {
            connections_.push_back(std::make_unique<Connection>(options, lines[index % lines.size()], random_));
            epoll_event event{};
            event.events = EPOLLIN;
            event.data.ptr = connections_.back().get();
            ::epoll_ctl(epoll_, EPOLL_CTL_ADD, connections_.back()->socket(), &event);
        }
    }
    ~Load() { ::close(epoll_); }
    Load(const Load&) = delete;
    Load& operator=(const Load&) = delete;

    void run() {
        using Seconds = std::chrono::duration<double>;
        const auto begin = Clock::now() + std::chrono::duration_cast<Clock::duration>(Seconds(options_.warmup_seconds));
        const auto end = begin + std::chrono::duration_cast<Clock::duration>(Seconds(options_.seconds));
        const auto give_up = end + std::chrono::seconds(20);
        for (const auto& connection : connections_) {
            connection->send_next();
        }
        open_requests_ = connections_.size();
        std::array<epoll_event, 64> events{};
        while (open_requests_ > 0 && Clock::now() < give_up) {
            const int count = ::epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), 1000);
            for (int index = 0; index < count; ++index) {
                serve(*static_cast<Connection*>(events[static_cast<std::size_t>(index)].data.ptr), begin, end);
            }
        }
    }

    void print() {
        auto& latencies = tally_.latencies_us;
        std::sort(latencies.begin(), latencies.end());
        const auto quantile_ms = [&](double share) {
            const auto at = static_cast<std::size_t>(share * static_cast<double>(latencies.size()));
            return latencies.empty() ? 0.0 : latencies[std::min(at, latencies.size() - 1)] / 1000.0;
        };
        const double rate = static_cast<double>(tally_.acknowledged_requests) / options_.seconds;
        rusage usage{};
        ::getrusage(RUSAGE_SELF, &usage);
        const double cpu_s = static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
                             static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
        std::printf(
            "{\"requests_per_s\":%.1f,\"notes_per_s\":%.1f,\"p50_ms\":%.3f,\"p99_ms\":%.3f,\"max_ms\":%.3f,"
            "\"acknowledged_total\":%llu,\"unanswered\":%zu,\"cpu_s\":%.2f,\"other_answers\":{",
            rate, rate * options_.script.notes_per_request, quantile_ms(0.5), quantile_ms(0.99), quantile_ms(1.0),
            static_cast<unsigned long long>(tally_.acknowledged_total), open_requests_, cpu_s);
        const char* comma = "";
        for (const auto& [status, count] : tally_.other_answers) {
            std::printf("%s\"%s\":%llu", comma, status.c_str(), static_cast<unsigned long long>(count));
            comma = ",";
        }
        std::printf("}}\n");
        if (!tally_.first_other_body.empty()) {
            std::cerr << "first answer that does not count: " << tally_.first_other_body << '\n';
        }
    }

private:
    void serve(Connection& connection, Clock::time_point begin, Clock::time_point end) {
        if (!connection.receive()) {
            return;
        }
        const auto now = Clock::now();
        const auto notes = static_cast<std::size_t>(options_.script.notes_per_request);
        if (connection.status() == options_.accept &&
            (options_.must_hold.empty() || count_of(connection.body(), options_.must_hold) == notes)) {
            ++tally_.acknowledged_total;
            if (now >= begin && now < end) {
                ++tally_.acknowledged_requests;
                const auto taken = std::chrono::duration_cast<std::chrono::microseconds>(now - connection.sent_at());
                tally_.latencies_us.push_back(static_cast<std::uint32_t>(taken.count()));
            }
            if (ids_.is_open()) {
                for (const std::string& id : connection.note_ids()) {
                    ids_ << id << '\n';
                }
            }
        } else {
            ++tally_.other_answers[std::string(connection.status())];
            if (tally_.first_other_body.empty()) {
                tally_.first_other_body = std::string(connection.status()) + " " + std::string(connection.body());
            }
        }
        if (now < end && !connection.closing()) {
            connection.send_next();
        } else {
            --open_requests_;
            ::epoll_ctl(epoll_, EPOLL_CTL_DEL, connection.socket(), nullptr);
        }
    }

    const Options& options_;
    std::mt19937_64 random_;
    int epoll_ = -1;
    std::ofstream ids_;
    std::vector<std::unique_ptr<Connection>> connections_;
    std::size_t open_requests_ = 0;
    Tally tally_;
};

std::vector<std::string> split(const std::string& text) {
    std::vector<std::string> parts{""};
    for (const char letter : text) {
        if (letter == ',') {
            parts.emplace_back();
        } else {
            parts.back() += letter;
        }
    }
    return parts;
}

Options parse(int count, char** words) {
    Options options;
    for (int index = 1; index + 1 < count; index += 2) {
        const std::string name = words[index];
        const std::string value = words[index + 1];
        if (name == "--port") {
            options.port = static_cast<std::uint16_t>(std::stoul(value));
        } else if (name == "--seconds") {
            options.seconds = std::stod(value);
        } else if (name == "--warmup") {
            options.warmup_seconds = std::stod(value);
        } else if (name == "--connections") {
            options.connections = std::stoul(value);
        } else if (name == "--notes") {
            options.script.notes_per_request = std::stoi(value);
        } else if (name == "--accept") {
            options.accept = value;
        } else if (name == "--must-hold") {
            options.must_hold = value;
        } else if (name == "--tokens") {
            options.tokens_file = value;
        } else if (name == "--ids") {
            options.ids_file = value;
        } else if (name == "--reasons") {
            options.script.reasons = split(value);
        } else if (name == "--seed") {
            options.seed = std::stoull(value);
        } else {
            throw std::invalid_argument("unknown option " + name);
        }
    }
    if (options.port == 0) {
        throw std::invalid_argument("--port is missing");
    }
    return options;
}

}  // namespace

int main(int count, char** words) {
    try {
        const Options options = parse(count, words);
        Load load(options);
        load.run();
        load.print();
        return 0;
    } catch (const std::exception& error) {
        std::cerr << "bench_load: " << error.what() << '\n';
        return 1;
    }
}
