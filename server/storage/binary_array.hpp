#pragma once

#include "schema/note.hpp"
#include "server/domain/organisation.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tillnote::storage {

/// One array parameter in PostgreSQL's binary format (array_recv), for the statements that carry most rows: neither side
/// has to write or read digits. ArrayText is the plainer one for all others. Instants outside the years 1 to 9999 are
/// moved to their edge, as there.
class BinaryArray {
public:
    /// The type of the elements, by its number in pg_type, where these never change.
    enum class Element : std::uint32_t {
        bigint = 20,
        smallint = 21,
        text = 25,
        date = 1082,
        timestamptz = 1184,
        uuid = 2950,
    };

    /// `bytes_expected` without the head of the array.
    BinaryArray(Element element, std::size_t bytes_expected);

    // Each for the element that is stored so. Numbers go into smallint or bigint and must fit.
    void append(std::string_view text);
    void append(std::int64_t number);
    void append(Instant instant);
    void append(domain::Day day);
    void append(const Uuid& id);
    void append_null();
    template <typename T>
    void append(const std::optional<T>& value) {
        if (value) {
            append(*value);
        } else {
            append_null();
        }
    }

    /// What goes to the server, whole after each append.
    [[nodiscard]] const std::string& bytes();

private:
    Element element_;
    std::uint32_t count_ = 0;
    bool holds_null_ = false;
    std::string bytes_;
};

}  // namespace tillnote::storage
