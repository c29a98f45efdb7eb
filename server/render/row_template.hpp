#pragma once

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

/// Templates of the rows that a page has by the thousand: the mustache of templates/, of which only values and sections
/// around them, filled without a tree of data. Pure.
namespace tillnote::render {

/// Finished HTML, which only a RowTemplate makes. A page shows it by a tag in three braces whose name ends in "_rows".
class Rows {
public:
    [[nodiscard]] const std::string& html() const noexcept { return html_; }
    void end_line() { html_ += '\n'; }
    void clear() noexcept { html_.clear(); }

private:
    friend class RowTemplate;
    std::string html_;
};

/// One value: a text, which is escaped, or finished rows. An empty one is false to a section.
class RowValue {
public:
    RowValue(std::string_view text) : text_(text) {}
    RowValue(const std::string& text) : text_(text) {}
    RowValue(const char* text) : text_(text) {}
    RowValue(const Rows& rows) : text_(rows.html()), is_html_(true) {}
    /// Of a section without a value of its own.
    explicit RowValue(bool shown) : text_(shown ? "1" : "") {}

private:
    friend class RowTemplate;
    std::string_view text_;
    bool is_html_ = false;
};

/// Immutable once made; any thread.
class RowTemplate {
public:
    /// `name`: of a template's file, whose last line's end is not part of it. `fields`: every name in it, in the order in
    /// which values are given. A template that is wrong or names another field is a bug and throws std::logic_error, which
    /// the tests would show.
    RowTemplate(std::string_view name, std::initializer_list<std::string_view> fields);

    /// Appends one row. As many values as fields, finished rows exactly where a tag has three braces; anything else is a bug
    /// and throws std::logic_error.
    void append_to(Rows& rows, std::initializer_list<RowValue> values) const;

private:
    enum class Kind { text, value, rows, section, inverted };
    struct Piece {
        Kind kind = Kind::text;
        std::string_view text;  ///< of Kind::text
        std::size_t field = 0;  ///< of all others
        std::size_t end = 0;    ///< of sections: the piece after them
    };

    void parse(std::string_view text, std::initializer_list<std::string_view> fields);

    std::size_t fields_;
    std::vector<Piece> pieces_;
};

}  // namespace tillnote::render
