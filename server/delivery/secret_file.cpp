#include "server/delivery/secret_file.hpp"

#include <fstream>

namespace tillnote::delivery {

Result<std::string> read_secret_file(const std::string& path) {
    std::ifstream file(path);
    std::string line;
    if (!std::getline(file, line) || line.empty()) {
        return Error{ErrorCode::not_found, "The secret in " + path + " cannot be read; its first line must hold it.", ""};
    }
    if (line.back() == '\r') {
        line.pop_back();
    }
    return line;
}

}  // namespace tillnote::delivery
