#pragma once

#include <string>

namespace tillnote::lane {

/// Appends what has come on `socket`, at most 4 KiB, without waiting. False when the other side is gone.
[[nodiscard]] bool receive_some(int socket, std::string& received);

/// Sends what the socket takes now and cuts it off `unsent`, without waiting. False when the other side is gone.
[[nodiscard]] bool send_some(int socket, std::string& unsent);

}  // namespace tillnote::lane
