#include "server/storage/binary_array.hpp"

#include "server/storage/sql_text.hpp"

#include <array>
#include <chrono>
#include <cstring>

namespace tillnote::storage {
namespace {

// Dimensions, whether a null is inside, type of the elements, their count, the first index.
constexpr std::size_t head_bytes = 5 * sizeof(std::uint32_t);
constexpr std::chrono::sys_days sql_epoch = std::chrono::year{2000} / 1 / 1;

template <typename Unsigned>
std::array<char, sizeof(Unsigned)> big_endian(Unsigned number) {
    std::array<char, sizeof(Unsigned)> bytes{};
    for (std::size_t at = bytes.size(); at-- > 0; number = static_cast<Unsigned>(number >> 8)) {
        bytes[at] = static_cast<char>(number & 0xff);
    }
    return bytes;
}

template <typename Unsigned>
void write_at(std::string& bytes, std::size_t at, Unsigned number) {
    const auto ordered = big_endian(number);
    std::memcpy(bytes.data() + at, ordered.data(), ordered.size());
}

template <typename Unsigned>
void append_raw(std::string& bytes, Unsigned number) {
    const auto ordered = big_endian(number);
    bytes.append(ordered.data(), ordered.size());
}

/// One element with its length before it.
template <typename Unsigned>
void append_element(std::string& bytes, Unsigned number) {
    append_raw(bytes, static_cast<std::uint32_t>(sizeof number));
    append_raw(bytes, number);
}

}  // namespace

BinaryArray::BinaryArray(Element element, std::size_t bytes_expected) : element_(element) {
    bytes_.reserve(head_bytes + bytes_expected);
    bytes_.resize(head_bytes);
}

void BinaryArray::append(std::string_view text) {
    ++count_;
    append_raw(bytes_, static_cast<std::uint32_t>(text.size()));
    bytes_ += text;
}

void BinaryArray::append(std::int64_t number) {
    ++count_;
    if (element_ == Element::smallint) {
        append_element(bytes_, static_cast<std::uint16_t>(number));
    } else {
        append_element(bytes_, static_cast<std::uint64_t>(number));
    }
}

void BinaryArray::append(Instant instant) {
    ++count_;
    const std::chrono::microseconds since = clamp_to_sql(instant) - sql_epoch;
    append_element(bytes_, static_cast<std::uint64_t>(since.count()));
}

void BinaryArray::append(domain::Day day) {
    ++count_;
    const auto since = std::chrono::sys_days{day} - sql_epoch;
    append_element(bytes_, static_cast<std::uint32_t>(since.count()));
}

void BinaryArray::append(const Uuid& id) {
    ++count_;
    append_raw(bytes_, static_cast<std::uint32_t>(id.bytes().size()));
    for (const auto byte : id.bytes()) {
        bytes_ += static_cast<char>(byte);
    }
}

void BinaryArray::append_null() {
    ++count_;
    holds_null_ = true;
    append_raw(bytes_, ~std::uint32_t{0});
}

const std::string& BinaryArray::bytes() {
    write_at(bytes_, 0, std::uint32_t{1});
    write_at(bytes_, 4, static_cast<std::uint32_t>(holds_null_));
    write_at(bytes_, 8, static_cast<std::uint32_t>(element_));
    write_at(bytes_, 12, count_);
    write_at(bytes_, 16, std::uint32_t{1});
    return bytes_;
}

}  // namespace tillnote::storage
