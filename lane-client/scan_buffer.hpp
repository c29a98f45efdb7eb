#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace tillnote::lane {

/// Collects the characters of a scanner until a line end. What does not begin as our barcodes do is forgotten with the
/// first character that shows it, so that a scanned card or article is never even held whole. Wiped after each scan.
class ScanBuffer {
public:
    ScanBuffer() = default;
    ScanBuffer(const ScanBuffer&) = delete;
    ScanBuffer& operator=(const ScanBuffer&) = delete;
    ~ScanBuffer() { wipe(); }

    /// A whole text of ours, at its line end.
    [[nodiscard]] std::optional<std::string> take(char character);
    /// Forgets what has been collected.
    void wipe() noexcept;

private:
    std::array<char, 32> text_{};  ///< longer than any barcode of ours
    std::size_t size_ = 0;
    bool not_ours_ = false;  ///< until the next line end
};

/// Turns the key events of a scanner that acts as a keyboard (US layout) into characters. Source: linux/input.h.
class KeyDecoder {
public:
    /// `type`, `code` and `value` of one input_event. Nothing where the event is no character; '\n' for Enter. Keys that
    /// our barcodes do not have are '?', so that they end what began like one.
    [[nodiscard]] std::optional<char> take(std::uint16_t type, std::uint16_t code, std::int32_t value);

private:
    bool left_shift_ = false;
    bool right_shift_ = false;
};

}  // namespace tillnote::lane
