#include "server/delivery/file_sender.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <system_error>

namespace tillnote::delivery {
namespace {

/// An open file or folder that is closed with its scope.
class Descriptor {
public:
    explicit Descriptor(int number) : number_(number) {}
    ~Descriptor() {
        if (number_ >= 0) {
            close(number_);
        }
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    [[nodiscard]] int number() const { return number_; }

private:
    const int number_;
};

bool write_whole(int file, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t written = write(file, bytes.data(), bytes.size());
        if (written < 0 && errno != EINTR) {
            return false;
        }
        bytes.remove_prefix(written > 0 ? static_cast<std::size_t>(written) : 0);
    }
    return fsync(file) == 0;
}

}  // namespace

SendOutcome FileSender::send(const std::string& /*from*/, const std::string& /*to*/, const std::string& name,
                             const std::string& message) {
    const auto failed = [this] {
        const std::string reason = std::generic_category().message(errno);
        return SendOutcome{SendOutcome::Kind::try_later, "The mail folder " + folder_ + " cannot be written: " + reason};
    };
    std::error_code ignored;
    std::filesystem::create_directories(folder_, ignored);  // a folder that cannot be made shows at the next line
    const std::string path = folder_ + '/' + name + ".eml";
    const std::string unfinished = path + ".part";
    {
        const Descriptor file(open(unfinished.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
        if (file.number() < 0 || !write_whole(file.number(), message)) {
            return failed();
        }
    }
    if (std::rename(unfinished.c_str(), path.c_str()) != 0) {
        return failed();
    }
    const Descriptor folder(open(folder_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (folder.number() < 0 || fsync(folder.number()) != 0) {
        return failed();
    }
    return {SendOutcome::Kind::sent, {}};
}

}  // namespace tillnote::delivery
