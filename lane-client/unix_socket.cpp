#include "lane-client/unix_socket.hpp"

#include <cerrno>
#include <cstring>
#include <string>

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

namespace tillnote::lane {
namespace {

constexpr int waiting_max = 64;

/// Fills `address`; `folder` keeps the folder open where the path goes through its descriptor.
bool make_address(const std::filesystem::path& path, sockaddr_un& address, Descriptor& folder) {
    std::string name = path.string();
    address.sun_family = AF_UNIX;
    if (name.size() >= sizeof address.sun_path) {
        folder = Descriptor(::open(path.parent_path().c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
        name = "/proc/self/fd/" + std::to_string(folder.number()) + "/" + path.filename().string();
        if (!folder.is_open() || name.size() >= sizeof address.sun_path) {
            return false;
        }
    }
    std::memcpy(address.sun_path, name.c_str(), name.size() + 1);
    return true;
}

}  // namespace

Result<Descriptor> listen_at(const std::filesystem::path& path) {
    sockaddr_un address{};
    Descriptor folder;
    Descriptor socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    ::unlink(path.c_str());
    if (!make_address(path, address, folder) || !socket.is_open() ||
        ::bind(socket.number(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
        ::listen(socket.number(), waiting_max) != 0) {
        return Error{ErrorCode::outbox_unusable,
                     "The agent cannot listen at " + path.string() + ": " + std::strerror(errno) +
                         ". Use a state folder on a local disk, with a shorter path.",
                     {}};
    }
    return socket;
}

Descriptor connect_at_once(const std::filesystem::path& path) {
    sockaddr_un address{};
    Descriptor folder;
    Descriptor socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (!socket.is_open() || !make_address(path, address, folder) ||
        ::connect(socket.number(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        return {};
    }
    return socket;
}

Descriptor connect_to(const std::filesystem::path& path) {
    sockaddr_un address{};
    Descriptor folder;
    Descriptor socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    const timeval patience{5, 0};
    if (!socket.is_open() || !make_address(path, address, folder) ||
        ::setsockopt(socket.number(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience) != 0 ||
        ::setsockopt(socket.number(), SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience) != 0 ||
        ::connect(socket.number(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        return {};
    }
    return socket;
}

}  // namespace tillnote::lane
