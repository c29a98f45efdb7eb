#include "lane-client/state_folder.hpp"

#include "lane-client/descriptor.hpp"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace tillnote::lane {
namespace {

constexpr std::size_t file_bytes_max = 4 * 1024 * 1024;

Error file_error(std::string_view what, const std::filesystem::path& file, int number) {
    if (number == ENOSPC || number == EDQUOT) {
        return {
            ErrorCode::disk_full, "The lane's disk is full. Free some space in " + file.parent_path().string() + ".", {}};
    }
    return {ErrorCode::outbox_unusable,
            "Cannot " + std::string(what) + " " + file.string() + ": " + std::strerror(number) +
                ". Check the folder's owner, mode and disk.",
            {}};
}

bool write_all(int file, std::string_view text) {
    while (!text.empty()) {
        const ssize_t written = ::write(file, text.data(), text.size());
        if (written < 0) {
            if (errno == EINTR) {
                continue;
            }
            return false;
        }
        text.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

}  // namespace

std::filesystem::path StateFolder::find_default(const std::string& chosen) {
    if (!chosen.empty()) {
        return chosen;
    }
    if (const char* named = std::getenv("TILLNOTE_LANE_STATE"); named != nullptr && *named != '\0') {
        return named;
    }
    if (::geteuid() == 0) {
        return "/var/lib/tillnote-lane";
    }
    return find_own();
}

std::filesystem::path StateFolder::find_own() {
    if (const char* state = std::getenv("XDG_STATE_HOME"); state != nullptr && *state == '/') {
        return std::filesystem::path(state) / "tillnote-lane";
    }
    const char* home = std::getenv("HOME");
    return std::filesystem::path(home == nullptr ? "." : home) / ".local/state/tillnote-lane";
}

Result<StateFolder> StateFolder::open(const std::filesystem::path& folder) {
    std::error_code failure;
    auto absolute = std::filesystem::absolute(folder, failure);
    if (!failure && std::filesystem::is_directory(absolute, failure)) {
        return StateFolder(std::move(absolute));
    }
    failure.clear();
    if (absolute.has_parent_path()) {
        std::filesystem::create_directories(absolute.parent_path(), failure);
    }
    if (failure || (::mkdir(absolute.c_str(), 0700) != 0 && errno != EEXIST)) {
        return file_error("make the state folder", absolute, failure ? failure.value() : errno);
    }
    if (!std::filesystem::is_directory(absolute, failure)) {
        return file_error("use as a folder", absolute, ENOTDIR);
    }
    if (auto synced = sync_folder(absolute.parent_path()); !synced) {
        return synced.error();
    }
    return StateFolder(std::move(absolute));
}

Result<std::optional<std::string>> read_small_file(const std::filesystem::path& file) {
    const Descriptor input(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
    if (input.number() < 0) {
        if (errno == ENOENT) {
            return std::optional<std::string>{};
        }
        return file_error("read", file, errno);
    }
    std::string text;
    char part[16 * 1024];
    for (;;) {
        const ssize_t length = ::read(input.number(), part, sizeof part);
        if (length < 0 && errno == EINTR) {
            continue;
        }
        if (length < 0 || text.size() > file_bytes_max) {
            return file_error("read", file, length < 0 ? errno : EFBIG);
        }
        if (length == 0) {
            return std::optional<std::string>{std::move(text)};
        }
        text.append(part, static_cast<std::size_t>(length));
    }
}

Result<void> write_small_file(const std::filesystem::path& file, std::string_view text) {
    auto beside = file;
    beside += ".new";
    {
        const Descriptor output(::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
        if (output.number() < 0) {
            return file_error("write", file, errno);
        }
        if (!write_all(output.number(), text) || ::fsync(output.number()) != 0) {
            const int number = errno;
            ::unlink(beside.c_str());
            return file_error("write", file, number);
        }
    }
    if (::rename(beside.c_str(), file.c_str()) != 0) {
        return file_error("replace", file, errno);
    }
    return sync_folder(file.parent_path());
}

Result<void> sync_folder(const std::filesystem::path& folder) {
    const Descriptor directory(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (directory.number() < 0 || ::fsync(directory.number()) != 0) {
        return file_error("make changes durable in", folder / ".", errno);
    }
    return {};
}

}  // namespace tillnote::lane
