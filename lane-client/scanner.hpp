#pragma once

#include "lane-client/agent_loop.hpp"
#include "lane-client/descriptor.hpp"
#include "lane-client/scan_buffer.hpp"

#include <filesystem>
#include <functional>
#include <string>

namespace tillnote::lane {

/// A barcode scanner of the lane's own, by the path of its device: a serial line, or an input device, which is then taken
/// for this program alone so that its keys do not reach the POS as well. Only texts with scan_prefix leave the buffer.
/// A device that is not there, or goes, is looked for every ten seconds; it says so on stderr once. Of the loop's thread
/// alone. Source: termios(3), linux/input.h (EVIOCGRAB).
class Scanner final : public LoopSource {
public:
    /// `take` is called with each scanned text of ours.
    Scanner(std::filesystem::path device, std::function<void(const std::string& text)> take);

    void add_to(std::vector<pollfd>& watched) override;
    void handle(std::span<const pollfd> ready) override;
    [[nodiscard]] std::optional<Time> due() const override;
    void pass(Time now) override;

private:
    void open();
    void close(const std::string& why);
    [[nodiscard]] bool read_serial();
    [[nodiscard]] bool read_keys();
    void take(char character);

    std::filesystem::path device_;
    std::function<void(const std::string& text)> take_;
    Descriptor file_;
    bool has_keys_ = false;  ///< an input device, not a serial line
    bool said_missing_ = false;
    Time look_again_{};
    ScanBuffer buffer_;
    KeyDecoder keys_;
};

}  // namespace tillnote::lane
