#include "server/delivery/bounce_report.hpp"

#include "server/delivery/printable_line.hpp"

#include <boost/algorithm/string/predicate.hpp>
#include <boost/algorithm/string/trim.hpp>

#include <optional>
#include <utility>

namespace tillnote::delivery {
namespace {

enum class Part { other, status, returned };

struct Field {
    std::string name;
    std::string value;
};

/// The lines of a mail, a folded header field as one.
class Lines {
public:
    explicit Lines(std::string_view mail) : rest_(mail) {}

    [[nodiscard]] std::optional<std::string> next() {
        if (rest_.empty()) {
            return std::nullopt;
        }
        std::string line(take());
        while (!line.empty() && !rest_.empty() && (rest_.front() == ' ' || rest_.front() == '\t')) {
            line.append(" ").append(boost::algorithm::trim_copy(std::string(take())));
        }
        return line;
    }

private:
    std::string_view take() {
        const std::size_t end = rest_.find('\n');
        std::string_view line = rest_.substr(0, end);
        rest_ = end == std::string_view::npos ? std::string_view() : rest_.substr(end + 1);
        if (line.ends_with('\r')) {
            line.remove_suffix(1);
        }
        return line;
    }

    std::string_view rest_;
};

std::optional<Field> read_field(const std::string& line) {
    const std::size_t colon = line.find(':');
    if (colon == std::string::npos) {
        return std::nullopt;
    }
    return Field{boost::algorithm::trim_copy(line.substr(0, colon)), boost::algorithm::trim_copy(line.substr(colon + 1))};
}

Part part_of(std::string_view content_type) {
    if (boost::algorithm::istarts_with(content_type, "message/delivery-status") ||
        boost::algorithm::istarts_with(content_type, "message/global-delivery-status")) {
        return Part::status;
    }
    const bool returned = boost::algorithm::istarts_with(content_type, "message/rfc822") ||
                          boost::algorithm::istarts_with(content_type, "text/rfc822-headers") ||
                          boost::algorithm::istarts_with(content_type, "message/global");
    return returned ? Part::returned : Part::other;
}

std::string within_brackets(const std::string& text) {
    const std::size_t open = text.find('<');
    const std::size_t close = text.find('>', open == std::string::npos ? 0 : open);
    return open == std::string::npos || close == std::string::npos ? text : text.substr(open + 1, close - open - 1);
}

class Reader {
public:
    void read(const std::string& line) {
        if (line.starts_with("--")) {
            part_ = Part::other;
            in_part_header_ = true;
        } else if (in_part_header_) {
            read_part_header(line);
        } else if (part_ != Part::other) {
            read_part(line);
        }
    }

    [[nodiscard]] Result<BounceReport> report() const {
        if (action_.empty()) {
            return Error{ErrorCode::malformed_request,
                         "This is no delivery status notification (RFC 3464): it has no part that says what was done.", ""};
        }
        if (message_id_.empty()) {
            return Error{
                ErrorCode::malformed_request,
                "The notification does not return the headers of the mail, so it cannot be said which mail it is about.",
                ""};
        }
        const std::string what = status_ + (status_.empty() || diagnostic_.empty() ? "" : ", ") + diagnostic_;
        return BounceReport{message_id_, boost::algorithm::iequals(action_, "failed"), printable_line(what)};
    }

private:
    void read_part_header(const std::string& line) {
        if (line.empty()) {
            in_part_header_ = false;
            return;
        }
        if (const auto field = read_field(line); field && boost::algorithm::iequals(field->name, "Content-Type")) {
            part_ = part_of(field->value);
        }
    }

    void read_part(const std::string& line) {
        const auto field = read_field(line);
        if (part_ == Part::status && field) {
            read_status(*field);
        } else if (part_ == Part::returned && line.empty()) {
            part_ = Part::other;  // what follows is the mail's text
        } else if (part_ == Part::returned && field && boost::algorithm::iequals(field->name, "Message-ID")) {
            message_id_ = within_brackets(field->value);
        }
    }

    /// A mail of ours has one recipient, so the last action is about it.
    void read_status(const Field& field) {
        if (boost::algorithm::iequals(field.name, "Action")) {
            action_ = field.value;
        } else if (boost::algorithm::iequals(field.name, "Status")) {
            status_ = field.value;
        } else if (boost::algorithm::iequals(field.name, "Diagnostic-Code")) {
            diagnostic_ = field.value;
        }
    }

    Part part_ = Part::other;
    bool in_part_header_ = false;
    std::string message_id_;
    std::string action_;
    std::string status_;
    std::string diagnostic_;
};

}  // namespace

Result<BounceReport> read_bounce(std::string_view mail) {
    Lines lines(mail.substr(0, bounce_bytes_read_max));
    Reader reader;
    while (const auto line = lines.next()) {
        reader.read(*line);
    }
    return reader.report();
}

}  // namespace tillnote::delivery
