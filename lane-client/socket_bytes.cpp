#include "lane-client/socket_bytes.hpp"

#include <cerrno>

#include <sys/socket.h>

namespace tillnote::lane {

bool receive_some(int socket, std::string& received) {
    char part[4096];
    const ssize_t length = ::recv(socket, part, sizeof part, MSG_DONTWAIT);
    if (length < 0) {
        return errno == EAGAIN || errno == EINTR;
    }
    received.append(part, static_cast<std::size_t>(length));
    return length > 0;
}

bool send_some(int socket, std::string& unsent) {
    const ssize_t sent = ::send(socket, unsent.data(), unsent.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent < 0) {
        return errno == EAGAIN || errno == EINTR;
    }
    unsent.erase(0, static_cast<std::size_t>(sent));
    return true;
}

}  // namespace tillnote::lane
