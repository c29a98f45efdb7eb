#include "tests/lane-client/strip/scripted_agent.hpp"

#include "lane-client/unix_socket.hpp"
#include "tests/lane-client/strip/sample_lane.hpp"
#include "tests/support/eventually.hpp"

#include <algorithm>

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

namespace tillnote::strip::test {

bool comes_true(const std::function<bool()>& condition, std::chrono::seconds patience) {
    return tillnote::test::eventually(condition, patience);
}

ScriptedAgent::ScriptedAgent(const std::filesystem::path& state_folder)
    : state_(make_sample_state()),
      listening_(lane::listen_at(state_folder / "agent.sock").value()),
      stop_(::eventfd(0, EFD_CLOEXEC)),
      thread_([this] { serve(); }) {}

ScriptedAgent::~ScriptedAgent() {
    const std::uint64_t one = 1;
    static_cast<void>(!::write(stop_.number(), &one, sizeof one));
    thread_.join();
}

void ScriptedAgent::tell(const std::function<void(LaneState&)>& change) {
    const std::lock_guard lock(mutex_);
    change(state_);
    ++state_.revision;
    for (Caller& caller : callers_) {
        if (std::exchange(caller.waits, false)) {
            send(caller, to_watch_answer(state_));
        }
    }
}

void ScriptedAgent::refuse(const std::string& what, const std::string& error) {
    const std::lock_guard lock(mutex_);
    refused_[what] = error;
}

void ScriptedAgent::ignore(const std::string& what) {
    const std::lock_guard lock(mutex_);
    ignored_.insert(what);
}

std::vector<nlohmann::json> ScriptedAgent::requests() {
    const std::lock_guard lock(mutex_);
    return requests_;
}

std::size_t ScriptedAgent::count(const std::string& what) {
    const std::lock_guard lock(mutex_);
    return static_cast<std::size_t>(
        std::ranges::count_if(requests_, [&](const nlohmann::json& request) { return request["do"] == what; }));
}

bool ScriptedAgent::is_watched() {
    const std::lock_guard lock(mutex_);
    return std::ranges::any_of(callers_, &Caller::waits);
}

bool ScriptedAgent::is_shown_asks() {
    const std::lock_guard lock(mutex_);
    return shows_asks_;
}

void ScriptedAgent::serve() {
    for (;;) {
        std::vector<pollfd> watched{{stop_.number(), POLLIN, 0}, {listening_.number(), POLLIN, 0}};
        {
            const std::lock_guard lock(mutex_);
            for (const Caller& caller : callers_) {
                watched.push_back({caller.socket.number(), POLLIN, 0});
            }
        }
        ::poll(watched.data(), watched.size(), -1);
        if (watched[0].revents != 0) {
            return;
        }
        std::size_t at = 2;
        for (Caller& caller : callers_) {
            caller.gone = watched[at++].revents != 0 && !receive(caller);
        }
        const std::lock_guard lock(mutex_);
        std::erase_if(callers_, [](const Caller& caller) { return caller.gone; });
        for (Caller& caller : callers_) {
            answer_lines(caller);
        }
        if (watched[1].revents != 0) {
            callers_.push_back({lane::Descriptor(::accept4(listening_.number(), nullptr, nullptr, SOCK_CLOEXEC)), {}});
        }
    }
}

bool ScriptedAgent::receive(Caller& caller) {
    char part[4096];
    const ssize_t length = ::recv(caller.socket.number(), part, sizeof part, 0);
    caller.received.append(part, static_cast<std::size_t>(std::max<ssize_t>(length, 0)));
    return length > 0;
}

void ScriptedAgent::answer_lines(Caller& caller) {
    for (std::size_t end = caller.received.find('\n'); end != std::string::npos; end = caller.received.find('\n')) {
        answer(caller, caller.received.substr(0, end));
        caller.received.erase(0, end + 1);
    }
}

void ScriptedAgent::answer(Caller& caller, const std::string& line) {
    const auto request = nlohmann::json::parse(line);
    const std::string what = request["do"];
    if (what == "watch") {
        shows_asks_ = request["shows_asks"];
        if (std::exchange(caller.waits, false)) {
            send(caller, to_watch_answer(state_));
        }
        caller.waits = request.contains("since") && request["since"] == state_.revision;
        if (!caller.waits) {
            send(caller, to_watch_answer(state_));
        }
        return;
    }
    if (what == "catalog") {
        send(caller, R"({"ok":true,"catalog":)" + to_json(make_sample_catalog()) + "}");
        return;
    }
    requests_.push_back(request);
    if (ignored_.contains(what)) {
        return;
    }
    if (!refused_[what].empty()) {
        send(caller, R"({"ok":false,"error":")" + refused_[what] + R"(","detail":"As the test wants it."})");
    } else if (what == "tap" || what == "undo") {
        send(caller, R"({"ok":true,"note_id":"01a20135-e5aa-72f8-881e-98662348249f","repeat":false})");
    } else {
        send(caller, R"({"ok":true})");
    }
}

void ScriptedAgent::send(const Caller& caller, const std::string& line) {
    const std::string whole = line + "\n";
    static_cast<void>(!::send(caller.socket.number(), whole.data(), whole.size(), MSG_NOSIGNAL));
}

}  // namespace tillnote::strip::test
