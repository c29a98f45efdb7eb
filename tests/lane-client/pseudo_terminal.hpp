#pragma once

#include "lane-client/descriptor.hpp"

#include <cstdlib>
#include <stdexcept>
#include <string>
#include <string_view>

#include <fcntl.h>

namespace tillnote::lane::test {

/// A serial line without hardware: what is written here is read at device().
class PseudoTerminal {
public:
    PseudoTerminal() : master_(::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC)) {
        char name[128];
        if (!master_.is_open() || ::grantpt(master_.number()) != 0 || ::unlockpt(master_.number()) != 0 ||
            ::ptsname_r(master_.number(), name, sizeof name) != 0) {
            throw std::runtime_error("no pseudo terminal");
        }
        device_ = name;
    }
    [[nodiscard]] const std::string& device() const { return device_; }
    void write(std::string_view text) {
        if (::write(master_.number(), text.data(), text.size()) != static_cast<ssize_t>(text.size())) {
            throw std::runtime_error("the pseudo terminal takes nothing");
        }
    }
    void unplug() { master_ = Descriptor(); }

private:
    Descriptor master_;
    std::string device_;
};

}  // namespace tillnote::lane::test
