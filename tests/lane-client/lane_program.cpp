#include "tests/lane-client/lane_program.hpp"

#include "tests/support/eventually.hpp"

#include <csignal>
#include <functional>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace tillnote::lane::test {
namespace {

using tillnote::test::ScriptedAnswer;
using tillnote::test::ScriptedRequest;

struct Pipe {
    Pipe() {
        if (::pipe2(ends, O_CLOEXEC) != 0) {
            throw std::runtime_error("no pipe");
        }
    }
    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;
    ~Pipe() {
        ::close(ends[0]);
        close_writing();
    }
    void close_writing() {
        if (ends[1] >= 0) {
            ::close(ends[1]);
            ends[1] = -1;
        }
    }
    int ends[2] = {-1, -1};
};

pid_t start(const std::vector<std::string>& command, const Pipe& out, const Pipe* err) {
    std::vector<char*> pointers;
    for (const std::string& word : command) {
        pointers.push_back(const_cast<char*>(word.c_str()));
    }
    pointers.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, out.ends[1], STDOUT_FILENO);
    if (err != nullptr) {
        posix_spawn_file_actions_adddup2(&actions, err->ends[1], STDERR_FILENO);
    }
    pid_t process = -1;
    const int failure = ::posix_spawnp(&process, pointers[0], &actions, nullptr, pointers.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    if (failure != 0) {
        throw std::runtime_error(command[0] + " cannot be started");
    }
    return process;
}

void read_both(Finished& finished, const Pipe& out, const Pipe& err) {
    pollfd watched[2] = {{out.ends[0], POLLIN, 0}, {err.ends[0], POLLIN, 0}};
    std::string* texts[2] = {&finished.out, &finished.err};
    int open = 2;
    while (open > 0 && ::poll(watched, 2, -1) > 0) {
        for (int at = 0; at < 2; ++at) {
            if (watched[at].fd < 0 || watched[at].revents == 0) {
                continue;
            }
            char part[4096];
            const ssize_t length = ::read(watched[at].fd, part, sizeof part);
            if (length <= 0) {
                watched[at].fd = -1;
                --open;
            } else {
                texts[at]->append(part, static_cast<std::size_t>(length));
            }
        }
    }
}

int exit_code_of(pid_t process) {
    int status = 0;
    ::waitpid(process, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

Finished run_to_its_end(const std::vector<std::string>& command) {
    Pipe out;
    Pipe err;
    const pid_t process = start(command, out, &err);
    out.close_writing();
    err.close_writing();
    Finished finished;
    read_both(finished, out, err);
    finished.exit_code = exit_code_of(process);
    while (!finished.out.empty() && finished.out.back() == '\n') {
        finished.out.pop_back();
    }
    return finished;
}

LaneCatalog make_catalog(const std::string& accepts, const std::vector<LaneAsk>& asks) {
    LaneCatalog catalog;
    catalog.version = "c1";
    catalog.catalog.departments.push_back({"produce", "Produce", "Frutas", true, 1});
    for (int code = 101; code <= 109; ++code) {
        Reason reason;
        reason.code = std::to_string(code);
        reason.department = "produce";
        reason.theme = "price";
        reason.polarity = Polarity::praise;
        reason.label_en = "Good prices";
        reason.label_es = "Buenos precios";
        reason.owner = "produce";
        catalog.catalog.reasons.push_back(reason);
    }
    catalog.layout = {"101", "102"};
    if (!accepts.empty()) {
        catalog.accepts = {accepts};
    }
    catalog.asks = asks;
    catalog.store = "store-1";
    catalog.lane = 7;
    catalog.zone = "America/Chicago";
    return catalog;
}

}  // namespace

Finished run_lane(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), TILLNOTE_LANE_PROGRAM);
    return run_to_its_end(arguments);
}

Finished run_lane_as_a_plain_user(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), TILLNOTE_LANE_PROGRAM);
    if (::geteuid() == 0) {
        arguments.insert(arguments.begin(), {"setpriv", "--bounding-set=-all", "--inh-caps=-all"});
    }
    return run_to_its_end(arguments);
}

bool comes_true(const std::function<bool()>& condition) {
    return tillnote::test::eventually(condition, std::chrono::seconds{10});
}

