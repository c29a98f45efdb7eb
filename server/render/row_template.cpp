#include "server/render/row_template.hpp"

#include "server/render/templates.hpp"

#include <algorithm>
#include <stdexcept>

namespace tillnote::render {
namespace {

void require(bool holds, const char* what) {
    if (!holds) {
        throw std::logic_error(what);
    }
}

void append_escaped(std::string& out, std::string_view text) {
    for (const char letter : text) {
        switch (letter) {
            case '&':
                out += "&amp;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            case '"':
                out += "&quot;";
                break;
            case '\'':
                out += "&apos;";
                break;
            default:
                out += letter;
                break;
        }
    }
}

}  // namespace

RowTemplate::RowTemplate(std::string_view name, std::initializer_list<std::string_view> fields) : fields_(fields.size()) {
    std::string_view text = find_template_text(name);
    require(text.ends_with('\n'), "there is no such row template");
    text.remove_suffix(1);
    parse(text, fields);
}

void RowTemplate::parse(std::string_view text, std::initializer_list<std::string_view> fields) {
    std::vector<std::size_t> open;
    while (!text.empty()) {
        const std::size_t at = std::min(text.find("{{"), text.size());
        if (at > 0) {
            pieces_.push_back({.kind = Kind::text, .text = text.substr(0, at)});
        }
        text.remove_prefix(at);
        if (text.empty()) {
            break;
        }
        const bool unescaped = text.starts_with("{{{");
        const std::string_view closing = unescaped ? "}}}" : "}}";
        const std::size_t end = text.find(closing);
        require(end != std::string_view::npos, "a row template has a tag without an end");
        std::string_view name = text.substr(closing.size(), end - closing.size());
        text.remove_prefix(end + closing.size());
        const char sign = name.empty() ? ' ' : name.front();
        const bool is_block = sign == '#' || sign == '^' || sign == '/';
        name.remove_prefix(is_block ? 1 : 0);
        const auto* const field = std::ranges::find(fields, name);
        require(field != fields.end(), "a row template names a field that nobody fills");
        const auto index = static_cast<std::size_t>(field - fields.begin());
        if (sign == '/') {
            require(!open.empty() && pieces_[open.back()].field == index, "a row template's section ends before it begins");
            pieces_[open.back()].end = pieces_.size();
            open.pop_back();
            continue;
        }
        const Kind kind = sign == '#' ? Kind::section : sign == '^' ? Kind::inverted : unescaped ? Kind::rows : Kind::value;
        if (is_block) {
            open.push_back(pieces_.size());
        }
        pieces_.push_back({.kind = kind, .text = {}, .field = index});
    }
    require(open.empty(), "a row template has a section without an end");
}

void RowTemplate::append_to(Rows& rows, std::initializer_list<RowValue> values) const {
    require(values.size() == fields_, "a row has more or fewer values than its template has fields");
    for (std::size_t at = 0; at < pieces_.size(); ++at) {
        const Piece& piece = pieces_[at];
        const RowValue* const value = values.begin() + piece.field;
        switch (piece.kind) {
            case Kind::text:
                rows.html_ += piece.text;
                break;
            case Kind::value:
                require(!value->is_html_, "finished rows would be escaped");
                append_escaped(rows.html_, value->text_);
                break;
            case Kind::rows:
                require(value->is_html_, "a text would be shown unescaped");
                rows.html_ += value->text_;
                break;
            case Kind::section:
            case Kind::inverted:
                if (value->text_.empty() == (piece.kind == Kind::section)) {
                    at = piece.end - 1;
                }
                break;
        }
    }
}

}  // namespace tillnote::render
