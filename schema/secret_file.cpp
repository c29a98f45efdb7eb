#include "schema/secret_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <string_view>

namespace tillnote {
namespace {

constexpr std::string_view credential_mark = "credential:";
constexpr std::size_t line_bytes_max = 4096;
constexpr mode_t not_for_a_secret = S_IWGRP | S_IRWXO;

/// Closes at the end of its scope.
class OpenFile {
public:
    explicit OpenFile(const std::string& path) : number_(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY)) {}
    ~OpenFile() {
        if (number_ >= 0) {
            ::close(number_);
        }
    }
    OpenFile(const OpenFile&) = delete;
    OpenFile& operator=(const OpenFile&) = delete;

    [[nodiscard]] int number() const noexcept { return number_; }

private:
    int number_;
};

Error unreadable(const std::string& path, const std::string& why) {
    return {ErrorCode::not_found, "The secret in " + path + " cannot be read: " + why + "; its first line must hold it.",
            ""};
}

}  // namespace

std::string secret_path(const std::string& name) {
    if (!name.starts_with(credential_mark)) {
        return name;
    }
    const char* const folder = std::getenv("CREDENTIALS_DIRECTORY");
    return std::string(folder != nullptr ? folder : "/etc/credstore") + '/' + name.substr(credential_mark.size());
}

std::string find_mode_fault(int descriptor, const std::string& path) {
    struct stat info{};
    if (::fstat(descriptor, &info) != 0 || !S_ISREG(info.st_mode)) {
        return " is not a file";
    }
    if ((info.st_mode & not_for_a_secret) != 0) {
        return " is open to others: chmod 640 " + path +
               ", so that only the service's user, and at most one group, can read it";
    }
    return "";
}

Result<std::string> read_secret_file(const std::string& name) {
    const auto path = secret_path(name);
    const OpenFile file(path);
    if (file.number() < 0) {
        return unreadable(path, std::strerror(errno));
    }
    if (const auto fault = find_mode_fault(file.number(), path); !fault.empty()) {
        return Error{ErrorCode::invalid_field, "The secret in " + path + fault + ".", ""};
    }
    std::array<char, line_bytes_max> buffer{};
    const auto got = ::read(file.number(), buffer.data(), buffer.size());
    if (got < 0) {
        return unreadable(path, std::strerror(errno));
    }
    const std::string_view text(buffer.data(), static_cast<std::size_t>(got));
    std::string line(text.substr(0, text.find('\n')));
    ::explicit_bzero(buffer.data(), buffer.size());
    if (line.ends_with('\r')) {
        line.pop_back();
    }
    if (line.empty()) {
        return unreadable(path, "it begins with an empty line");
    }
    return line;
}

WipedAtEnd::~WipedAtEnd() {
    ::explicit_bzero(secret_.data(), secret_.size());
}

}  // namespace tillnote