RunningAgent::RunningAgent(const std::filesystem::path& state, const std::vector<std::string>& options) {
    Pipe out;
    std::vector<std::string> arguments{TILLNOTE_LANE_PROGRAM, "--state", state.string(), "agent"};
    arguments.insert(arguments.end(), options.begin(), options.end());
    process_ = start(arguments, out, nullptr);
    out.close_writing();
    std::string said;
    char letter = 0;
    while (::read(out.ends[0], &letter, 1) == 1 && letter != '\n') {
        said.push_back(letter);
    }
    EXPECT_TRUE(said.starts_with("agent ready")) << said;
}

RunningAgent::~RunningAgent() {
    if (process_ > 0) {
        kill_hard();
    }
}

int RunningAgent::end_with(int signal) {
    ::kill(process_, signal);
    const int code = exit_code_of(process_);
    process_ = -1;
    return code;
}

void RunningAgent::kill_hard() {
    static_cast<void>(end_with(SIGKILL));
}

int RunningAgent::stop() {
    return end_with(SIGTERM);
}

TillnoteOverHttp::TillnoteOverHttp(int port)
    : server_(std::make_unique<tillnote::test::ScriptedHttpServer>(
          [this](const ScriptedRequest& request) { return answer(request); }, std::nullopt, port)) {}

ScriptedAnswer TillnoteOverHttp::answer_poll() {
    EnrolmentAnswer answer;
    answer.interval_ms = 100;
    if (deny) {
        answer.state = EnrolmentState::denied;
    } else if (polls_before_approval-- <= 0) {
        answer.state = EnrolmentState::approved;
        answer.token = "token-of-the-lane";
        answer.store = "store-1";
        answer.lane = 7;
    }
    return {200, "application/json", to_json(answer)};
}

ScriptedAnswer TillnoteOverHttp::answer(const ScriptedRequest& request) {
    const std::string bearer = request.header("authorization");
    const std::string token = bearer.starts_with("Bearer ") ? bearer.substr(7) : "";
    if (request.target == "/v1/enrolments" && enrolments_refused > 0) {
        --enrolments_refused;
        return {503, "application/problem+json", R"({"type":"/problems/busy","status":503})"};
    }
    if (request.target == "/v1/enrolments" && enrolments_in_turn > 0) {
        --enrolments_in_turn;
        return {429,
                "application/problem+json",
                R"({"type":"/problems/too-many-requests","status":429})",
                {{"Retry-After", "10"}}};
    }
    if (request.target == "/v1/enrolments") {
        EnrolmentStarted started;
        started.enrolment_id = Uuid::parse("00000000-0000-4000-8000-0000000000e1").value();
        started.secret = "secret-of-the-enrolment";
        started.code = "ABCD-EFGH";
        started.expires_at = Instant{} + std::chrono::hours{24 * 365 * 60};
        started.interval_ms = 100;
        return {201, "application/json", to_json(started)};
    }
    if (request.target.starts_with("/v1/enrolments/")) {
        return answer_poll();
    }
    if (silent) {
        ScriptedAnswer hanging;
        hanging.silent = true;
        return hanging;
    }
    const std::lock_guard lock(mutex_);
    if (request.target == "/v1/catalog" && !tillnote_.refused_tokens.contains(token)) {
        if (catalogs_refused > 0) {
            --catalogs_refused;
            return {503, "application/problem+json", R"({"type":"/problems/unavailable","status":503})"};
        }
        const std::string body = to_json(make_catalog(accepts, asks));
        const std::string tag = "\"" + std::to_string(std::hash<std::string>{}(body)) + "\"";
        if (request.header("if-none-match") == tag) {
            ++catalogs_unchanged;
            return {304, "", "", {{"ETag", tag}}};
        }
        return {200, "application/json", body, {{"ETag", tag}}};
    }
    auto answered = tillnote_.exchange({request.method, request.target, token, {}, request.body});
    if (!answered) {
        ScriptedAnswer cut;
        cut.cut_after_bytes = 0;
        return cut;
    }
    return {answered->status, answered->content_type, answered->body};
}

}  // namespace tillnote::lane::test
