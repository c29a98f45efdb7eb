#include "tests/support/temporary_postgres.hpp"

#include "server/storage/migrations.hpp"
#include "tests/support/eventually.hpp"

#include <fcntl.h>
#include <pwd.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>
#include <vector>

namespace tillnote::test {
namespace {

using namespace std::chrono_literals;

// Newest first where several are installed.
std::string find_tools() {
    for (const char* version : {"17", "16", "15"}) {
        const std::string folder = std::string("/usr/lib/postgresql/") + version + "/bin";
        if (::access((folder + "/initdb").c_str(), X_OK) == 0) {
            return folder;
        }
    }
    throw std::runtime_error("no PostgreSQL server programs under /usr/lib/postgresql; install postgresql-15");
}

struct Finished {
    int status = 0;
    std::string output;
};

Finished run(const std::vector<std::string>& command) {
    std::array<int, 2> pipe{};
    if (::pipe2(pipe.data(), O_CLOEXEC) != 0) {
        throw std::runtime_error("pipe2 failed");
    }
    const pid_t child = ::fork();
    if (child == 0) {
        ::dup2(pipe[1], STDOUT_FILENO);
        ::dup2(pipe[1], STDERR_FILENO);
        std::vector<char*> arguments;
        for (const std::string& part : command) {
            arguments.push_back(const_cast<char*>(part.c_str()));
        }
        arguments.push_back(nullptr);
        ::execvp(arguments[0], arguments.data());
        ::_exit(127);
    }
    ::close(pipe[1]);
    Finished finished;
    std::array<char, 4096> buffer{};
    for (ssize_t got = 0; (got = ::read(pipe[0], buffer.data(), buffer.size())) > 0;) {
        finished.output.append(buffer.data(), static_cast<std::size_t>(got));
    }
    ::close(pipe[0]);
    ::waitpid(child, &finished.status, 0);
    return finished;
}

std::string must_run(const std::vector<std::string>& command) {
    Finished finished = run(command);
    if (finished.status != 0) {
        throw std::runtime_error(command.front() + " failed: " + finished.output);
    }
    return finished.output;
}

// The server refuses to run as root.
std::string find_server_user() {
    if (::geteuid() != 0) {
        return {};
    }
    for (const char* name : {"postgres", "nobody"}) {
        if (::getpwnam(name) != nullptr) {
            return name;
        }
    }
    throw std::runtime_error("neither user postgres nor nobody exists to run the server as");
}

std::vector<std::string> as_user(const std::string& user, std::vector<std::string> command) {
    if (user.empty()) {
        return command;
    }
    const std::string group = std::to_string(::getpwnam(user.c_str())->pw_gid);
    std::vector<std::string> whole{"setpriv", "--reuid", user, "--regid", group, "--clear-groups"};
    whole.insert(whole.end(), command.begin(), command.end());
    return whole;
}

// A dead process may stay in the table as a zombie when nobody reaps orphans, as in some containers.
bool is_running(pid_t process) {
    std::ifstream file("/proc/" + std::to_string(process) + "/stat");
    std::string text;
    std::getline(file, text);
    const std::size_t name_end = text.rfind(')');
    return name_end != std::string::npos && name_end + 2 < text.size() && text[name_end + 2] != 'Z';
}

}  // namespace

TemporaryPostgres::TemporaryPostgres(PostgresOptions options) : options_(options), user_(find_server_user()) {
    // Not TMPDIR: a socket's path may have 107 bytes only.
    std::string pattern = "/tmp/tillnote-pg-XXXXXX";
    if (::mkdtemp(pattern.data()) == nullptr) {
        throw std::runtime_error("cannot make a folder under /tmp");
    }
    folder_ = pattern;
    watch();
    if (!user_.empty()) {
        must_run({"chown", user_, folder_.string()});
    }
    must_run(as_user(user_, {find_tools() + "/initdb", "-D", folder_ / "data", "-U", "postgres", "-A", "trust", "--no-sync",
                             "--locale=C.UTF-8", "-E", "UTF8"}));
    start();
}

TemporaryPostgres::~TemporaryPostgres() {
    ::close(watchdog_pipe_);
    ::waitpid(watchdog_, nullptr, 0);
}

// The watchdog lives until its pipe closes, which the kernel does for us however this program ends. It removes the folder
// behind our back: hundreds of databases are a quarter of a million files, minutes of a disk that is busy.
void TemporaryPostgres::watch() {
    std::array<int, 2> pipe{};
    if (::pipe2(pipe.data(), O_CLOEXEC) != 0) {
        throw std::runtime_error("pipe2 failed");
    }
    const std::string script =
        "cd / ; read _ ; pid=$(head -n 1 \"$0/data/postmaster.pid\" 2>/dev/null) && kill -QUIT $pid 2>/dev/null && "
        "n=0 && while [ -e \"$0/data/postmaster.pid\" ] && [ $n -lt 100 ]; do sleep 0.05; n=$((n+1)); done ; rm -rf \"$0\" "
        "&";
    watchdog_ = ::fork();
    if (watchdog_ == 0) {
        ::setsid();
        ::dup2(pipe[0], STDIN_FILENO);
        ::close(pipe[1]);
        const int silent = ::open("/dev/null", O_WRONLY);
        ::dup2(silent, STDOUT_FILENO);
        ::dup2(silent, STDERR_FILENO);
        ::execl("/bin/sh", "sh", "-c", script.c_str(), folder_.c_str(), static_cast<char*>(nullptr));
        ::_exit(127);
    }
    ::close(pipe[0]);
    watchdog_pipe_ = pipe[1];
}

void TemporaryPostgres::start() {
    const std::string settings =
        "-c listen_addresses='' -c shared_buffers=64MB -c max_connections=60 -c max_wal_size=2GB -k " + folder_.string() +
        (options_.fsync ? "" : " -c fsync=off -c full_page_writes=off");
    const Finished started = run(as_user(user_, {find_tools() + "/pg_ctl", "-D", folder_ / "data", "-l", folder_ / "log",
                                                 "-s", "-w", "-t", "60", "-o", settings, "start"}));
    if (started.status != 0) {
        throw std::runtime_error("the server did not start: " + run({"tail", "-n", "20", folder_ / "log"}).output);
    }
}

void TemporaryPostgres::stop_immediately() {
    must_run(as_user(user_, {find_tools() + "/pg_ctl", "-D", folder_ / "data", "-s", "-m", "immediate", "-w", "stop"}));
}

pid_t TemporaryPostgres::postmaster() const {
    std::ifstream file(folder_ / "data" / "postmaster.pid");
    pid_t pid = -1;
    file >> pid;
    return pid;
}

void TemporaryPostgres::kill() {
    const pid_t server = postmaster();
    std::vector<pid_t> processes{server};
    std::istringstream children(run({"ps", "-o", "pid=", "--ppid", std::to_string(server)}).output);
    for (pid_t child = 0; children >> child;) {
        processes.push_back(child);
    }
    for (const pid_t process : processes) {
        ::kill(process, SIGKILL);
    }
    // A new server refuses to start while one of them still has the old shared memory.
    for (const pid_t process : processes) {
        while (is_running(process)) {
            std::this_thread::sleep_for(2ms);
        }
    }
    // A zombie's process id would make the new server believe that the old one lives.
    std::filesystem::remove(folder_ / "data" / "postmaster.pid");
    std::filesystem::remove(folder_ / ".s.PGSQL.5432.lock");
}

void TemporaryPostgres::save_copy() {
    stop_immediately();
    must_run({"rm", "-rf", folder_ / "copy"});
    must_run({"cp", "-a", folder_ / "data", folder_ / "copy"});
    start();
}

void TemporaryPostgres::restore_copy() {
    stop_immediately();
    must_run({"rm", "-rf", folder_ / "data"});
    must_run({"cp", "-a", folder_ / "copy", folder_ / "data"});
    start();
}

std::string TemporaryPostgres::connection_string(std::string_view database, std::string_view role) const {
    return "host=" + folder_.string() + " dbname=" + std::string(database) + " user=" + std::string(role);
}

std::string TemporaryPostgres::query(const std::string& database, const std::string& sql) {
    std::string output =
        must_run({"psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d",
                  connection_string(database, "postgres") + " options='-c search_path=tillnote'", "-c", sql});
    if (output.ends_with('\n')) {
        output.pop_back();
    }
    return output;
}

std::string TemporaryPostgres::type(const std::string& database, const std::string& role, const std::string& script) {
    const std::filesystem::path file = folder_ / "typed.sql";
    std::ofstream(file) << script;
    return must_run({"psql", "-X", "-v", "ON_ERROR_STOP=1", "-d", connection_string(database, role), "-f", file});
}

std::string TemporaryPostgres::wait_for(const std::string& database, const std::string& sql, const std::string& expected) {
    std::string answer;
    (void)eventually([&] {
        answer = query(database, sql);
        return answer == expected;
    });
    return answer;
}

std::string TemporaryPostgres::make_database_from(const std::string& source) {
    const std::string name = "test" + std::to_string(++databases_made_);
    query("postgres", "CREATE DATABASE " + name + " TEMPLATE " + source);
    return name;
}

std::string TemporaryPostgres::make_empty_database() {
    return make_database_from("template0");
}

std::string TemporaryPostgres::make_database() {
    if (!has_template_) {
        query("postgres", "CREATE DATABASE tillnote_template TEMPLATE template0");
        const auto migrated = storage::migrate(connection_string("tillnote_template", "postgres"));
        if (migrated.has_error()) {
            throw std::runtime_error(migrated.error().detail);
        }
        has_template_ = true;
    }
    return make_database_from("tillnote_template");
}

}  // namespace tillnote::test
